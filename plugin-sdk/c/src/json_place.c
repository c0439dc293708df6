/* Places in a value (RFC 6901): finding what is there, and a copy with something else there. */
#include "json_place.h"

#include <string.h>

#include "memory.h"

/* Takes one token off a pointer that begins with a slash. */
static ocpp_str next_token(const char **pointer)
{
    const char *begin = *pointer + 1;
    size_t len = strcspn(begin, "/");
    *pointer = begin + len;
    if (memchr(begin, '~', len) == NULL) return (ocpp_str){begin, len};
    char *token = ocpp_memory_take(len, 1);
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        bool escape = begin[i] == '~' && i + 1 < len && (begin[i + 1] == '0' || begin[i + 1] == '1');
        token[at++] = !escape ? begin[i] : begin[i + 1] == '0' ? '~' : '/';
        if (escape) i++;
    }
    return (ocpp_str){token, at};
}

ocpp_json ocpp_json_at(ocpp_json value, const char *pointer)
{
    while (*pointer == '/' && ocpp_json_there(value))
        value = ocpp_json_child(value, next_token(&pointer));
    return *pointer == '\0' ? value : OCPP_JSON_NONE;
}

/* `whole` with `new` in the place of `old`, a part of it. */
static ocpp_json splice(ocpp_json whole, ocpp_str old, ocpp_str new)
{
    size_t before = (size_t)(old.ptr - whole.ptr);
    ocpp_str head = {whole.ptr, before};
    ocpp_str tail = {old.ptr + old.len, whole.len - before - old.len};
    ocpp_str joined = OCPP_CONCAT(head, new, tail);
    return (ocpp_json){joined.ptr, joined.len};
}

/* `whole` with a member more in `object`, a part of it. */
static ocpp_json add(ocpp_json whole, ocpp_json object, ocpp_pair member)
{
    ocpp_json_items each = ocpp_json_items_of(object);
    ocpp_str comma = ocpp_json_next(&each) ? OCPP_STR(",") : OCPP_STR("");
    ocpp_str name = ocpp_json_raw(ocpp_json_quote(member.name));
    ocpp_str end = {object.ptr + object.len - 1, 0};
    return splice(whole, end, OCPP_CONCAT(comma, name, OCPP_STR(":"), member.value));
}

ocpp_json ocpp_json_with(ocpp_json whole, const char *pointer, ocpp_json value)
{
    if (!ocpp_json_there(whole) || !ocpp_json_there(value)) return OCPP_JSON_NONE;
    ocpp_json parent = OCPP_JSON_NONE, place = whole;
    ocpp_str token = OCPP_NONE;
    while (*pointer == '/' && ocpp_json_there(place)) {
        token = next_token(&pointer);
        parent = place;
        place = ocpp_json_child(parent, token);
    }
    if (*pointer != '\0') return OCPP_JSON_NONE;
    if (ocpp_json_there(place)) return splice(whole, ocpp_json_raw(place), ocpp_json_raw(value));
    if (ocpp_json_kind_of(parent) != OCPP_JSON_OBJECT) return OCPP_JSON_NONE;
    return add(whole, parent, (ocpp_pair){token, ocpp_json_raw(value)});
}

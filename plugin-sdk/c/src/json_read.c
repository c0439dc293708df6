/* Values: their kind, their text, their parts. */
#include <string.h>

#include "json_scan.h"
#include "memory.h"

/* Steps behind the opening quote, if the value is a text. */
static bool open_text(ocpp_json value, ocpp_scan *scan)
{
    if (value.len == 0) return false;
    *scan = (ocpp_scan){value.ptr, value.ptr + value.len, 0};
    return ocpp_scan_char(scan, '"');
}

ocpp_json ocpp_json_parse(ocpp_str text)
{
    if (text.len == 0) return OCPP_JSON_NONE;
    ocpp_scan scan = {text.ptr, text.ptr + text.len, 0};
    ocpp_scan_space(&scan);
    const char *begin = scan.at;
    if (!ocpp_scan_value(&scan)) return OCPP_JSON_NONE;
    ocpp_json value = {begin, (size_t)(scan.at - begin)};
    ocpp_scan_space(&scan);
    return scan.at == scan.end ? value : OCPP_JSON_NONE;
}

ocpp_json_kind ocpp_json_kind_of(ocpp_json value)
{
    if (value.len == 0) return OCPP_JSON_ABSENT;
    switch (value.ptr[0]) {
    case '{': return OCPP_JSON_OBJECT;
    case '[': return OCPP_JSON_ARRAY;
    case '"': return OCPP_JSON_TEXT;
    case 't':
    case 'f': return OCPP_JSON_BOOLEAN;
    case 'n': return OCPP_JSON_NULL;
    default: return OCPP_JSON_NUMBER;
    }
}

bool ocpp_json_is_true(ocpp_json value)
{
    return value.len == 4 && memcmp(value.ptr, "true", 4) == 0;
}

/* Whether a value is this text. */
static bool is_text(ocpp_json value, ocpp_str text)
{
    ocpp_scan scan;
    if (!open_text(value, &scan)) return false;
    size_t at = 0;
    while (!ocpp_scan_char(&scan, '"')) {
        char bytes[4];
        size_t len = ocpp_scan_unescaped(&scan, bytes);
        if (len == 0 || len > text.len - at || memcmp(text.ptr + at, bytes, len) != 0) return false;
        at += len;
    }
    return at == text.len;
}

bool ocpp_json_is(ocpp_json value, const char *text) { return is_text(value, ocpp_str_of(text)); }

ocpp_str ocpp_json_text(ocpp_json value)
{
    ocpp_scan scan;
    if (!open_text(value, &scan)) return OCPP_NONE;
    /* An escape is never shorter than what it stands for. */
    char *text = ocpp_memory_take(value.len, 1);
    size_t len = 0;
    while (!ocpp_scan_char(&scan, '"')) {
        char bytes[4];
        size_t more = ocpp_scan_unescaped(&scan, bytes);
        if (more == 0) return OCPP_NONE;
        memcpy(text + len, bytes, more);
        len += more;
    }
    return (ocpp_str){text, len};
}

ocpp_json_items ocpp_json_items_of(ocpp_json value)
{
    ocpp_json_kind kind = ocpp_json_kind_of(value);
    if (kind != OCPP_JSON_OBJECT && kind != OCPP_JSON_ARRAY)
        return (ocpp_json_items){OCPP_JSON_NONE, OCPP_JSON_NONE, NULL, NULL, ']'};
    char close = kind == OCPP_JSON_OBJECT ? '}' : ']';
    return (ocpp_json_items){
        OCPP_JSON_NONE, OCPP_JSON_NONE, value.ptr + 1, value.ptr + value.len, close};
}

bool ocpp_json_next(ocpp_json_items *items)
{
    ocpp_scan scan = {items->at, items->end, 0};
    items->at = items->end; /* Until all has gone well, this was the last one. */
    ocpp_scan_space(&scan);
    if (ocpp_json_there(items->value) && !ocpp_scan_char(&scan, ',')) return false;
    ocpp_scan_space(&scan);
    if (items->close == '}') {
        items->name.ptr = scan.at;
        if (!ocpp_scan_text(&scan)) return false;
        items->name.len = (size_t)(scan.at - items->name.ptr);
        ocpp_scan_space(&scan);
        if (!ocpp_scan_char(&scan, ':')) return false;
        ocpp_scan_space(&scan);
    }
    items->value.ptr = scan.at;
    if (!ocpp_scan_value(&scan)) return false;
    items->value.len = (size_t)(scan.at - items->value.ptr);
    items->at = scan.at;
    return true;
}

static ocpp_json member(ocpp_json object, ocpp_str name)
{
    ocpp_json found = OCPP_JSON_NONE;
    ocpp_json_items each = ocpp_json_items_of(object);
    while (ocpp_json_next(&each))
        if (is_text(each.name, name)) found = each.value;
    return found;
}

/* An index has no sign and no leading zero, as RFC 6901 says. */
static ocpp_json item(ocpp_json array, ocpp_str index)
{
    if (index.len == 0 || index.len > 9 || (index.len > 1 && index.ptr[0] == '0'))
        return OCPP_JSON_NONE;
    size_t wanted = 0;
    for (size_t i = 0; i < index.len; i++) {
        if (index.ptr[i] < '0' || index.ptr[i] > '9') return OCPP_JSON_NONE;
        wanted = wanted * 10 + (size_t)(index.ptr[i] - '0');
    }
    ocpp_json_items each = ocpp_json_items_of(array);
    while (ocpp_json_next(&each))
        if (wanted-- == 0) return each.value;
    return OCPP_JSON_NONE;
}

ocpp_json ocpp_json_child(ocpp_json value, ocpp_str token)
{
    switch (ocpp_json_kind_of(value)) {
    case OCPP_JSON_OBJECT: return member(value, token);
    case OCPP_JSON_ARRAY: return item(value, token);
    default: return OCPP_JSON_NONE;
    }
}

/* Values: their kind and their text. */
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

bool ocpp_json_equals(ocpp_json value, ocpp_str text)
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

bool ocpp_json_is(ocpp_json value, const char *text)
{
    return ocpp_json_equals(value, ocpp_str_of(text));
}

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

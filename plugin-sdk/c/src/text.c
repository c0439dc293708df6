/* Texts: comparing, joining, decimal numbers. */
#include "ocpp/text.h"

#include <string.h>

#include "memory.h"

ocpp_str ocpp_str_of(const char *text) { return (ocpp_str){text, strlen(text)}; }

bool ocpp_str_same(ocpp_str a, ocpp_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool ocpp_str_is(ocpp_str text, const char *other)
{
    return ocpp_str_same(text, ocpp_str_of(other));
}

bool ocpp_str_starts(ocpp_str text, const char *prefix)
{
    size_t len = strlen(prefix);
    return len <= text.len && (len == 0 || memcmp(text.ptr, prefix, len) == 0);
}

ocpp_str ocpp_concat(const ocpp_str *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > SIZE_MAX / 2 - len) ocpp_fail("a text is too long");
        len += parts[i].len;
    }
    char *joined = ocpp_memory_take(len, 1), *at = joined;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len != 0) memcpy(at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    return (ocpp_str){joined, len};
}

ocpp_str ocpp_decimal(int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) digits[--at] = '-';
    return ocpp_concat(&(ocpp_str){digits + at, sizeof digits - at}, 1);
}

const char *ocpp_c_str(ocpp_str text) { return OCPP_CONCAT(text, ((ocpp_str){"", 1})).ptr; }

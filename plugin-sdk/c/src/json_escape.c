/* The inside of a JSON text: escapes to UTF-8 bytes. */
#include "json_scan.h"

static bool hex4(ocpp_scan *scan, uint32_t *value)
{
    if (scan->end - scan->at < 4) return false;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        char c = *scan->at++;
        uint32_t digit;
        if (c >= '0' && c <= '9') digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f') digit = (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F') digit = (uint32_t)(c - 'A' + 10);
        else return false;
        *value = *value << 4 | digit;
    }
    return true;
}

static size_t utf8(uint32_t scalar, char bytes[4])
{
    if (scalar < 0x80) {
        bytes[0] = (char)scalar;
        return 1;
    }
    size_t len = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len; --i > 0; scalar >>= 6) bytes[i] = (char)(0x80 | (scalar & 0x3F));
    bytes[0] = (char)(lead[len] | scalar);
    return len;
}

/* Behind `\u`. The halves of a pair are two escapes; a half alone stands for nothing. */
static size_t unicode(ocpp_scan *scan, char bytes[4])
{
    uint32_t unit, low;
    if (!hex4(scan, &unit)) return 0;
    if (unit < 0xD800 || unit > 0xDFFF) return utf8(unit, bytes);
    if (unit > 0xDBFF || !ocpp_scan_char(scan, '\\') || !ocpp_scan_char(scan, 'u')) return 0;
    if (!hex4(scan, &low) || low < 0xDC00 || low > 0xDFFF) return 0;
    return utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), bytes);
}

size_t ocpp_scan_unescaped(ocpp_scan *scan, char bytes[4])
{
    if (scan->at >= scan->end || (unsigned char)*scan->at < 0x20) return 0;
    bytes[0] = *scan->at++;
    if (bytes[0] != '\\') return 1;
    if (scan->at >= scan->end) return 0;
    switch (*scan->at++) {
    case '"': bytes[0] = '"'; return 1;
    case '\\': bytes[0] = '\\'; return 1;
    case '/': bytes[0] = '/'; return 1;
    case 'b': bytes[0] = '\b'; return 1;
    case 'f': bytes[0] = '\f'; return 1;
    case 'n': bytes[0] = '\n'; return 1;
    case 'r': bytes[0] = '\r'; return 1;
    case 't': bytes[0] = '\t'; return 1;
    case 'u': return unicode(scan, bytes);
    default: return 0;
    }
}

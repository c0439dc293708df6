/* The grammar of RFC 8259. Nothing is read at or behind `end`. */
#include "json_scan.h"

#include <string.h>

void ocpp_scan_space(ocpp_scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

bool ocpp_scan_char(ocpp_scan *scan, char wanted)
{
    if (scan->at >= scan->end || *scan->at != wanted) return false;
    scan->at++;
    return true;
}

bool ocpp_scan_text(ocpp_scan *scan)
{
    char bytes[4];
    if (!ocpp_scan_char(scan, '"')) return false;
    while (!ocpp_scan_char(scan, '"'))
        if (ocpp_scan_unescaped(scan, bytes) == 0) return false;
    return true;
}

static bool digits(ocpp_scan *scan)
{
    const char *begin = scan->at;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') scan->at++;
    return scan->at > begin;
}

bool ocpp_scan_number(ocpp_scan *scan)
{
    (void)ocpp_scan_char(scan, '-');
    if (!ocpp_scan_char(scan, '0') && !digits(scan)) return false;
    if (ocpp_scan_char(scan, '.') && !digits(scan)) return false;
    if (ocpp_scan_char(scan, 'e') || ocpp_scan_char(scan, 'E')) {
        if (!ocpp_scan_char(scan, '+')) (void)ocpp_scan_char(scan, '-');
        return digits(scan);
    }
    return true;
}

static bool word(ocpp_scan *scan, const char *wanted)
{
    size_t len = strlen(wanted);
    if ((size_t)(scan->end - scan->at) < len || memcmp(scan->at, wanted, len) != 0) return false;
    scan->at += len;
    return true;
}

/* The inside of an object or array, behind its opening bracket. */
static bool container(ocpp_scan *scan, char close)
{
    ocpp_scan_space(scan);
    if (ocpp_scan_char(scan, close)) return true;
    do {
        ocpp_scan_space(scan);
        if (close == '}') {
            if (!ocpp_scan_text(scan)) return false;
            ocpp_scan_space(scan);
            if (!ocpp_scan_char(scan, ':')) return false;
            ocpp_scan_space(scan);
        }
        if (!ocpp_scan_value(scan)) return false;
        ocpp_scan_space(scan);
    } while (ocpp_scan_char(scan, ','));
    return ocpp_scan_char(scan, close);
}

bool ocpp_scan_value(ocpp_scan *scan)
{
    if (scan->at >= scan->end) return false;
    switch (*scan->at) {
    case '{':
    case '[': {
        if (scan->depth == OCPP_JSON_DEEPEST) return false;
        char close = *scan->at++ == '{' ? '}' : ']';
        scan->depth++;
        bool closed = container(scan, close);
        scan->depth--;
        return closed;
    }
    case '"':
        return ocpp_scan_text(scan);
    case 't':
        return word(scan, "true");
    case 'f':
        return word(scan, "false");
    case 'n':
        return word(scan, "null");
    default:
        return ocpp_scan_number(scan);
    }
}

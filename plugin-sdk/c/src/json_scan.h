/* Steps over JSON text; what reading and making share. */
#ifndef OCPP_JSON_SCAN_H
#define OCPP_JSON_SCAN_H

#include "ocpp/json.h"

/* Nested deeper is not read, so that no input can use up the stack. */
#define OCPP_JSON_DEEPEST 128

/* A place in a text, and where the text ends. */
typedef struct {
    const char *at, *end;
    unsigned depth;
} ocpp_scan;

/* Each steps over one thing, and says whether it was there; if not, `at` is anywhere before `end`. */
bool ocpp_scan_value(ocpp_scan *scan);
bool ocpp_scan_text(ocpp_scan *scan);
bool ocpp_scan_number(ocpp_scan *scan);
/* Steps over a character if it is this one. */
bool ocpp_scan_char(ocpp_scan *scan, char wanted);
void ocpp_scan_space(ocpp_scan *scan);

/* Inside a text's quotes: steps over one byte or one escape, and gives the UTF-8 bytes that it stands
 * for and how many; 0 if it is neither. A pair of surrogates is one escape. */
size_t ocpp_scan_unescaped(ocpp_scan *scan, char bytes[4]);

#endif

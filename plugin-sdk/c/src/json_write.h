/* What the two files that write JSON share. */
#ifndef OCPP_JSON_WRITE_H
#define OCPP_JSON_WRITE_H

#include "ocpp/json.h"

/* A value's text, with a comma before it if one belongs there. */
void ocpp_json_write_value(ocpp_json_writer *writer, ocpp_str text);

#endif

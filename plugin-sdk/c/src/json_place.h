/* JSON pointers, token by token. */
#ifndef OCPP_JSON_PLACE_H
#define OCPP_JSON_PLACE_H

#include "ocpp/json.h"

/* The member or item that a token names. */
ocpp_json ocpp_json_child(ocpp_json value, ocpp_str token);

#endif

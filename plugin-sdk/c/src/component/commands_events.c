/* The interfaces `commands` and `events`. */
#include "import.h"

OCPP_IMPORT("commands", "send")
void ocpp_import_send(const char *charge_point, size_t charge_point_len, const char *action,
                      size_t action_len, const char *payload, size_t payload_len,
                      uint32_t when_away, ocpp_answer *answer);

OCPP_IMPORT("events", "emit")
void ocpp_import_emit(const char *charge_point, size_t charge_point_len, const char *kind,
                      size_t kind_len, const char *payload, size_t payload_len,
                      ocpp_answer *answer);

const ocpp_error *ocpp_send(const ocpp_command *command, ocpp_str *id)
{
    ocpp_answer answer;
    ocpp_import_send(OCPP_TEXT(command->charge_point), OCPP_TEXT(command->action),
                     OCPP_TEXT(command->payload), command->when_away, &answer);
    if (id != NULL) *id = answer.failed ? OCPP_NONE : answer.of.text;
    return ocpp_error_of(&answer);
}

const ocpp_error *ocpp_emit(ocpp_str charge_point, const char *kind, ocpp_json payload)
{
    ocpp_answer answer;
    ocpp_str name = ocpp_str_of(kind);
    ocpp_import_emit(OCPP_TEXT(charge_point), OCPP_TEXT(name), OCPP_TEXT(payload), &answer);
    return ocpp_error_of(&answer);
}

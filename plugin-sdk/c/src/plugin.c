/* What a plugin decides and answers, as values. */
#include "ocpp/plugin.h"

#include "memory.h"
#include "ocpp/host.h"

enum { KEEP, REPLACE, CALL_ERROR };

ocpp_outcome ocpp_keep(void) { return (ocpp_outcome){.kind = KEEP}; }

ocpp_outcome ocpp_replace(ocpp_json response)
{
    if (!ocpp_json_there(response)) ocpp_fail("ocpp_replace was given no response");
    return (ocpp_outcome){.kind = REPLACE, .of.response = response};
}

ocpp_outcome ocpp_call_error(const char *code, ocpp_str description, ocpp_json details)
{
    ocpp_outcome outcome = {.kind = CALL_ERROR};
    outcome.of.error.code = ocpp_str_of(code);
    outcome.of.error.description = description;
    outcome.of.error.details = ocpp_json_raw(details);
    return outcome;
}

ocpp_result ocpp_ok(void) { return (ocpp_result){.failed = 0}; }
ocpp_result ocpp_not_ok(ocpp_str why) { return (ocpp_result){.failed = 1, .why = why}; }

ocpp_response ocpp_respond(uint16_t status, const char *content_type, ocpp_str body)
{
    ocpp_pair *header = ocpp_memory_take(sizeof *header, _Alignof(ocpp_pair));
    *header = (ocpp_pair){OCPP_STR("content-type"), ocpp_str_of(content_type)};
    return (ocpp_response){.status = status, .headers = {header, 1}, .body = body};
}

ocpp_str ocpp_value_of(ocpp_pairs pairs, const char *name)
{
    for (size_t i = 0; i < pairs.count; i++)
        if (ocpp_str_is(pairs.items[i].name, name)) {
            ocpp_str value = pairs.items[i].value;
            return value.len != 0 ? value : OCPP_STR("");
        }
    return OCPP_NONE;
}

void ocpp_must_at(const ocpp_error *error, const char *place)
{
    if (error == NULL) return;
    ocpp_fail_at(ocpp_c_str(OCPP_CONCAT(error->code, OCPP_STR(": "), error->message)), place);
}

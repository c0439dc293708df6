/* Nobody starts on connector 2: 1.6 StartTransaction, 2.0.1 and 2.1 TransactionEvent of type Started. */
#include "ocpp_plugin.h"

ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload,
                    ocpp_str proposed)
{
    (void)context;
    ocpp_json request = ocpp_json_parse(payload), response = ocpp_json_parse(proposed);
    bool old = ocpp_str_is(action, "StartTransaction");
    if (!old && !ocpp_json_is(ocpp_json_at(request, "/eventType"), "Started")) return ocpp_keep();
    if (!ocpp_json_is_integer(ocpp_json_at(request, old ? "/connectorId" : "/evse/id"), 2))
        return ocpp_keep();
    const char *status = old ? "/idTagInfo/status" : "/idTokenInfo/status";
    /* An event without an idToken is answered without a status: there is nothing to refuse. */
    if (!ocpp_json_there(ocpp_json_at(response, status))) return ocpp_keep();
    return ocpp_replace(ocpp_json_with(response, status, ocpp_json_quote(OCPP_STR("Blocked"))));
}

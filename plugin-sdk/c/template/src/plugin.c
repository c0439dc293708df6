/* {{name}}: nobody starts on connector 2. */
#include "ocpp_plugin.h"

static ocpp_outcome blocked(ocpp_json response, const char *status)
{
    return ocpp_replace(ocpp_json_with(response, status, ocpp_json_quote(OCPP_STR("Blocked"))));
}

ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload,
                    ocpp_str proposed)
{
    (void)context;
    ocpp_json request = ocpp_json_parse(payload);
    ocpp_json response = ocpp_json_parse(proposed);
    if (ocpp_str_is(action, "StartTransaction") &&
        ocpp_json_is_integer(ocpp_json_at(request, "/connectorId"), 2))
        return blocked(response, "/idTagInfo/status");
    /* Only an event that begins a transaction with an idToken is answered with a status. */
    if (ocpp_str_is(action, "TransactionEvent") &&
        ocpp_json_is(ocpp_json_at(request, "/eventType"), "Started") &&
        ocpp_json_is_integer(ocpp_json_at(request, "/evse/id"), 2) &&
        ocpp_json_there(ocpp_json_at(response, "/idTokenInfo")))
        return blocked(response, "/idTokenInfo/status");
    return ocpp_keep();
}

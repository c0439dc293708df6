/* The doorman: who may start where and how often. The same plugin exists in each language that has an
 * SDK, with the same fixtures. */
#include "settings.h"
#include "starts.h"

/* Who starts where, and where the answer's status is. */
typedef struct {
    bool has_connector;
    int64_t connector;
    ocpp_str tag;
    const char *status;
} start_asked;

static ocpp_outcome refuse(ocpp_json response, const start_asked *start, const char *status)
{
    return ocpp_replace(
        ocpp_json_with(response, start->status, ocpp_json_quote(ocpp_str_of(status))));
}

static void tell_refused(const ocpp_context *context, const start_asked *start)
{
    ocpp_log(OCPP_LOG_INFO,
             OCPP_CONCAT(OCPP_STR("connector "), ocpp_decimal(start->connector),
                         OCPP_STR(" refused for "), start->tag));
    ocpp_json_writer event = {0};
    ocpp_write_object(&event);
    ocpp_write_name(&event, OCPP_STR("connector"));
    ocpp_write_integer(&event, start->connector);
    ocpp_write_name(&event, OCPP_STR("idTag"));
    ocpp_write_text(&event, start->tag);
    ocpp_write_object_end(&event);
    ocpp_must(ocpp_emit(context->charge_point, "refused", ocpp_written(&event)));
}

static ocpp_outcome judge(const ocpp_context *context, const start_asked *start, ocpp_json response)
{
    doorman_settings settings = doorman_read_settings();
    if (start->has_connector && !doorman_allows(&settings, start->connector)) {
        tell_refused(context, start);
        return refuse(response, start, "Blocked");
    }
    if (!ocpp_json_is(ocpp_json_at(response, start->status), "Accepted")) return ocpp_keep();
    int64_t starts = doorman_count_start(start->tag);
    if (settings.limited && starts > settings.most)
        return refuse(response, start, "ConcurrentTx");
    return ocpp_keep();
}

static ocpp_outcome start_transaction(const ocpp_context *context, ocpp_json request,
                                      ocpp_json response)
{
    start_asked start = {.tag = ocpp_json_text(ocpp_json_at(request, "/idTag")),
                         .status = "/idTagInfo/status"};
    start.has_connector =
        ocpp_json_integer(ocpp_json_at(request, "/connectorId"), &start.connector);
    return judge(context, &start, response);
}

static ocpp_outcome transaction_event(const ocpp_context *context, ocpp_json request,
                                      ocpp_json response)
{
    start_asked start = {.tag = ocpp_json_text(ocpp_json_at(request, "/idToken/idToken")),
                         .status = "/idTokenInfo/status"};
    start.has_connector = ocpp_json_integer(ocpp_json_at(request, "/evse/id"), &start.connector);
    bool begins = ocpp_json_is(ocpp_json_at(request, "/eventType"), "Started");
    bool answered = ocpp_json_there(ocpp_json_at(response, start.status));
    if (!begins || !answered || ocpp_is_none(start.tag)) return ocpp_keep();
    return judge(context, &start, response);
}

/* A DataTransfer's answer; without data if that is none. */
static ocpp_outcome transferred(const char *status, ocpp_str data)
{
    ocpp_json_writer response = {0};
    ocpp_write_object(&response);
    ocpp_write_name(&response, OCPP_STR("status"));
    ocpp_write_text(&response, ocpp_str_of(status));
    if (!ocpp_is_none(data)) {
        ocpp_write_name(&response, OCPP_STR("data"));
        ocpp_write_text(&response, data);
    }
    ocpp_write_object_end(&response);
    return ocpp_replace(ocpp_written(&response));
}

static ocpp_outcome data_transfer(ocpp_json request)
{
    doorman_settings settings = doorman_read_settings();
    if (!ocpp_json_is(ocpp_json_at(request, "/vendorId"), "doorman")) return ocpp_keep();
    ocpp_json what = ocpp_json_at(request, "/messageId");
    if (ocpp_json_is(what, "starts")) {
        ocpp_str tag = ocpp_json_text(ocpp_json_at(request, "/data"));
        return transferred("Accepted", doorman_starts_of(tag));
    }
    if (ocpp_json_is(what, "greet")) return transferred("Accepted", settings.greeting);
    if (ocpp_json_is(what, "fail"))
        return ocpp_call_error("GenericError", OCPP_STR("asked to fail"),
                               ocpp_json_parse(OCPP_STR("{\"by\":\"doorman\"}")));
    return transferred("UnknownMessageId", OCPP_NONE);
}

ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload,
                    ocpp_str proposed)
{
    ocpp_json request = ocpp_json_parse(payload), response = ocpp_json_parse(proposed);
    if (ocpp_str_is(action, "StartTransaction"))
        return start_transaction(context, request, response);
    if (ocpp_str_is(action, "TransactionEvent"))
        return transaction_event(context, request, response);
    if (ocpp_str_is(action, "DataTransfer")) return data_transfer(request);
    return ocpp_keep();
}

ocpp_result on_event(const ocpp_context *context, ocpp_str kind, ocpp_str payload)
{
    (void)context;
    if (!ocpp_str_is(kind, "transaction.ended")) return ocpp_ok();
    int64_t sum;
    ocpp_must(ocpp_state_increment(OCPP_STR("ended"), 1, OCPP_STAYS, &sum));
    if (ocpp_json_is(ocpp_json_at(ocpp_json_parse(payload), "/request/reason"), "Error"))
        return ocpp_not_ok(OCPP_STR("an error ended it"));
    return ocpp_ok();
}

ocpp_result on_tick(const ocpp_context *context, ocpp_str name)
{
    (void)context;
    if (ocpp_str_is(name, "forget")) doorman_forget_starts();
    return ocpp_ok();
}

ocpp_response on_request(const ocpp_request *request)
{
    if (!ocpp_str_is(request->method, "GET") || !ocpp_str_is(request->path, "/starts"))
        return ocpp_respond(404, "text/plain", OCPP_STR("not here"));
    return ocpp_respond(200, "application/json", ocpp_json_raw(doorman_all_starts()));
}

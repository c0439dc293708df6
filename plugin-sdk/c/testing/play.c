/* Plays the steps of a fixture against the plugin's functions. */
#include "fixtures.h"

typedef struct {
    const ocpp_test_plugin *plugin;
    ocpp_json step;
    ocpp_json came;
} turn;

static ocpp_str text_at(ocpp_json value, const char *place)
{
    ocpp_str text = ocpp_json_text(ocpp_json_at(value, place));
    return ocpp_is_none(text) ? OCPP_STR("") : text;
}

static ocpp_str raw_at(ocpp_json value, const char *place)
{
    return ocpp_json_raw(ocpp_json_at(value, place));
}

static ocpp_context context_of(ocpp_json of)
{
    return (ocpp_context){.charge_point = text_at(of, "/chargePoint"),
                          .version = text_at(of, "/version"),
                          .vendor = OCPP_STR(""),
                          .model = OCPP_STR(""),
                          .message_id = text_at(of, "/messageId"),
                          .received_at = text_at(of, "/receivedAt")};
}

/* {"outcome": VALUE}, or with more members around. */
static ocpp_json in(const char *name, ocpp_json value)
{
    ocpp_json_writer object = {0};
    ocpp_write_object(&object);
    ocpp_write_name(&object, ocpp_str_of(name));
    ocpp_write_json(&object, value);
    ocpp_write_object_end(&object);
    return ocpp_written(&object);
}

static ocpp_json outcome_of(const ocpp_outcome *outcome)
{
    if (outcome->kind == 0) return ocpp_json_quote(OCPP_STR("keep"));
    if (outcome->kind == 1) return in("replace", outcome->of.response);
    ocpp_json error = ocpp_json_parse(OCPP_STR("{}")), details = OCPP_JSON_NONE;
    error = ocpp_json_with(error, "/code", ocpp_json_quote(outcome->of.error.code));
    error = ocpp_json_with(error, "/description", ocpp_json_quote(outcome->of.error.description));
    if (outcome->of.error.details.len != 0) details = ocpp_json_parse(outcome->of.error.details);
    if (ocpp_json_there(details)) error = ocpp_json_with(error, "/details", details);
    return in("callError", error);
}

static ocpp_json result_of(const ocpp_result *result)
{
    if (!result->failed) return ocpp_json_quote(OCPP_STR("ok"));
    return in("error", ocpp_json_quote(result->why));
}

static ocpp_json call(const turn *turn, ocpp_json with)
{
    ocpp_context context = context_of(with);
    ocpp_outcome outcome = turn->plugin->handle(&context, text_at(with, "/action"),
                                                raw_at(with, "/payload"), raw_at(with, "/proposed"));
    return in("outcome", outcome_of(&outcome));
}

static ocpp_json event(const turn *turn, ocpp_json with)
{
    ocpp_context context = context_of(with);
    ocpp_result result =
        turn->plugin->on_event(&context, text_at(with, "/kind"), raw_at(with, "/payload"));
    return in("outcome", result_of(&result));
}

static ocpp_json tick(const turn *turn, ocpp_json with)
{
    ocpp_context context = context_of(with);
    context.received_at = text_at(with, "/at");
    ocpp_result result = turn->plugin->on_tick(&context, text_at(with, "/name"));
    return in("outcome", result_of(&result));
}

static ocpp_pairs headers_of(ocpp_json object)
{
    ocpp_pairs headers = {NULL, 0};
    ocpp_json_items each = ocpp_json_items_of(object);
    while (ocpp_json_next(&each)) headers.count++;
    ocpp_pair *items = ocpp_alloc(headers.count * sizeof *items), *next = items;
    each = ocpp_json_items_of(object);
    while (ocpp_json_next(&each))
        *next++ = (ocpp_pair){ocpp_json_text(each.name), ocpp_json_text(each.value)};
    headers.items = items;
    return headers;
}

static ocpp_json response_of(const ocpp_response *response, bool as_json)
{
    ocpp_json_writer object = {0};
    ocpp_write_object(&object);
    ocpp_write_name(&object, OCPP_STR("status"));
    ocpp_write_integer(&object, response->status);
    ocpp_write_name(&object, OCPP_STR("headers"));
    ocpp_write_object(&object);
    for (size_t i = 0; i < response->headers.count; i++) {
        ocpp_write_name(&object, response->headers.items[i].name);
        ocpp_write_text(&object, response->headers.items[i].value);
    }
    ocpp_write_object_end(&object);
    ocpp_write_name(&object, OCPP_STR("body"));
    if (as_json) ocpp_write_json(&object, ocpp_json_parse(response->body));
    else ocpp_write_text(&object, response->body);
    ocpp_write_object_end(&object);
    return ocpp_written(&object);
}

static ocpp_json request(const turn *turn, ocpp_json with)
{
    ocpp_json body = ocpp_json_at(with, "/body");
    bool text = ocpp_json_kind_of(body) == OCPP_JSON_TEXT;
    ocpp_request request = {.method = text_at(with, "/method"),
                            .path = text_at(with, "/path"),
                            .query = text_at(with, "/query"),
                            .headers = headers_of(ocpp_json_at(with, "/headers")),
                            .body = text ? ocpp_json_text(body) : ocpp_json_raw(body)};
    ocpp_response response = turn->plugin->on_request(&request);
    ocpp_json expected = ocpp_json_at(turn->step, "/expect/response/body");
    return in("response", response_of(&response, ocpp_json_kind_of(expected) > OCPP_JSON_TEXT));
}

static void take(void *argument)
{
    turn *turn = argument;
    const ocpp_test_plugin *plugin = turn->plugin;
    ocpp_json with;
    if (ocpp_json_there(with = ocpp_json_at(turn->step, "/call")) && plugin->handle)
        turn->came = call(turn, with);
    else if (ocpp_json_there(with = ocpp_json_at(turn->step, "/event")) && plugin->on_event)
        turn->came = event(turn, with);
    else if (ocpp_json_there(with = ocpp_json_at(turn->step, "/tick")) && plugin->on_tick)
        turn->came = tick(turn, with);
    else if (ocpp_json_there(with = ocpp_json_at(turn->step, "/request")) && plugin->on_request)
        turn->came = request(turn, with);
    else
        ocpp_fail("the plugin has no function for this step");
}

ocpp_json ocpp_test_play(const ocpp_test_plugin *plugin, ocpp_json step)
{
    turn turn = {plugin, step, OCPP_JSON_NONE};
    ocpp_test_keep_state();
    if (ocpp_test_fails(take, &turn)) {
        ocpp_json cause = ocpp_json_quote(ocpp_str_of(ocpp_test_cause()));
        turn.came = in("outcome", in("trap", cause));
    }
    bool used = !ocpp_json_there(ocpp_json_at(turn.came, "/outcome/trap")) &&
                !ocpp_json_there(ocpp_json_at(turn.came, "/outcome/error"));
    if (!used) {
        ocpp_test_restore_state();
        ocpp_test_forget(OCPP_TEST_EVENTS);
        ocpp_test_forget(OCPP_TEST_COMMANDS);
    }
    return turn.came;
}

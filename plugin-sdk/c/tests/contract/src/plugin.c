/* Calls each function of the host once, as a DataTransfer says: its messageId is the function, its data
 * the arguments as a JSON object. What came is the answer's data: text, items joined by a space, or an
 * error's code. For the fixtures beside it. */
#include "ocpp_plugin.h"

static ocpp_str text_of(ocpp_json arguments, const char *place)
{
    return ocpp_json_text(ocpp_json_at(arguments, place));
}

static uint32_t number_of(ocpp_json arguments, const char *place)
{
    int64_t number = 0;
    (void)ocpp_json_integer(ocpp_json_at(arguments, place), &number);
    return (uint32_t)number;
}

static ocpp_str or_code(const ocpp_error *error, ocpp_str came)
{
    return error != NULL ? error->code : ocpp_is_none(came) ? OCPP_STR("nothing") : came;
}

static ocpp_str joined(const ocpp_error *error, ocpp_strs list)
{
    ocpp_str all = OCPP_STR("");
    for (size_t i = 0; i < list.count; i++)
        all = OCPP_CONCAT(all, i == 0 ? OCPP_STR("") : OCPP_STR(" "), list.items[i]);
    return or_code(error, all);
}

/* --- state --- */

static ocpp_str get(ocpp_json arguments)
{
    ocpp_str value;
    const ocpp_error *error = ocpp_state_get(text_of(arguments, "/key"), &value);
    return or_code(error, value);
}

static ocpp_str put(ocpp_json arguments)
{
    const ocpp_error *error =
        ocpp_state_put(text_of(arguments, "/key"), text_of(arguments, "/value"),
                       number_of(arguments, "/seconds"));
    return or_code(error, OCPP_STR("done"));
}

static ocpp_str swap(ocpp_json arguments)
{
    ocpp_swap with = {text_of(arguments, "/key"), text_of(arguments, "/expected"),
                      text_of(arguments, "/value"), number_of(arguments, "/seconds")};
    bool done;
    const ocpp_error *error = ocpp_state_swap(&with, &done);
    return or_code(error, done ? OCPP_STR("done") : OCPP_STR("other"));
}

static ocpp_str delete(ocpp_json arguments)
{
    return or_code(ocpp_state_delete(text_of(arguments, "/key")), OCPP_STR("done"));
}

static ocpp_str list(ocpp_json arguments)
{
    ocpp_keys which = {text_of(arguments, "/prefix"), text_of(arguments, "/after"),
                       number_of(arguments, "/limit")};
    ocpp_strs keys;
    const ocpp_error *error = ocpp_state_list(which, &keys);
    return joined(error, keys);
}

static ocpp_str increment(ocpp_json arguments)
{
    int64_t sum;
    const ocpp_error *error =
        ocpp_state_increment(text_of(arguments, "/key"), (int32_t)number_of(arguments, "/by"),
                             number_of(arguments, "/seconds"), &sum);
    return or_code(error, ocpp_decimal(sum));
}

/* --- commands, events --- */

static ocpp_str send(ocpp_json arguments)
{
    ocpp_command command = {text_of(arguments, "/chargePoint"), text_of(arguments, "/action"),
                            ocpp_json_at(arguments, "/payload"), OCPP_AWAY_WAIT};
    ocpp_str id;
    const ocpp_error *error = ocpp_send(&command, &id);
    return or_code(error, error == NULL && id.len != 0 ? OCPP_STR("sent") : OCPP_NONE);
}

static ocpp_str emit(ocpp_json arguments)
{
    const ocpp_error *error = ocpp_emit(text_of(arguments, "/chargePoint"), "contract.tried",
                                        ocpp_json_at(arguments, "/payload"));
    return or_code(error, OCPP_STR("emitted"));
}

/* --- time --- */

static ocpp_str local(ocpp_json arguments)
{
    ocpp_local shown;
    const ocpp_error *error =
        ocpp_local_time(text_of(arguments, "/at"), text_of(arguments, "/zone"), &shown);
    if (error != NULL) return error->code;
    return OCPP_CONCAT(shown.text, OCPP_STR(" "), ocpp_decimal(shown.offset), OCPP_STR(" "),
                       ocpp_decimal(shown.weekday), OCPP_STR(" "),
                       ocpp_decimal((int64_t)shown.second_of_day), OCPP_STR(" "),
                       shown.summer ? OCPP_STR("summer") : OCPP_STR("winter"), OCPP_STR(" "),
                       shown.abbreviation, OCPP_STR(" "),
                       ocpp_is_none(shown.next_change) ? OCPP_STR("never") : shown.next_change);
}

static ocpp_str moments(ocpp_json arguments)
{
    ocpp_strs found;
    const ocpp_error *error =
        ocpp_local_moments(text_of(arguments, "/local"), text_of(arguments, "/zone"), &found);
    return joined(error, found);
}

/* --- directory: what was found is told by one of its members --- */

static ocpp_str found_one(const ocpp_error *error, ocpp_json found, const char *member)
{
    return or_code(error, text_of(found, member));
}

static ocpp_str found_many(const ocpp_error *error, ocpp_strs found, const char *member)
{
    ocpp_str *names = ocpp_alloc(found.count * sizeof *names);
    for (size_t i = 0; i < found.count; i++)
        names[i] = text_of(ocpp_json_parse(found.items[i]), member);
    return joined(error, (ocpp_strs){names, found.count});
}

static ocpp_str charge_point(ocpp_json arguments)
{
    ocpp_json found;
    const ocpp_error *error = ocpp_find_charge_point(text_of(arguments, "/id"), &found);
    return found_one(error, found, "/id");
}

static ocpp_str charge_points(ocpp_json arguments)
{
    ocpp_strs found;
    const ocpp_error *error = ocpp_list_charge_points(text_of(arguments, "/after"),
                                                      number_of(arguments, "/limit"), &found);
    return found_many(error, found, "/id");
}

static ocpp_str connectors(ocpp_json arguments)
{
    ocpp_strs found;
    const ocpp_error *error = ocpp_list_connectors(text_of(arguments, "/id"), &found);
    return found_many(error, found, "/status");
}

static ocpp_str transaction(ocpp_json arguments)
{
    ocpp_json found;
    const ocpp_error *error = ocpp_find_transaction(text_of(arguments, "/chargePoint"),
                                                    text_of(arguments, "/id"), &found);
    return found_one(error, found, "/idTag");
}

static ocpp_str open_transactions(ocpp_json arguments)
{
    ocpp_strs found;
    const ocpp_error *error = ocpp_list_open_transactions(text_of(arguments, "/id"), &found);
    return found_many(error, found, "/id");
}

static ocpp_str id_tag(ocpp_json arguments)
{
    ocpp_json found;
    const ocpp_error *error = ocpp_find_id_tag(text_of(arguments, "/tag"), &found);
    return found_one(error, found, "/status");
}

/* --- log, settings, memory --- */

static ocpp_str log_line(ocpp_json arguments)
{
    ocpp_log(OCPP_LOG_WARN, text_of(arguments, "/line"));
    return OCPP_STR("logged");
}

static ocpp_str settings(ocpp_json arguments)
{
    return text_of(ocpp_settings(), ocpp_c_str(text_of(arguments, "/place")));
}

static ocpp_str take_memory(ocpp_json arguments)
{
    size_t size = number_of(arguments, "/bytes");
    volatile char *bytes = ocpp_alloc(size);
    for (size_t i = 0; i < size; i += 4096) bytes[i] = 1;
    return OCPP_STR("taken");
}

static const struct {
    const char *name;
    ocpp_str (*function)(ocpp_json arguments);
} functions[] = {{"get", get},
                 {"put", put},
                 {"swap", swap},
                 {"delete", delete},
                 {"list", list},
                 {"increment", increment},
                 {"send", send},
                 {"emit", emit},
                 {"charge-point", charge_point},
                 {"charge-points", charge_points},
                 {"connectors", connectors},
                 {"transaction", transaction},
                 {"open-transactions", open_transactions},
                 {"id-tag", id_tag},
                 {"local", local},
                 {"moments", moments},
                 {"log", log_line},
                 {"settings", settings},
                 {"memory", take_memory}};

static ocpp_outcome answer(ocpp_str data)
{
    ocpp_json response = ocpp_json_parse(OCPP_STR("{\"status\":\"Accepted\"}"));
    return ocpp_replace(ocpp_json_with(response, "/data", ocpp_json_quote(data)));
}

ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload,
                    ocpp_str proposed)
{
    (void)action, (void)proposed;
    ocpp_json request = ocpp_json_parse(payload);
    ocpp_json name = ocpp_json_at(request, "/messageId");
    ocpp_json arguments = ocpp_json_parse(ocpp_json_text(ocpp_json_at(request, "/data")));
    if (ocpp_json_is(name, "context"))
        return answer(OCPP_CONCAT(context->charge_point, OCPP_STR(" "), context->version,
                                  OCPP_STR(" "), context->message_id, OCPP_STR(" "),
                                  context->received_at));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (ocpp_json_is(name, functions[i].name)) return answer(functions[i].function(arguments));
    return ocpp_keep();
}

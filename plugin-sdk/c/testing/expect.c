/* Compares what came of a step with what a fixture expects. */
#include <stdio.h>
#include <string.h>

#include "fixtures.h"

static int wrong(const char *what, ocpp_str expected, ocpp_str came)
{
    printf("  %s: expected %s, got %s\n", what, ocpp_c_str(expected),
           came.len != 0 ? ocpp_c_str(came) : "nothing");
    return 1;
}

static bool contains(ocpp_str text, ocpp_str part)
{
    for (size_t at = 0; at + part.len <= text.len; at++)
        if (memcmp(text.ptr + at, part.ptr, part.len) == 0) return true;
    return false;
}

static int check_outcome(ocpp_json expected, ocpp_json came)
{
    ocpp_str trap = ocpp_json_text(ocpp_json_at(expected, "/trap"));
    ocpp_str cause = ocpp_json_text(ocpp_json_at(came, "/trap"));
    bool good = ocpp_is_none(trap) ? ocpp_test_same(expected, came)
                                   : !ocpp_is_none(cause) && contains(cause, trap);
    return good ? 0 : wrong("outcome", ocpp_json_raw(expected), ocpp_json_raw(came));
}

static int check_key(ocpp_str key, ocpp_json expected)
{
    ocpp_str value;
    ocpp_must(ocpp_state_get(key, &value));
    if (ocpp_json_kind_of(expected) == OCPP_JSON_NULL)
        return ocpp_is_none(value) ? 0 : wrong(ocpp_c_str(key), OCPP_STR("nothing"), value);
    ocpp_str text = ocpp_json_text(expected);
    bool good = !ocpp_is_none(value) &&
                (ocpp_str_same(text, value) ||
                 (ocpp_json_there(ocpp_json_parse(text)) &&
                  ocpp_test_same(ocpp_json_parse(text), ocpp_json_parse(value))));
    return good ? 0 : wrong(ocpp_c_str(key), text, value);
}

static int check_state(ocpp_json expected)
{
    int bad = 0;
    ocpp_json_items each = ocpp_json_items_of(expected);
    while (ocpp_json_next(&each)) bad += check_key(ocpp_json_text(each.name), each.value);
    return bad;
}

static int check_log(ocpp_json expected)
{
    int bad = 0;
    ocpp_json_items each = ocpp_json_items_of(expected);
    while (ocpp_json_next(&each)) {
        bool found = false;
        for (size_t i = 0; i < ocpp_test_count(OCPP_TEST_LOG); i++)
            if (contains(ocpp_test_said(OCPP_TEST_LOG, i).text, ocpp_json_text(each.value)))
                found = true;
        if (!found) bad += wrong("log", ocpp_json_raw(each.value), OCPP_STR("other lines"));
    }
    return bad;
}

/* What was said as the fixtures write it; `name` is the member that holds the record's name. */
static ocpp_json said(ocpp_test_kind kind, const char *name)
{
    ocpp_json_writer list = {0};
    ocpp_write_array(&list);
    for (size_t i = 0; i < ocpp_test_count(kind); i++) {
        ocpp_test_record record = ocpp_test_said(kind, i);
        ocpp_write_object(&list);
        ocpp_write_name(&list, OCPP_STR("chargePoint"));
        ocpp_write_text(&list, record.charge_point);
        ocpp_write_name(&list, ocpp_str_of(name));
        ocpp_write_text(&list, record.name);
        ocpp_write_name(&list, OCPP_STR("payload"));
        ocpp_write_json(&list, ocpp_json_parse(record.text));
        ocpp_write_object_end(&list);
    }
    ocpp_write_array_end(&list);
    return ocpp_written(&list);
}

static int check_value(const char *what, ocpp_json expected, ocpp_json came)
{
    if (ocpp_test_same(expected, came)) return 0;
    return wrong(what, ocpp_json_raw(expected), ocpp_json_raw(came));
}

int ocpp_test_check(ocpp_json expect, ocpp_json came)
{
    int bad = 0;
    ocpp_json_items each = ocpp_json_items_of(expect);
    while (ocpp_json_next(&each)) {
        ocpp_json name = each.name, value = each.value;
        if (ocpp_json_is(name, "outcome"))
            bad += check_outcome(value, ocpp_json_at(came, "/outcome"));
        else if (ocpp_json_is(name, "response"))
            bad += check_value("response", value, ocpp_json_at(came, "/response"));
        else if (ocpp_json_is(name, "state")) bad += check_state(value);
        else if (ocpp_json_is(name, "log")) bad += check_log(value);
        else if (ocpp_json_is(name, "events"))
            bad += check_value("events", value, said(OCPP_TEST_EVENTS, "kind"));
        else if (ocpp_json_is(name, "commands"))
            bad += check_value("commands", value, said(OCPP_TEST_COMMANDS, "action"));
        else
            bad += wrong("expect", OCPP_STR("what this player knows"), ocpp_json_raw(name));
    }
    return bad;
}

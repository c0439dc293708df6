/* The stand-in host refuses what the real one refuses. */
#include "check.h"

static bool code_is(const ocpp_error *error, const char *code)
{
    return error != NULL && ocpp_str_is(error->code, code);
}

static void state_is_checked(void)
{
    static const char zeros[65537];
    ocpp_str value, largest = {zeros, 65536}, too_large = {zeros, 65537};
    int64_t sum;
    ocpp_test_begin("{}");
    CHECK(code_is(ocpp_state_get(OCPP_STR(""), &value), "key"));
    CHECK(code_is(ocpp_state_put(OCPP_STR("a\0b"), OCPP_STR(""), OCPP_STAYS), "key"));
    CHECK(code_is(ocpp_state_delete((ocpp_str){zeros, 257}), "key"));
    CHECK(code_is(ocpp_state_put(OCPP_STR("k"), too_large, OCPP_STAYS), "value"));
    CHECK(ocpp_state_put(OCPP_STR("k"), largest, OCPP_STAYS) == NULL);
    CHECK(code_is(ocpp_state_increment(OCPP_STR("k"), 1, OCPP_STAYS, &sum), "number"));
    CHECK(ocpp_state_get(OCPP_STR("k"), &value) == NULL && value.len == 65536);
}

static void a_grant_can_be_missing(void)
{
    ocpp_strs keys;
    ocpp_test_begin("{}");
    ocpp_test_refuse("denied");
    CHECK(code_is(ocpp_state_list((ocpp_keys){OCPP_STR(""), OCPP_NONE, 1}, &keys), "denied"));
    CHECK(keys.count == 0);
    CHECK(code_is(ocpp_emit(OCPP_STR(""), "kind", json("{}")), "denied"));
    CHECK(ocpp_test_count(OCPP_TEST_EVENTS) == 0);
    ocpp_test_refuse(NULL);
    CHECK(ocpp_emit(OCPP_STR(""), "kind", json("{}")) == NULL);
    CHECK(ocpp_test_count(OCPP_TEST_EVENTS) == 1);
    CHECK(ocpp_str_is(ocpp_test_said(OCPP_TEST_EVENTS, 0).name, "kind"));
}

static void payloads_are_objects(void)
{
    ocpp_command command = {OCPP_STR("CP-1"), OCPP_STR("Reset"), json("[]"), OCPP_AWAY_REFUSE};
    ocpp_str id = OCPP_NONE;
    ocpp_test_begin("{}");
    CHECK(code_is(ocpp_send(&command, &id), "payload") && ocpp_is_none(id));
    command.payload = json("{\"type\":\"Soft\"}");
    CHECK(ocpp_send(&command, &id) == NULL && !ocpp_is_none(id) && ocpp_send(&command, NULL) == NULL);
    CHECK(ocpp_test_count(OCPP_TEST_COMMANDS) == 2);
}

static void state_comes_back(void)
{
    ocpp_str value;
    ocpp_test_begin("{}");
    ocpp_must(ocpp_state_put(OCPP_STR("b"), OCPP_STR("old"), OCPP_STAYS));
    ocpp_test_keep_state();
    ocpp_must(ocpp_state_put(OCPP_STR("b"), OCPP_STR("new"), OCPP_STAYS));
    ocpp_must(ocpp_state_put(OCPP_STR("a"), OCPP_STR("new"), OCPP_STAYS));
    ocpp_test_restore_state();
    CHECK(ocpp_state_get(OCPP_STR("a"), &value) == NULL && ocpp_is_none(value));
    CHECK(ocpp_state_get(OCPP_STR("b"), &value) == NULL && ocpp_str_is(value, "old"));
}

static void json_is_compared_as_json(void)
{
    CHECK(ocpp_test_same(json("{\"a\":1,\"b\":[1.0,\"\\u0041\"]}"), json("{\"b\":[1,\"A\"],\"a\":1e0}")));
    CHECK(!ocpp_test_same(json("{\"a\":1}"), json("{\"a\":1,\"b\":1}")));
    CHECK(!ocpp_test_same(json("[1,2]"), json("[1]")) && !ocpp_test_same(json("[1]"), json("[1,2]")));
    CHECK(!ocpp_test_same(json("true"), json("false")) && !ocpp_test_same(json("1"), json("\"1\"")));
    CHECK(!ocpp_test_same(json("1.5"), json("1.25")) && ocpp_test_same(json("1.50"), json("15e-1")));
}

int main(void)
{
    state_is_checked();
    a_grant_can_be_missing();
    payloads_are_objects();
    state_comes_back();
    json_is_compared_as_json();
    ocpp_test_begin("{}");
    return checked("the stand-in host");
}

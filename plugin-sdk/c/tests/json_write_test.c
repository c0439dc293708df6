/* Making JSON: pieces, and copies with another value in one place. */
#include "check.h"

static void pieces(void)
{
    ocpp_json_writer writer = {0};
    ocpp_write_object(&writer);
    ocpp_write_name(&writer, OCPP_STR("a\"{"));
    ocpp_write_array(&writer);
    ocpp_write_integer(&writer, INT64_MIN);
    ocpp_write_text(&writer, OCPP_STR("[:{"));
    ocpp_write_array(&writer);
    ocpp_write_array_end(&writer);
    ocpp_write_boolean(&writer, true);
    ocpp_write_json(&writer, OCPP_JSON_NONE);
    ocpp_write_array_end(&writer);
    ocpp_write_name(&writer, OCPP_STR("b"));
    ocpp_write_object(&writer);
    ocpp_write_object_end(&writer);
    CHECK(!ocpp_json_there(ocpp_written(&writer)));
    ocpp_write_object_end(&writer);
    CHECK(spelled(ocpp_written(&writer),
                  "{\"a\\\"{\":[-9223372036854775808,\"[:{\",[],true,null],\"b\":{}}"));
}

static void quoting_keeps_every_text(void)
{
    char all[131];
    for (int i = 0; i < 128; i++) all[i] = (char)i;
    all[128] = '\xf0', all[129] = '\x9f', all[130] = '\x98';
    ocpp_str text = {all, sizeof all};
    CHECK(ocpp_json_equals(ocpp_json_quote(text), text));
    CHECK(ocpp_str_same(ocpp_json_text(ocpp_json_quote(text)), text));
    CHECK(spelled(ocpp_json_quote(OCPP_STR("\x01\x1f\n\"\\")), "\"\\u0001\\u001f\\n\\\"\\\\\""));
    CHECK(spelled(ocpp_json_quote(OCPP_NONE), "\"\""));
}

static void a_copy_keeps_what_it_does_not_know(void)
{
    ocpp_json whole = json("{ \"idTagInfo\" : {\"status\": \"Accepted\", \"x\":[1.50,\"\\u00e4\"]} , "
                           "\"transactionId\" : 7e0 }");
    ocpp_json blocked = ocpp_json_quote(OCPP_STR("Blocked"));
    CHECK(spelled(ocpp_json_with(whole, "/idTagInfo/status", blocked),
                  "{ \"idTagInfo\" : {\"status\": \"Blocked\", \"x\":[1.50,\"\\u00e4\"]} , "
                  "\"transactionId\" : 7e0 }"));
    CHECK(spelled(ocpp_json_with(whole, "", json("[]")), "[]"));
    CHECK(spelled(ocpp_json_with(json("[1,2,3]"), "/1", json("{}")), "[1,{},3]"));
    CHECK(spelled(ocpp_json_with(json("{\"a\":1,\"a\":2}"), "/a", json("3")), "{\"a\":1,\"a\":3}"));
}

static void a_copy_may_have_a_member_more(void)
{
    CHECK(spelled(ocpp_json_with(json("{}"), "/a", json("1")), "{\"a\":1}"));
    CHECK(spelled(ocpp_json_with(json("{ }"), "/a", json("1")), "{ \"a\":1}"));
    CHECK(spelled(ocpp_json_with(json("{\"b\":{\"c\":0}}"), "/b/d~1", json("1")),
                  "{\"b\":{\"c\":0,\"d/\":1}}"));
}

static void no_place_no_copy(void)
{
    static const char *const nowhere[] = {"/a/b/c", "/x/y", "/l/2", "/l/x", "a", "/s/a"};
    ocpp_json whole = json("{\"a\":{},\"l\":[1,2],\"s\":\"t\"}");
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        CHECK(!ocpp_json_there(ocpp_json_with(whole, nowhere[i], json("1"))));
    CHECK(!ocpp_json_there(ocpp_json_with(whole, "/a", OCPP_JSON_NONE)));
    CHECK(!ocpp_json_there(ocpp_json_with(OCPP_JSON_NONE, "", json("1"))));
}

int main(void)
{
    pieces();
    quoting_keeps_every_text();
    a_copy_keeps_what_it_does_not_know();
    a_copy_may_have_a_member_more();
    no_place_no_copy();
    return checked("making JSON");
}

/* Reading JSON: the grammar, places, texts. */
#include "check.h"

static void good_and_bad_json(void)
{
    static const char *const good[] = {
        "{}", "[]", " [ ] ", "{\"a\":1}", "{ \"a\" : [ 1 , { } ] , \"b\" : null }", "\"\"", "0", "-0",
        "-1.5e+10", "1E5", "true", "false", "null", "\"\\u00e4\\ud83d\\ude00\\n\"", "\"\x7f\"",
        "\t\r\n 1"};
    static const char *const bad[] = {
        "", " ", "{", "}", "[", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{1:1}", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u123g\"", "\"\n\"", "\"\\ud800\"",
        "\"\\ud800\\u0041\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "01", "-", "1.", ".5", "1e", "1e+",
        "+1", "tru", "nul", "truex", "1 1", "{} x", "NaN", "'a'"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) CHECK(ocpp_json_there(json(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool there = ocpp_json_there(json(bad[i]));
        if (there) printf("taken for JSON: %s\n", bad[i]);
        CHECK(!there);
    }
    CHECK(!ocpp_json_there(ocpp_json_parse(OCPP_NONE)));
}

static void nesting_has_an_end(void)
{
    char text[300];
    for (size_t depth = 127; depth <= 130; depth++) {
        for (size_t i = 0; i < depth; i++) text[i] = '[', text[2 * depth - 1 - i] = ']';
        ocpp_json value = ocpp_json_parse((ocpp_str){text, 2 * depth});
        CHECK(ocpp_json_there(value) == (depth <= 128));
    }
}

static void places(void)
{
    ocpp_json value = json("{\"a\":{\"b\":[10,{\"c\":\"x\"}]},\"\":1,\"a/b\":2,\"m~n\":3,\"\\u00e4\":4}");
    CHECK(spelled(ocpp_json_at(value, "/a/b/0"), "10"));
    CHECK(ocpp_json_is(ocpp_json_at(value, "/a/b/1/c"), "x"));
    CHECK(spelled(ocpp_json_at(value, "/"), "1"));
    CHECK(spelled(ocpp_json_at(value, "/a~1b"), "2"));
    CHECK(spelled(ocpp_json_at(value, "/m~0n"), "3"));
    CHECK(spelled(ocpp_json_at(value, "/\xc3\xa4"), "4"));
    CHECK(ocpp_json_at(value, "").len == value.len);
    static const char *const nothing[] = {"/x", "/a/x", "/a/b/2", "/a/b/00", "/a/b/-", "/a/b/x",
                                          "/a/b/0/c", "/a/b/99999999999999999999", "a", "/a/"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        CHECK(!ocpp_json_there(ocpp_json_at(value, nothing[i])));
    CHECK(!ocpp_json_there(ocpp_json_at(OCPP_JSON_NONE, "/a")));
}

static void the_last_of_two_members_counts(void)
{
    CHECK(spelled(ocpp_json_at(json("{\"a\":1,\"\\u0061\":2,\"b\":3}"), "/a"), "2"));
}

static void texts(void)
{
    ocpp_json escaped = json("\"\\u00c4\\ud83d\\uDE00\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000z\"");
    ocpp_str plain = OCPP_STR("\xc3\x84\xf0\x9f\x98\x80\"\\/\b\f\n\r\t\0z");
    CHECK(ocpp_str_same(ocpp_json_text(escaped), plain));
    CHECK(ocpp_json_equals(escaped, plain));
    CHECK(!ocpp_json_equals(escaped, (ocpp_str){plain.ptr, plain.len - 1}));
    CHECK(ocpp_json_is(json("\"\xc3\x84\""), "\xc3\x84") && ocpp_json_is(json("\"\\u00C4\""), "\xc3\x84"));
    CHECK(ocpp_json_is(json("\"\\u20ac\""), "\xe2\x82\xac"));
    CHECK(ocpp_json_is(json("\"\""), "") && !ocpp_is_none(ocpp_json_text(json("\"\""))));
    CHECK(!ocpp_json_is(json("\"ab\""), "a") && !ocpp_json_is(json("\"a\""), "ab"));
    CHECK(!ocpp_json_is(json("1"), "1") && ocpp_is_none(ocpp_json_text(json("1"))));
    CHECK(ocpp_is_none(ocpp_json_text(OCPP_JSON_NONE)));
}

static void items(void)
{
    ocpp_json_items each = ocpp_json_items_of(json("{\"a\": 1 , \"b\" : [2,3]}"));
    CHECK(ocpp_json_next(&each) && ocpp_json_is(each.name, "a") && spelled(each.value, "1"));
    CHECK(ocpp_json_next(&each) && ocpp_json_is(each.name, "b") && spelled(each.value, "[2,3]"));
    CHECK(!ocpp_json_next(&each) && !ocpp_json_next(&each));
    each = ocpp_json_items_of(json("[1]"));
    CHECK(ocpp_json_next(&each) && !ocpp_json_there(each.name) && !ocpp_json_next(&each));
    each = ocpp_json_items_of(json("\"text\""));
    CHECK(!ocpp_json_next(&each));
    each = ocpp_json_items_of(OCPP_JSON_NONE);
    CHECK(!ocpp_json_next(&each));
}

static void kinds(void)
{
    static const char *const of[] = {"", "null", "true", "-1", "\"\"", "[]", "{}"};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        CHECK(ocpp_json_kind_of(json(of[i])) == (ocpp_json_kind)i);
    CHECK(ocpp_json_is_true(json("true")) && !ocpp_json_is_true(json("false")));
    CHECK(!ocpp_json_is_true(json("\"true\"")) && !ocpp_json_is_true(OCPP_JSON_NONE));
}

int main(void)
{
    good_and_bad_json();
    nesting_has_an_end();
    places();
    the_last_of_two_members_counts();
    texts();
    items();
    kinds();
    return checked("reading JSON");
}

/* Texts, the memory of a call, and what ends a call as a failure. */
#include "check.h"

#include <string.h>

#include "../src/memory.h"
#include "ocpp/plugin.h"

static void texts(void)
{
    CHECK(ocpp_str_is(ocpp_decimal(0), "0") && ocpp_str_is(ocpp_decimal(-42), "-42"));
    CHECK(ocpp_str_is(ocpp_decimal(INT64_MIN), "-9223372036854775808"));
    CHECK(ocpp_str_is(OCPP_CONCAT(OCPP_STR("a"), OCPP_NONE, OCPP_STR("bc")), "abc"));
    CHECK(ocpp_str_starts(OCPP_STR("starts/A"), "starts/") && !ocpp_str_starts(OCPP_STR("st"), "starts/"));
    CHECK(ocpp_is_none(OCPP_NONE) && !ocpp_is_none(OCPP_STR("")));
    CHECK(ocpp_str_same(OCPP_NONE, OCPP_STR("")));
    CHECK(strcmp(ocpp_c_str(OCPP_STR("text")), "text") == 0);
}

static void memory_is_aligned_and_apart(void)
{
    char *before = NULL;
    for (size_t align = 1; align <= 16; align *= 2) {
        char *taken = ocpp_memory_take(24, align);
        CHECK((uintptr_t)taken % align == 0);
        memset(taken, (int)align, 24);
        CHECK(before == NULL || *before == (char)(align / 2));
        before = taken;
    }
    CHECK(ocpp_alloc(0) != NULL);
    memset(ocpp_alloc(1000000), 1, 1000000);
}

static void take_too_much(void *nothing)
{
    (void)nothing;
    (void)ocpp_alloc(SIZE_MAX - 8);
}

static void replace_by_nothing(void *nothing)
{
    (void)nothing;
    (void)ocpp_replace(OCPP_JSON_NONE);
}

static void must_not(void *error) { ocpp_must(error); }

static void what_fails_a_call(void)
{
    CHECK(ocpp_test_fails(take_too_much, NULL) && strcmp(ocpp_test_cause(), "out of memory") == 0);
    CHECK(ocpp_test_fails(replace_by_nothing, NULL));
    ocpp_error error = {OCPP_STR("denied"), OCPP_STR("no grant")};
    CHECK(ocpp_test_fails(must_not, &error) && strcmp(ocpp_test_cause(), "denied: no grant") == 0);
    CHECK(!ocpp_test_fails(must_not, NULL));
}

static void values_by_name(void)
{
    const ocpp_pair items[] = {{OCPP_STR("event"), OCPP_STR("e-1")}, {OCPP_STR("empty"), OCPP_NONE}};
    ocpp_pairs pairs = {items, 2};
    CHECK(ocpp_str_is(ocpp_value_of(pairs, "event"), "e-1"));
    CHECK(!ocpp_is_none(ocpp_value_of(pairs, "empty")) && ocpp_is_none(ocpp_value_of(pairs, "x")));
}

int main(void)
{
    texts();
    memory_is_aligned_and_apart();
    what_fails_a_call();
    values_by_name();
    return checked("texts and memory");
}

/* Nothing is read outside a text: every beginning of one, and every one with a byte changed, in a block
 * of exactly its size. What reads outside is found by the sanitizers that this is compiled with. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

static const char sample[] =
    "{\"idTagInfo\":{\"status\":\"Acc\\u0065pted\",\"parent\":\"\\ud83d\\ude00\\\\\"},\"n\":[-12.5e+3,0,"
    "true,false,null,[],{}],\"transactionId\":9223372036854775807}";

static void try_value(ocpp_json value)
{
    int64_t whole;
    double number;
    (void)ocpp_json_text(value);
    (void)ocpp_json_is(value, "Accepted");
    (void)ocpp_json_integer(value, &whole);
    (void)ocpp_json_number(value, &number);
    (void)ocpp_json_is_true(value);
    static const char *const places[] = {"", "/idTagInfo/status", "/n/0", "/n/7", "/new", "/~0"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        (void)ocpp_json_at(value, places[i]);
        (void)ocpp_json_with(value, places[i], json("1"));
    }
    ocpp_json_items each = ocpp_json_items_of(value);
    while (ocpp_json_next(&each)) (void)ocpp_json_text(each.value);
}

/* Also as a value that nobody has parsed. */
static void try_text(const char *bytes, size_t len)
{
    char *exact = malloc(len);
    if (exact == NULL) abort();
    memcpy(exact, bytes, len);
    try_value(ocpp_json_parse((ocpp_str){exact, len}));
    try_value((ocpp_json){exact, len});
    free(exact);
    ocpp_test_end_call();
    checks++;
}

int main(void)
{
    static const char changes[] = "\"\\{}[],:0e-.u\x01\xff ";
    char changed[sizeof sample];
    CHECK(ocpp_json_there(json(sample)));
    for (size_t len = 1; len < sizeof sample; len++)
        for (size_t from = 0; from < len; from += 7) try_text(sample + from, len - from);
    for (size_t at = 0; at < sizeof sample - 1; at++)
        for (size_t i = 0; i < sizeof changes; i++) {
            memcpy(changed, sample, sizeof sample);
            changed[at] = changes[i];
            try_text(changed, sizeof sample - 1);
        }
    return checked("bounds");
}

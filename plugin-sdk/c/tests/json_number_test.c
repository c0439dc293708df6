/* Numbers: whole ones exactly, others as the nearest double. */
#include "check.h"

#include <math.h>

static void whole_numbers(void)
{
    static const struct {
        const char *text;
        int64_t number;
    } whole[] = {{"0", 0}, {"-0", 0}, {"0.000", 0}, {"0e999999999999", 0}, {"7", 7}, {"-7", -7},
                 {"2.0", 2}, {"2e0", 2}, {"20e-1", 2}, {"0.2e1", 2}, {"1e3", 1000}, {"100", 100},
                 {"1200.00e-2", 12}, {"1.5E1", 15}, {"9007199254740993", 9007199254740993},
                 {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN},
                 {"922337203685477580.7e1", INT64_MAX}, {"1e18", 1000000000000000000},
                 {"100000000000000000000000e-22", 10}};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        int64_t number = 42;
        bool good = ocpp_json_integer(json(whole[i].text), &number) && number == whole[i].number;
        if (!good) printf("%s gives %lld\n", whole[i].text, (long long)number);
        CHECK(good);
        CHECK(ocpp_json_is_integer(json(whole[i].text), whole[i].number));
    }
}

static void others_are_refused(void)
{
    static const char *const others[] = {
        "1.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e99999999999999999999",
        "1e-99999999999999999999", "18446744073709551616", "99999999999999999999999", "\"1\"", "true",
        "null", "[1]", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        int64_t number = 42;
        CHECK(!ocpp_json_integer(json(others[i]), &number) && number == 42);
    }
    CHECK(!ocpp_json_is_integer(json("2"), 3));
}

static void doubles(void)
{
    double number = 0;
    CHECK(ocpp_json_number(json("-1.5e3"), &number) && number == -1500);
    CHECK(ocpp_json_number(json("0.1"), &number) && number == 0.1);
    CHECK(!ocpp_json_number(json("1e999"), &number) && !ocpp_json_number(json("\"1\""), &number));
    ocpp_json_writer writer = {0};
    ocpp_write_array(&writer);
    static const double numbers[] = {0.1, 22.5, 1.0 / 3, 1e21, -5};
    for (size_t i = 0; i < 5; i++) ocpp_write_number(&writer, numbers[i]);
    ocpp_write_array_end(&writer);
    ocpp_json_items each = ocpp_json_items_of(ocpp_written(&writer));
    for (size_t i = 0; i < 5; i++)
        CHECK(ocpp_json_next(&each) && ocpp_json_number(each.value, &number) && number == numbers[i]);
    CHECK(spelled(ocpp_json_at(ocpp_written(&writer), "/0"), "0.1"));
}

static void write_infinity(void *writer) { ocpp_write_number(writer, INFINITY); }

int main(void)
{
    whole_numbers();
    others_are_refused();
    doubles();
    ocpp_json_writer writer = {0};
    CHECK(ocpp_test_fails(write_infinity, &writer));
    return checked("numbers");
}

/* Equality of JSON values. */
#include "ocpp_testing.h"

#include "../src/json_place.h"

static size_t count(ocpp_json value)
{
    size_t number = 0;
    ocpp_json_items each = ocpp_json_items_of(value);
    while (ocpp_json_next(&each)) number++;
    return number;
}

static bool same_numbers(ocpp_json a, ocpp_json b)
{
    int64_t whole_a, whole_b;
    double near_a, near_b;
    if (ocpp_json_integer(a, &whole_a) && ocpp_json_integer(b, &whole_b)) return whole_a == whole_b;
    return ocpp_json_number(a, &near_a) && ocpp_json_number(b, &near_b) && near_a == near_b;
}

static bool same_items(ocpp_json a, ocpp_json b)
{
    ocpp_json_items of_a = ocpp_json_items_of(a), of_b = ocpp_json_items_of(b);
    while (ocpp_json_next(&of_a))
        if (!ocpp_json_next(&of_b) || !ocpp_test_same(of_a.value, of_b.value)) return false;
    return !ocpp_json_next(&of_b);
}

static bool same_members(ocpp_json a, ocpp_json b)
{
    ocpp_json_items each = ocpp_json_items_of(a);
    while (ocpp_json_next(&each))
        if (!ocpp_test_same(each.value, ocpp_json_child(b, ocpp_json_text(each.name)))) return false;
    return count(a) == count(b);
}

bool ocpp_test_same(ocpp_json a, ocpp_json b)
{
    ocpp_json_kind kind = ocpp_json_kind_of(a);
    if (kind != ocpp_json_kind_of(b)) return false;
    switch (kind) {
    case OCPP_JSON_OBJECT: return same_members(a, b);
    case OCPP_JSON_ARRAY: return same_items(a, b);
    case OCPP_JSON_TEXT: return ocpp_json_equals(a, ocpp_json_text(b));
    case OCPP_JSON_NUMBER: return same_numbers(a, b);
    default: return ocpp_str_same(ocpp_json_raw(a), ocpp_json_raw(b));
    }
}

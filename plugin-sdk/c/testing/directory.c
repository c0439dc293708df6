/* The stand-in's directory, read from JSON in the form of the fixtures. */
#include "host.h"

#include "../src/json_place.h"

static ocpp_json directory;

void ocpp_test_directory(ocpp_json value) { directory = value; }

/* Whether a member is this text. */
static bool has(ocpp_json object, const char *place, ocpp_str text)
{
    return ocpp_json_equals(ocpp_json_at(object, place), text);
}

static void add(ocpp_strs *list, ocpp_json value)
{
    ocpp_str *items = ocpp_alloc((list->count + 1) * sizeof *items);
    for (size_t i = 0; i < list->count; i++) items[i] = list->items[i];
    items[list->count++] = ocpp_test_give(ocpp_json_raw(value));
    list->items = items;
}

const ocpp_error *ocpp_find_charge_point(ocpp_str id, ocpp_json *found)
{
    *found = OCPP_JSON_NONE;
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(directory, "/chargePoints"));
    while (ocpp_json_next(&each))
        if (has(each.value, "/id", id)) *found = each.value;
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_find_transaction(ocpp_str charge_point, ocpp_str id, ocpp_json *found)
{
    *found = OCPP_JSON_NONE;
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(directory, "/transactions"));
    while (ocpp_json_next(&each))
        if (has(each.value, "/chargePoint", charge_point) && has(each.value, "/id", id))
            *found = each.value;
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_find_id_tag(ocpp_str tag, ocpp_json *found)
{
    *found = ocpp_json_child(ocpp_json_at(directory, "/idTags"), tag);
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_list_charge_points(ocpp_str after, uint32_t limit, ocpp_strs *found)
{
    *found = (ocpp_strs){NULL, 0};
    /* The fixture lists them in the order of their ids. */
    bool begun = ocpp_is_none(after);
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(directory, "/chargePoints"));
    while (ocpp_json_next(&each) && found->count < limit && found->count < 100) {
        if (begun) add(found, each.value);
        begun = begun || has(each.value, "/id", after);
    }
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_list_connectors(ocpp_str charge_point, ocpp_strs *found)
{
    *found = (ocpp_strs){NULL, 0};
    ocpp_json connectors = ocpp_json_at(directory, "/connectors");
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_child(connectors, charge_point));
    while (ocpp_json_next(&each)) add(found, each.value);
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_list_open_transactions(ocpp_str charge_point, ocpp_strs *found)
{
    *found = (ocpp_strs){NULL, 0};
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(directory, "/transactions"));
    while (ocpp_json_next(&each))
        if (has(each.value, "/chargePoint", charge_point) &&
            !ocpp_json_is(ocpp_json_at(each.value, "/state"), "closed"))
            add(found, each.value);
    return ocpp_test_error(NULL);
}

/* The members of objects and the items of arrays. */
#include "json_place.h"
#include "json_scan.h"

ocpp_json_items ocpp_json_items_of(ocpp_json value)
{
    ocpp_json_kind kind = ocpp_json_kind_of(value);
    if (kind != OCPP_JSON_OBJECT && kind != OCPP_JSON_ARRAY)
        return (ocpp_json_items){OCPP_JSON_NONE, OCPP_JSON_NONE, NULL, NULL, ']'};
    char close = kind == OCPP_JSON_OBJECT ? '}' : ']';
    return (ocpp_json_items){
        OCPP_JSON_NONE, OCPP_JSON_NONE, value.ptr + 1, value.ptr + value.len, close};
}

bool ocpp_json_next(ocpp_json_items *items)
{
    ocpp_scan scan = {items->at, items->end, 0};
    items->at = items->end; /* Until all has gone well, this was the last one. */
    ocpp_scan_space(&scan);
    if (ocpp_json_there(items->value) && !ocpp_scan_char(&scan, ',')) return false;
    ocpp_scan_space(&scan);
    if (items->close == '}') {
        items->name.ptr = scan.at;
        if (!ocpp_scan_text(&scan)) return false;
        items->name.len = (size_t)(scan.at - items->name.ptr);
        ocpp_scan_space(&scan);
        if (!ocpp_scan_char(&scan, ':')) return false;
        ocpp_scan_space(&scan);
    }
    items->value.ptr = scan.at;
    if (!ocpp_scan_value(&scan)) return false;
    items->value.len = (size_t)(scan.at - items->value.ptr);
    items->at = scan.at;
    return true;
}

static ocpp_json member(ocpp_json object, ocpp_str name)
{
    ocpp_json found = OCPP_JSON_NONE;
    ocpp_json_items each = ocpp_json_items_of(object);
    while (ocpp_json_next(&each))
        if (ocpp_json_equals(each.name, name)) found = each.value;
    return found;
}

/* An index has no sign and no leading zero, as RFC 6901 says. */
static ocpp_json item(ocpp_json array, ocpp_str index)
{
    if (index.len == 0 || index.len > 9 || (index.len > 1 && index.ptr[0] == '0'))
        return OCPP_JSON_NONE;
    size_t wanted = 0;
    for (size_t i = 0; i < index.len; i++) {
        if (index.ptr[i] < '0' || index.ptr[i] > '9') return OCPP_JSON_NONE;
        wanted = wanted * 10 + (size_t)(index.ptr[i] - '0');
    }
    ocpp_json_items each = ocpp_json_items_of(array);
    while (ocpp_json_next(&each))
        if (wanted-- == 0) return each.value;
    return OCPP_JSON_NONE;
}

ocpp_json ocpp_json_child(ocpp_json value, ocpp_str token)
{
    switch (ocpp_json_kind_of(value)) {
    case OCPP_JSON_OBJECT: return member(value, token);
    case OCPP_JSON_ARRAY: return item(value, token);
    default: return OCPP_JSON_NONE;
    }
}

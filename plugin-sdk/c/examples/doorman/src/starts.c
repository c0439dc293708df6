/* Counts starts in the state. */
#include "starts.h"

static const char prefix[] = "starts/";

int64_t doorman_count_start(ocpp_str tag)
{
    int64_t sum;
    ocpp_must(ocpp_state_increment(OCPP_CONCAT(ocpp_str_of(prefix), tag), 1, OCPP_STAYS, &sum));
    return sum;
}

static ocpp_str number_of(ocpp_str key)
{
    ocpp_str value;
    ocpp_must(ocpp_state_get(key, &value));
    return ocpp_is_none(value) ? OCPP_STR("0") : value;
}

ocpp_str doorman_starts_of(ocpp_str tag)
{
    return number_of(OCPP_CONCAT(ocpp_str_of(prefix), tag));
}

/* The next keys after the last one; the server gives 1,000 at most. */
static bool next_keys(ocpp_strs *keys)
{
    ocpp_keys which = {ocpp_str_of(prefix), OCPP_NONE, 1000};
    if (keys->count != 0) which.after = keys->items[keys->count - 1];
    ocpp_must(ocpp_state_list(which, keys));
    return keys->count != 0;
}

ocpp_json doorman_all_starts(void)
{
    ocpp_json_writer body = {0};
    ocpp_strs keys = {NULL, 0};
    ocpp_write_object(&body);
    while (next_keys(&keys))
        for (size_t i = 0; i < keys.count; i++) {
            size_t skip = sizeof prefix - 1;
            ocpp_write_name(&body, (ocpp_str){keys.items[i].ptr + skip, keys.items[i].len - skip});
            ocpp_write_json(&body, ocpp_json_parse(number_of(keys.items[i])));
        }
    ocpp_write_object_end(&body);
    return ocpp_written(&body);
}

void doorman_forget_starts(void)
{
    ocpp_strs keys = {NULL, 0};
    while (next_keys(&keys))
        for (size_t i = 0; i < keys.count; i++) ocpp_must(ocpp_state_delete(keys.items[i]));
}

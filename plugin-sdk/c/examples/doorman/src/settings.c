/* Reads the settings; members that are not known are nobody's business. */
#include "settings.h"

static void check(bool good, const char *cause)
{
    if (!good) ocpp_fail(cause);
}

static void check_allow(ocpp_json allow)
{
    check(ocpp_json_kind_of(allow) == OCPP_JSON_ARRAY, "settings: `allow` is no array");
    ocpp_json_items each = ocpp_json_items_of(allow);
    int64_t connector;
    while (ocpp_json_next(&each))
        check(ocpp_json_integer(each.value, &connector), "settings: `allow` has what is no connector");
}

doorman_settings doorman_read_settings(void)
{
    ocpp_json all = ocpp_settings();
    ocpp_json most = ocpp_json_at(all, "/most"), greeting = ocpp_json_at(all, "/greeting");
    doorman_settings settings = {.allow = ocpp_json_at(all, "/allow"), .greeting = OCPP_STR("hello")};
    if (ocpp_json_there(settings.allow)) check_allow(settings.allow);
    settings.limited = ocpp_json_there(most);
    if (settings.limited)
        check(ocpp_json_integer(most, &settings.most), "settings: `most` is no whole number");
    if (ocpp_json_there(greeting)) {
        settings.greeting = ocpp_json_text(greeting);
        check(!ocpp_is_none(settings.greeting), "settings: `greeting` is no text");
    }
    return settings;
}

bool doorman_allows(const doorman_settings *settings, int64_t connector)
{
    if (!ocpp_json_there(settings->allow)) return true;
    ocpp_json_items each = ocpp_json_items_of(settings->allow);
    while (ocpp_json_next(&each))
        if (ocpp_json_is_integer(each.value, connector)) return true;
    return false;
}

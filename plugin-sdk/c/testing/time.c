/* The stand-in's local time, by the zones of this machine. */
#define _DEFAULT_SOURCE
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY 86400
#define HORIZON (3 * 366 * (time_t)DAY)

/* Makes this zone the one of the C library; false if there is none of the name. */
static bool zone_is(ocpp_str zone)
{
    char path[512];
    if (zone.len == 0 || zone.len > 255 || memchr(zone.ptr, '.', zone.len) != NULL) return false;
    (void)snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)zone.len, zone.ptr);
    if (access(path, R_OK) != 0) return false;
    char name[256];
    (void)snprintf(name, sizeof name, "%.*s", (int)zone.len, zone.ptr);
    if (setenv("TZ", name, 1) != 0) return false;
    tzset();
    return true;
}

static long offset_at(time_t at)
{
    struct tm shown;
    return localtime_r(&at, &shown) == NULL ? 0 : shown.tm_gmtoff;
}

static ocpp_str in_utc(time_t at)
{
    struct tm shown;
    char text[32];
    gmtime_r(&at, &shown);
    (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &shown);
    return ocpp_test_give(ocpp_str_of(text));
}

/* A clock's time as if it were UTC's; what follows it goes to `rest`. */
static bool read_clock(ocpp_str text, time_t *at, const char **rest)
{
    static char copy[64];
    if (text.len >= sizeof copy) return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    struct tm shown = {0};
    int used = 0;
    if (sscanf(copy, "%4d-%2d-%2dT%2d:%2d:%2d%n", &shown.tm_year, &shown.tm_mon, &shown.tm_mday,
               &shown.tm_hour, &shown.tm_min, &shown.tm_sec, &used) != 6)
        return false;
    shown.tm_year -= 1900;
    shown.tm_mon -= 1;
    *at = timegm(&shown);
    *rest = copy + used;
    if (**rest == '.') *rest += 1 + strspn(*rest + 1, "0123456789");
    return true;
}

static bool read_moment(ocpp_str text, time_t *at)
{
    const char *rest;
    int hours, minutes;
    char sign;
    if (!read_clock(text, at, &rest)) return false;
    if (strcmp(rest, "Z") == 0) return true;
    if (sscanf(rest, "%c%2d:%2d", &sign, &hours, &minutes) != 3) return false;
    *at -= (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return sign == '-' || sign == '+';
}

static ocpp_str next_change(time_t at)
{
    long before = offset_at(at);
    time_t low = at, high = at;
    do {
        low = high;
        high += DAY;
        if (high - at > HORIZON) return OCPP_NONE;
    } while (offset_at(high) == before);
    while (high - low > 1) {
        time_t middle = low + (high - low) / 2;
        if (offset_at(middle) == before) low = middle;
        else high = middle;
    }
    return in_utc(high);
}

const ocpp_error *ocpp_local_time(ocpp_str at, ocpp_str zone, ocpp_local *local)
{
    time_t moment;
    struct tm shown;
    char text[96], form[32];
    if (!zone_is(zone)) return ocpp_test_error("zone");
    if (!read_moment(at, &moment) || localtime_r(&moment, &shown) == NULL)
        return ocpp_test_error("moment");
    long minutes = labs(shown.tm_gmtoff) / 60;
    (void)strftime(form, sizeof form, "%Y-%m-%dT%H:%M:%S.000", &shown);
    (void)snprintf(text, sizeof text, "%s%c%02ld:%02ld", form, shown.tm_gmtoff < 0 ? '-' : '+',
                   minutes / 60, minutes % 60);
    *local = (ocpp_local){
        .text = ocpp_test_give(ocpp_str_of(text)),
        .offset = (int32_t)shown.tm_gmtoff,
        .weekday = (uint8_t)(shown.tm_wday == 0 ? 7 : shown.tm_wday),
        .second_of_day = (uint32_t)(shown.tm_hour * 3600 + shown.tm_min * 60 + shown.tm_sec),
        .summer = shown.tm_isdst > 0,
        .abbreviation = ocpp_test_give(ocpp_str_of(shown.tm_zone)),
        .next_change = next_change(moment),
    };
    return ocpp_test_error(NULL);
}

const ocpp_error *ocpp_local_moments(ocpp_str local, ocpp_str zone, ocpp_strs *moments)
{
    time_t shown;
    const char *rest;
    *moments = (ocpp_strs){NULL, 0};
    if (!zone_is(zone)) return ocpp_test_error("zone");
    if (!read_clock(local, &shown, &rest) || *rest != '\0') return ocpp_test_error("moment");
    ocpp_str *items = ocpp_alloc(2 * sizeof *items);
    size_t count = 0;
    long before = offset_at(shown - DAY), after = offset_at(shown + DAY);
    if (offset_at(shown - before) == before) items[count++] = in_utc(shown - before);
    if (after != before && offset_at(shown - after) == after) items[count++] = in_utc(shown - after);
    *moments = (ocpp_strs){items, count};
    return ocpp_test_error(NULL);
}

/* Doubles. Apart from the rest, since C's own reading and printing of them is large. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_scan.h"
#include "json_write.h"

bool ocpp_json_number(ocpp_json value, double *number)
{
    if (value.len == 0) return false;
    ocpp_scan scan = {value.ptr, value.ptr + value.len, 0};
    if (!ocpp_scan_number(&scan) || scan.at != scan.end) return false;
    double nearest = strtod(ocpp_c_str(ocpp_json_raw(value)), NULL);
    if (!isfinite(nearest)) return false;
    *number = nearest;
    return true;
}

void ocpp_write_number(ocpp_json_writer *writer, double number)
{
    if (!isfinite(number)) ocpp_fail("JSON has no infinite numbers");
    char text[32];
    /* 15 digits are enough for most, 17 for all. */
    int len = snprintf(text, sizeof text, "%.15g", number);
    if (strtod(text, NULL) != number) len = snprintf(text, sizeof text, "%.17g", number);
    ocpp_json_write_value(writer, (ocpp_str){text, (size_t)len});
}

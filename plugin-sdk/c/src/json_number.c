/* Whole numbers, exactly: 2, 2.0, 20e-1 and 0.2e1 are the same number. */
#include "json_scan.h"

/* Digits as m * 10^scale, zeros at the end being in the scale. */
typedef struct {
    uint64_t m;
    int64_t scale;
    bool fits;
} decimal;

static void times_ten(decimal *number)
{
    if (number->m > UINT64_MAX / 10) number->fits = false;
    number->m *= 10;
}

static void add_digit(decimal *number, uint64_t digit)
{
    if (digit == 0) {
        if (number->m != 0) number->scale++;
        return;
    }
    for (; number->scale > 0 && number->fits; number->scale--) times_ten(number);
    times_ten(number);
    if (number->m > UINT64_MAX - digit) number->fits = false;
    number->m += digit;
}

/* The exponent behind `e`; what is absurd stays at a bound that is absurd too. */
static int64_t exponent(const char *at, const char *end)
{
    bool negative = *at == '-';
    int64_t value = 0;
    for (at += *at == '-' || *at == '+'; at < end; at++)
        if (value < 1000000000) value = value * 10 + (*at - '0');
    return negative ? -value : value;
}

static decimal read(const char *at, const char *end)
{
    decimal number = {0, 0, true};
    int64_t behind_point = 0, power = 0;
    bool point = false;
    for (; at < end; at++) {
        if (*at == '.') {
            point = true;
        } else if (*at == 'e' || *at == 'E') {
            power = exponent(at + 1, end);
            break;
        } else {
            add_digit(&number, (uint64_t)(*at - '0'));
            behind_point += point;
        }
    }
    number.scale += power - behind_point;
    return number;
}

bool ocpp_json_integer(ocpp_json value, int64_t *number)
{
    if (value.len == 0) return false;
    ocpp_scan scan = {value.ptr, value.ptr + value.len, 0};
    if (!ocpp_scan_number(&scan) || scan.at != scan.end) return false;
    bool negative = value.ptr[0] == '-';
    decimal exact = read(value.ptr + negative, scan.end);
    if (exact.m == 0) exact.scale = 0;
    if (exact.scale < 0) return false;
    for (; exact.scale > 0 && exact.fits; exact.scale--) times_ten(&exact);
    uint64_t most = (uint64_t)INT64_MAX + negative;
    if (!exact.fits || exact.m > most) return false;
    *number = negative ? (int64_t)-exact.m : (int64_t)exact.m;
    return true;
}

bool ocpp_json_is_integer(ocpp_json value, int64_t number)
{
    int64_t read_number;
    return ocpp_json_integer(value, &read_number) && read_number == number;
}

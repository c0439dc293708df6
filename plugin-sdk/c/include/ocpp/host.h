/* What the host does for a plugin. The contract's words on each are in plugin-sdk/wit.
 *
 * A function that can be refused gives NULL when it worked, else the error. A plugin that cannot go on
 * without it writes ocpp_must(ocpp_state_put(...)). */
#ifndef OCPP_HOST_H
#define OCPP_HOST_H

#include "ocpp/json.h"

/* Why the host refused. The codes are listed in the interface's .wit file. */
typedef struct {
    ocpp_str code;
    ocpp_str message;
} ocpp_error;

/* Fails the call if there is an error. */
#define ocpp_must(error) ocpp_must_at((error), OCPP_HERE)

/* What ocpp_must calls. */
void ocpp_must_at(const ocpp_error *error, const char *place);

/* --- settings, log: always granted --- */

/* The plugin's section of the configuration: an object. */
ocpp_json ocpp_settings(void);

typedef enum {
    OCPP_LOG_TRACE,
    OCPP_LOG_DEBUG,
    OCPP_LOG_INFO,
    OCPP_LOG_WARN,
    OCPP_LOG_ERROR
} ocpp_log_level;

/* One line in the server's log. */
void ocpp_log(ocpp_log_level level, ocpp_str message);

/* --- time: local time by the names of zones; always granted --- */

/* A moment as the clocks of a zone show it. */
typedef struct {
    ocpp_str text;          /* RFC 3339 with the zone's offset. */
    int32_t offset;         /* East of UTC, in seconds. */
    uint8_t weekday;        /* 1 is Monday, 7 is Sunday. */
    uint32_t second_of_day; /* What the clock shows, in seconds from 00:00:00. */
    bool summer;            /* Summer time holds. */
    ocpp_str abbreviation;  /* Such as CEST. */
    ocpp_str next_change;   /* In UTC; OCPP_NONE: it is not foreseen. */
} ocpp_local;

/* A moment (RFC 3339, as in the context) in a zone such as Europe/Berlin. */
const ocpp_error *ocpp_local_time(ocpp_str at, ocpp_str zone, ocpp_local *local);
/* The moments, in UTC, at which the clocks of a zone show a time such as 2026-10-25T02:30:00: one; two
 * where the clocks were set back, the earlier one first; none where they were set forward. */
const ocpp_error *ocpp_local_moments(ocpp_str local, ocpp_str zone, ocpp_strs *moments);

/* --- state: the plugin's own keys and values --- */

/* As a time to live: none, the value stays. */
#define OCPP_STAYS 0

/* The value of a key; OCPP_NONE if it is absent. */
const ocpp_error *ocpp_state_get(ocpp_str key, ocpp_str *value);
/* Sets a key for so many seconds, or OCPP_STAYS. */
const ocpp_error *ocpp_state_put(ocpp_str key, ocpp_str value, uint32_t seconds);

/* What ocpp_state_swap is asked. */
typedef struct {
    ocpp_str key;
    ocpp_str expected; /* OCPP_NONE: the key is absent. */
    ocpp_str value;
    uint32_t seconds; /* As in ocpp_state_put. */
} ocpp_swap;

/* Sets a key if it holds what is expected, and says whether it did. */
const ocpp_error *ocpp_state_swap(const ocpp_swap *swap, bool *done);
/* Removes a key; no error if it is absent. */
const ocpp_error *ocpp_state_delete(ocpp_str key);

/* Which keys. */
typedef struct {
    ocpp_str prefix;
    ocpp_str after; /* OCPP_NONE: from the first. */
    uint32_t limit; /* At most 1,000. */
} ocpp_keys;

/* Keys in byte order. */
const ocpp_error *ocpp_state_list(ocpp_keys which, ocpp_strs *keys);
/* Adds to the number under a key (absent counts as 0) and gives the sum, exact to 2^53. The time to
 * live counts from the addition that makes the key. */
const ocpp_error *ocpp_state_increment(ocpp_str key, int32_t by, uint32_t seconds, int64_t *sum);

/* --- commands, events --- */

typedef enum { OCPP_AWAY_REFUSE, OCPP_AWAY_WAIT } ocpp_when_away;

/* A CALL to a charge point. */
typedef struct {
    ocpp_str charge_point;
    ocpp_str action;
    ocpp_json payload;
    ocpp_when_away when_away;
} ocpp_command;

/* Sends a CALL once this call's outcome is used. `id` may be NULL. */
const ocpp_error *ocpp_send(const ocpp_command *command, ocpp_str *id);
/* Emits an event of the plugin's own; an empty charge point: it is about none. */
const ocpp_error *ocpp_emit(ocpp_str charge_point, const char *kind, ocpp_json payload);

/* --- directory: what the server knows; none if it knows no such thing --- */

const ocpp_error *ocpp_find_charge_point(ocpp_str id, ocpp_json *found);
const ocpp_error *ocpp_find_transaction(ocpp_str charge_point, ocpp_str id, ocpp_json *found);
const ocpp_error *ocpp_find_id_tag(ocpp_str tag, ocpp_json *found);
/* Lists: each item is the JSON text of one. `after` may be OCPP_NONE; `limit` is at most 100. */
const ocpp_error *ocpp_list_charge_points(ocpp_str after, uint32_t limit, ocpp_strs *found);
const ocpp_error *ocpp_list_connectors(ocpp_str charge_point, ocpp_strs *found);
const ocpp_error *ocpp_list_open_transactions(ocpp_str charge_point, ocpp_strs *found);

#endif

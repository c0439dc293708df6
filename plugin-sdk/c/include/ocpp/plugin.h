/* What a plugin defines. plugin.toml says which of these functions there are: `handle` with [actions],
 * `on_event` with events, `on_tick` with a [[schedule]], `on_request` with http = true, `check_settings`
 * with settings = true.
 *
 * The members of these structs lie as the component model lays them out; src/component checks it. */
#ifndef OCPP_PLUGIN_FUNCTIONS_H
#define OCPP_PLUGIN_FUNCTIONS_H

#include "ocpp/json.h"

/* Name-value pairs. */
typedef struct {
    const ocpp_pair *items;
    size_t count;
} ocpp_pairs;

/* Where a message came from. */
typedef struct {
    ocpp_str charge_point;
    ocpp_str version; /* 1.6, 2.0.1 or 2.1 */
    ocpp_str vendor;  /* May be empty, as may the model. */
    ocpp_str model;
    ocpp_str message_id;
    ocpp_str received_at; /* RFC 3339, milliseconds, Z */
    ocpp_pairs attributes;
} ocpp_context;

/* The value of a pair by its name; OCPP_NONE if there is no such. */
ocpp_str ocpp_value_of(ocpp_pairs pairs, const char *name);

/* --- handler --- */

/* What a plugin decides; made by the three functions below. */
typedef struct {
    uint8_t kind;
    union {
        ocpp_json response;
        struct {
            ocpp_str code, description, details;
        } error;
    } of;
} ocpp_outcome;

/* The proposed response stands. */
ocpp_outcome ocpp_keep(void);
/* This response instead. Fails the call if it is none, as when ocpp_json_with found no place. */
ocpp_outcome ocpp_replace(ocpp_json response);
/* A CALLERROR; `details` is an object or none. */
ocpp_outcome ocpp_call_error(const char *code, ocpp_str description, ocpp_json details);

/* Looks at one CALL and the response that the server would give. */
ocpp_outcome handle(const ocpp_context *context, ocpp_str action, ocpp_str payload,
                    ocpp_str proposed);

/* --- observer, timer --- */

/* Whether it worked; made by the two functions below. */
typedef struct {
    uint8_t failed;
    ocpp_str why;
} ocpp_result;

ocpp_result ocpp_ok(void);
/* Not now: an event comes again later. */
ocpp_result ocpp_not_ok(ocpp_str why);

/* Is told what happened. */
ocpp_result on_event(const ocpp_context *context, ocpp_str kind, ocpp_str payload);
/* A schedule is due. */
ocpp_result on_tick(const ocpp_context *context, ocpp_str name);

/* --- settings-check --- */

/* Whether ocpp_settings() gives what the plugin can work with; if not, what is wrong with it. */
ocpp_result check_settings(void);

/* --- http --- */

typedef struct {
    ocpp_str method;
    ocpp_str path;
    ocpp_str query;
    ocpp_pairs headers; /* Names in lower case. */
    ocpp_str body;
} ocpp_request;

typedef struct {
    uint16_t status;
    ocpp_pairs headers;
    ocpp_str body;
} ocpp_response;

/* An answer with its content type. */
ocpp_response ocpp_respond(uint16_t status, const char *content_type, ocpp_str body);

/* Answers one request below /plugins/NAME/. */
ocpp_response on_request(const ocpp_request *request);

#endif

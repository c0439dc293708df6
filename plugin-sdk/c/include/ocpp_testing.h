/* For tests on the author's own machine: a stand-in for the host in memory, and a player of fixtures.
 * Compile it with the plugin, src/ and testing/ as an ordinary program; no WASM is involved. */
#ifndef OCPP_TESTING_H
#define OCPP_TESTING_H

#include "ocpp_plugin.h"

/* --- Playing fixtures --- */

/* The functions that the plugin defines; the others are NULL. */
typedef struct {
    ocpp_outcome (*handle)(const ocpp_context *, ocpp_str, ocpp_str, ocpp_str);
    ocpp_result (*on_event)(const ocpp_context *, ocpp_str, ocpp_str);
    ocpp_result (*on_tick)(const ocpp_context *, ocpp_str);
    ocpp_response (*on_request)(const ocpp_request *);
} ocpp_test_plugin;

/* Plays the fixture files that `argv` names and prints what is not as expected. What `main` returns:
 * 0 if all is. */
int ocpp_test_fixtures(const ocpp_test_plugin *plugin, int argc, char **argv);

/* --- The host, for tests in C --- */

/* A host with these settings (a JSON object) and nothing else; ends the call before. */
void ocpp_test_begin(const char *settings);
/* Ends a call: the memory of the call is gone. */
void ocpp_test_end_call(void);
/* What ocpp_find_... and ocpp_list_... look at: the fixtures' `directory`. The text must stay. */
void ocpp_test_directory(ocpp_json directory);
/* From now on the host refuses everything that it can refuse, with this code; NULL: no longer. */
void ocpp_test_refuse(const char *code);

/* What the plugin has said since ocpp_test_begin. */
typedef enum { OCPP_TEST_LOG, OCPP_TEST_EVENTS, OCPP_TEST_COMMANDS, OCPP_TEST_KINDS } ocpp_test_kind;

typedef struct {
    ocpp_str charge_point;
    ocpp_str name; /* The level, the event's kind, the action. */
    ocpp_str text; /* The line, the payload. */
} ocpp_test_record;

size_t ocpp_test_count(ocpp_test_kind kind);
ocpp_test_record ocpp_test_said(ocpp_test_kind kind, size_t index);
void ocpp_test_forget(ocpp_test_kind kind);

/* Keeps the state as it is now, and brings it back: what a call that failed has written is gone. */
void ocpp_test_keep_state(void);
void ocpp_test_restore_state(void);

/* Whether a function ends in ocpp_fail; the cause is then what ocpp_test_cause gives. */
bool ocpp_test_fails(void (*function)(void *), void *argument);
const char *ocpp_test_cause(void);

/* Whether two values are the same: the order of members does not matter, and 1 is 1.0. */
bool ocpp_test_same(ocpp_json a, ocpp_json b);

#endif

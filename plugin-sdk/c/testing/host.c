/* The stand-in: settings, log, events, commands, and what begins and ends. */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/memory.h"

static ocpp_str settings;
static const char *refusal;

static struct {
    ocpp_test_record *items;
    size_t count, room;
} said[OCPP_TEST_KINDS];

ocpp_str ocpp_test_copy(ocpp_str text)
{
    char *copy = malloc(text.len + 1);
    if (copy == NULL) abort();
    if (text.len != 0) memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (ocpp_str){copy, text.len};
}

ocpp_str ocpp_test_give(ocpp_str text) { return ocpp_concat(&text, 1); }

void ocpp_test_refuse(const char *code) { refusal = code; }

const ocpp_error *ocpp_test_error(const char *code)
{
    if (refusal != NULL) code = refusal;
    if (code == NULL) return NULL;
    ocpp_error *error = ocpp_alloc(sizeof *error);
    *error = (ocpp_error){ocpp_str_of(code), OCPP_STR("the test's host refuses it")};
    return error;
}

void ocpp_test_note(ocpp_test_kind kind, ocpp_test_record record)
{
    if (said[kind].count == said[kind].room) {
        said[kind].room = said[kind].room * 2 + 8;
        said[kind].items = realloc(said[kind].items, said[kind].room * sizeof record);
        if (said[kind].items == NULL) abort();
    }
    said[kind].items[said[kind].count++] =
        (ocpp_test_record){ocpp_test_copy(record.charge_point), ocpp_test_copy(record.name),
                           ocpp_test_copy(record.text)};
}

size_t ocpp_test_count(ocpp_test_kind kind) { return said[kind].count; }

ocpp_test_record ocpp_test_said(ocpp_test_kind kind, size_t index)
{
    if (index >= said[kind].count) return (ocpp_test_record){OCPP_NONE, OCPP_NONE, OCPP_NONE};
    return said[kind].items[index];
}

void ocpp_test_forget(ocpp_test_kind kind)
{
    for (size_t i = 0; i < said[kind].count; i++) {
        free((char *)said[kind].items[i].charge_point.ptr);
        free((char *)said[kind].items[i].name.ptr);
        free((char *)said[kind].items[i].text.ptr);
    }
    free(said[kind].items);
    said[kind].items = NULL;
    said[kind].count = said[kind].room = 0;
}

void ocpp_test_end_call(void) { ocpp_memory_reset(); }

void ocpp_test_begin(const char *new_settings)
{
    ocpp_str copy = ocpp_test_copy(ocpp_str_of(new_settings));
    free((char *)settings.ptr);
    settings = copy;
    for (int kind = 0; kind < OCPP_TEST_KINDS; kind++) ocpp_test_forget((ocpp_test_kind)kind);
    ocpp_test_clear_state();
    ocpp_test_directory(OCPP_JSON_NONE);
    ocpp_test_refuse(NULL);
    ocpp_test_end_call();
}

ocpp_json ocpp_settings(void)
{
    return ocpp_json_parse(ocpp_test_give(settings.len != 0 ? settings : OCPP_STR("{}")));
}

void ocpp_log(ocpp_log_level level, ocpp_str message)
{
    static const char *const names[] = {"trace", "debug", "info", "warn", "error"};
    ocpp_test_note(OCPP_TEST_LOG, (ocpp_test_record){OCPP_NONE, ocpp_str_of(names[level]), message});
}

const ocpp_error *ocpp_emit(ocpp_str charge_point, const char *kind, ocpp_json payload)
{
    const ocpp_error *error =
        ocpp_test_error(ocpp_json_kind_of(payload) == OCPP_JSON_OBJECT ? NULL : "payload");
    if (error != NULL) return error;
    ocpp_test_note(OCPP_TEST_EVENTS, (ocpp_test_record){charge_point, ocpp_str_of(kind),
                                                        ocpp_json_raw(payload)});
    return NULL;
}

const ocpp_error *ocpp_send(const ocpp_command *command, ocpp_str *id)
{
    const ocpp_error *error = ocpp_test_error(
        ocpp_json_kind_of(command->payload) == OCPP_JSON_OBJECT ? NULL : "payload");
    if (error != NULL) return error;
    ocpp_test_note(OCPP_TEST_COMMANDS, (ocpp_test_record){command->charge_point, command->action,
                                                          ocpp_json_raw(command->payload)});
    if (id != NULL)
        *id = OCPP_CONCAT(OCPP_STR("command-"),
                          ocpp_decimal((int64_t)ocpp_test_count(OCPP_TEST_COMMANDS)));
    return NULL;
}

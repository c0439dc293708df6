/* Plays fixture files. */
#include "fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

/* The whole file, to be freed; none if it cannot be read. */
static ocpp_str read_file(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (file == NULL) return OCPP_NONE;
    char *bytes = NULL;
    size_t len = 0, room = 0, got;
    do {
        if (len == room && (bytes = realloc(bytes, room = room * 2 + 65536)) == NULL) abort();
        got = fread(bytes + len, 1, room - len, file);
        len += got;
    } while (got != 0);
    fclose(file);
    return (ocpp_str){bytes, len};
}

static void begin(ocpp_json fixture)
{
    ocpp_json settings = ocpp_json_at(fixture, "/settings");
    ocpp_str text = ocpp_json_there(settings) ? ocpp_json_raw(settings) : OCPP_STR("{}");
    ocpp_test_begin(ocpp_c_str(text));
    ocpp_test_directory(ocpp_json_at(fixture, "/directory"));
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(fixture, "/state"));
    while (ocpp_json_next(&each))
        ocpp_must(
            ocpp_state_put(ocpp_json_text(each.name), ocpp_json_text(each.value), OCPP_STAYS));
}

static int play(const ocpp_test_plugin *plugin, ocpp_json step)
{
    ocpp_test_forget(OCPP_TEST_LOG);
    ocpp_test_forget(OCPP_TEST_EVENTS);
    ocpp_test_forget(OCPP_TEST_COMMANDS);
    ocpp_json came = ocpp_test_play(plugin, step);
    int bad = ocpp_test_check(ocpp_json_at(step, "/expect"), came);
    ocpp_test_end_call();
    return bad;
}

/* Plays a file; gives how much is not as expected, and counts the steps. */
static int play_file(const ocpp_test_plugin *plugin, const char *name, int *steps)
{
    int bad = 0, number = 0;
    ocpp_str text = read_file(name);
    ocpp_json fixture = ocpp_json_parse(text);
    if (!ocpp_json_there(ocpp_json_at(fixture, "/steps"))) {
        printf("  %s is no fixture\n", name);
        bad = 1;
    }
    begin(fixture);
    ocpp_json_items each = ocpp_json_items_of(ocpp_json_at(fixture, "/steps"));
    while (ocpp_json_next(&each)) {
        number++;
        int wrong = play(plugin, each.value);
        if (wrong != 0) printf("  in %s, step %d\n", name, number);
        bad += wrong;
    }
    *steps += number;
    free((char *)text.ptr);
    return bad;
}

int ocpp_test_fixtures(const ocpp_test_plugin *plugin, int argc, char **argv)
{
    int steps = 0, bad = 0;
    for (int i = 1; i < argc; i++) bad += play_file(plugin, argv[i], &steps);
    printf("%d fixtures, %d steps, %d not as expected\n", argc - 1, steps, bad);
    return bad == 0 && steps > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The stand-in's state: a list in the order of the keys. Time stands still, so nothing expires. */
#include <stdlib.h>
#include <string.h>

#include "host.h"

typedef struct entry {
    struct entry *next;
    ocpp_str key, value;
} entry;

static entry *state, *kept;

static int compare(ocpp_str a, ocpp_str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Where the entry of a key is, or would be. */
static entry **place_of(ocpp_str key)
{
    entry **place = &state;
    while (*place != NULL && compare((*place)->key, key) < 0) place = &(*place)->next;
    return place;
}

static bool there(entry *const *place, ocpp_str key)
{
    return *place != NULL && ocpp_str_same((*place)->key, key);
}

static void remove_at(entry **place)
{
    entry *gone = *place;
    *place = gone->next;
    free((char *)gone->key.ptr);
    free((char *)gone->value.ptr);
    free(gone);
}

static void insert_at(entry **place, ocpp_str key, ocpp_str value)
{
    entry *fresh = malloc(sizeof *fresh);
    if (fresh == NULL) abort();
    *fresh = (entry){*place, ocpp_test_copy(key), ocpp_test_copy(value)};
    *place = fresh;
}

static void set(ocpp_str key, ocpp_str value)
{
    entry **place = place_of(key);
    if (there(place, key)) remove_at(place);
    insert_at(place, key, value);
}

static void clear(entry **list)
{
    while (*list != NULL) remove_at(list);
}

static void copy(entry **to, const entry *from)
{
    clear(to);
    for (; from != NULL; from = from->next, to = &(*to)->next) insert_at(to, from->key, from->value);
}

void ocpp_test_clear_state(void)
{
    clear(&state);
    clear(&kept);
}

void ocpp_test_keep_state(void) { copy(&kept, state); }
void ocpp_test_restore_state(void) { copy(&state, kept); }

static const ocpp_error *check(ocpp_str key)
{
    bool good = key.len > 0 && key.len <= 256 && memchr(key.ptr, 0, key.len) == NULL;
    return ocpp_test_error(good ? NULL : "key");
}

static const ocpp_error *check_both(ocpp_str key, ocpp_str value)
{
    const ocpp_error *error = check(key);
    return error != NULL ? error : ocpp_test_error(value.len <= 65536 ? NULL : "value");
}

const ocpp_error *ocpp_state_get(ocpp_str key, ocpp_str *value)
{
    *value = OCPP_NONE;
    const ocpp_error *error = check(key);
    if (error != NULL) return error;
    entry **place = place_of(key);
    if (there(place, key)) *value = ocpp_test_give((*place)->value);
    return NULL;
}

const ocpp_error *ocpp_state_put(ocpp_str key, ocpp_str value, uint32_t seconds)
{
    (void)seconds;
    const ocpp_error *error = check_both(key, value);
    if (error == NULL) set(key, value);
    return error;
}

const ocpp_error *ocpp_state_swap(const ocpp_swap *swap, bool *done)
{
    *done = false;
    const ocpp_error *error = check_both(swap->key, swap->value);
    if (error != NULL) return error;
    entry **place = place_of(swap->key);
    *done = there(place, swap->key) ? !ocpp_is_none(swap->expected) &&
                                          ocpp_str_same((*place)->value, swap->expected)
                                    : ocpp_is_none(swap->expected);
    if (*done) set(swap->key, swap->value);
    return NULL;
}

const ocpp_error *ocpp_state_delete(ocpp_str key)
{
    const ocpp_error *error = check(key);
    if (error != NULL) return error;
    entry **place = place_of(key);
    if (there(place, key)) remove_at(place);
    return NULL;
}

static bool wanted(const entry *one, const ocpp_keys *which)
{
    bool begins = one->key.len >= which->prefix.len &&
                  ocpp_str_same((ocpp_str){one->key.ptr, which->prefix.len}, which->prefix);
    return begins && (ocpp_is_none(which->after) || compare(one->key, which->after) > 0);
}

const ocpp_error *ocpp_state_list(ocpp_keys which, ocpp_strs *keys)
{
    *keys = (ocpp_strs){NULL, 0};
    const ocpp_error *error = ocpp_test_error(NULL);
    if (error != NULL) return error;
    size_t most = which.limit < 1000 ? which.limit : 1000;
    ocpp_str *items = ocpp_alloc(most * sizeof *items);
    for (const entry *one = state; one != NULL && keys->count < most; one = one->next)
        if (wanted(one, &which)) items[keys->count++] = ocpp_test_give(one->key);
    keys->items = items;
    return NULL;
}

const ocpp_error *ocpp_state_increment(ocpp_str key, int32_t by, uint32_t seconds, int64_t *sum)
{
    (void)seconds;
    *sum = 0;
    const ocpp_error *error = check(key);
    if (error != NULL) return error;
    entry **place = place_of(key);
    if (there(place, key) && !ocpp_json_integer(ocpp_json_parse((*place)->value), sum))
        return ocpp_test_error("number");
    *sum += by;
    set(key, ocpp_decimal(*sum));
    return NULL;
}

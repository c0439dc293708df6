/* A bump allocator: a fixed block that serves the usual call, and further ones from malloc for a large
 * one. An instance may live for thousands of calls, so nothing outlives its call. */
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>

#include "ocpp/text.h"

/* The native tests make both tiny, so that each piece is a block of its own whose bounds are watched. */
#ifndef OCPP_FIRST_BLOCK
#define OCPP_FIRST_BLOCK (32 * 1024)
#endif
#ifndef OCPP_NEXT_BLOCK
#define OCPP_NEXT_BLOCK (64 * 1024)
#endif
#define STRICTEST 16

typedef struct block {
    struct block *before;
    _Alignas(STRICTEST) unsigned char bytes[];
} block;

static _Alignas(STRICTEST) unsigned char first[OCPP_FIRST_BLOCK];
static unsigned char *at = first, *end = first + sizeof first;
static block *blocks;

static void more(size_t size)
{
    if (size < OCPP_NEXT_BLOCK) size = OCPP_NEXT_BLOCK;
    block *fresh = size < SIZE_MAX / 2 ? malloc(sizeof *fresh + size) : NULL;
    if (fresh == NULL) ocpp_fail("out of memory");
    fresh->before = blocks;
    blocks = fresh;
    at = fresh->bytes;
    end = at + size;
}

void *ocpp_memory_take(size_t size, size_t align)
{
    if (align == 0 || align > STRICTEST) ocpp_fail("an alignment that is not supported");
    size_t skip = -(uintptr_t)at & (align - 1);
    size_t left = (size_t)(end - at);
    if (skip > left || size > left - skip) {
        more(size);
        skip = 0;
    }
    unsigned char *taken = at + skip;
    at = taken + size;
    return taken;
}

void ocpp_memory_reset(void)
{
    while (blocks != NULL) {
        block *before = blocks->before;
        free(blocks);
        blocks = before;
    }
    at = first;
    end = first + sizeof first;
}

void *ocpp_alloc(size_t size) { return ocpp_memory_take(size, STRICTEST); }

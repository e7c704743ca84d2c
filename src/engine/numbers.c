/* Numbers for things that are compared byte by byte: equal ones have one number, from 0 on. What says the same need be worked out only
   once. */

#include "reader.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint64_t hash;
    int64_t start; /* in the pool */
    int64_t length;
    int32_t after; /* its number and one more, 0 for an empty slot */
} Slot;

typedef struct {
    Slot *slots; /* open addressing; memory that nobody has written to costs nothing */
    uint8_t *pool;
    int64_t pool_count, pool_room, pool_most;
    int32_t count, most;
    int shift;
} Numbers;

NK_API void nk_forget_numbers(Numbers *known) {
    if (!known) return;
    free(known->slots);
    free(known->pool);
    free(known);
}

/* Room for so many, of so many bytes together; NULL when there is no memory. */
NK_API Numbers *nk_new_numbers(int32_t most, int64_t bytes) {
    Numbers *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    int bits = 8;
    while (INT64_C(1) << bits < 2 * (int64_t)most) bits++;
    made->most = most, made->pool_most = bytes, made->shift = 64 - bits;
    made->slots = calloc((size_t)1 << bits, sizeof(Slot));
    if (made->slots) return made;
    nk_forget_numbers(made);
    return NULL;
}

static uint64_t mixed(uint64_t hash, const uint8_t *bytes, int64_t length) {
    uint64_t word;
    for (; length >= 8; bytes += 8, length -= 8) {
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    for (word = (uint64_t)length; length > 0; length--) word = word << 8 | *bytes++;
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* Are there so many bytes that a thing has to wait? The first one never has to. */
static bool is_full(const Numbers *known, int64_t length) {
    return known->pool_count && length > known->pool_most - known->pool_count;
}

static bool make_room(Numbers *known, int64_t more) {
    int64_t room = known->pool_room ? known->pool_room : 1024;
    while (room < known->pool_count + more) room *= 2;
    if (room == known->pool_room) return true;
    uint8_t *pool = realloc(known->pool, (size_t)room);
    if (pool) known->pool = pool, known->pool_room = room;
    return pool != NULL;
}

/* The number of a thing, a new one if it is new; NONE when there is no room or no memory. */
static int32_t number_of(Numbers *known, const uint8_t *thing, int64_t length) {
    uint64_t hash = mixed(HASH_OF_NOTHING, thing, length);
    uint64_t mask = (UINT64_C(1) << (64 - known->shift)) - 1, at = hash >> known->shift;
    for (; known->slots[at].after; at = (at + 1) & mask) {
        const Slot *slot = &known->slots[at];
        if (slot->hash == hash && slot->length == length && !memcmp(known->pool + slot->start, thing, (size_t)length))
            return slot->after - 1;
    }
    if (known->count == known->most || is_full(known, length) || !make_room(known, length)) return NONE;
    memcpy(known->pool + known->pool_count, thing, (size_t)length);
    known->slots[at] = (Slot){hash, known->pool_count, length, known->count + 1};
    known->pool_count += length;
    return known->count++;
}

/* The number of each of some things, and for each new number the first of them that has it. The things stand one behind another, each
   ending where `end` says, in bytes. Returns how many are new; -1 when there is no room for them or no memory. */
NK_API int64_t nk_number(Numbers *known, const uint8_t *things, const int64_t *end, int64_t count, int64_t *found, int64_t *new) {
    int32_t before = known->count;
    int64_t start = 0;
    for (int64_t at = 0; at < count; at++) {
        int32_t last = known->count, number = number_of(known, things + start, end[at] - start);
        if (number == NONE) return -1;
        if (number == last) new[number - before] = at;
        found[at] = number;
        start = end[at];
    }
    return known->count - before;
}

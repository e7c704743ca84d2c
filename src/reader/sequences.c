/* Numbers for sequences of numbers: equal ones have one number. Signatures that say the same need be made only once. */

#include "reader.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_LENGTH = 16 };

typedef struct {
    uint64_t hash;
    int64_t start; /* in the pool */
    int32_t length, number;
} Slot;

typedef struct {
    Slot *slots; /* open addressing; a number of NONE is an empty one */
    int64_t *pool, pool_count, pool_room;
    int32_t count, most;
    int shift;
} Sequences;

NK_API void nk_forget_sequences(Sequences *known) {
    if (!known) return;
    free(known->slots);
    free(known->pool);
    free(known);
}

/* Room for so many, and for their numbers where they are no longer than usual; NULL when there is no memory. */
NK_API Sequences *nk_new_sequences(int32_t most) {
    Sequences *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    int bits = 8;
    while (INT64_C(1) << bits < 2 * (int64_t)most) bits++;
    made->most = most, made->shift = 64 - bits;
    made->slots = malloc(sizeof(Slot) << bits);
    for (int64_t slot = 0; made->slots && slot < INT64_C(1) << bits; slot++) made->slots[slot].number = NONE;
    if (made->slots) return made;
    nk_forget_sequences(made);
    return NULL;
}

static uint64_t hash_of_sequence(const int64_t *numbers, int64_t length) {
    uint64_t hash = HASH_OF_NOTHING ^ (uint64_t)length;
    for (int64_t at = 0; at < length; at++) {
        hash = (hash ^ (uint64_t)numbers[at]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

/* Are there so many numbers that a sequence of such a length has to wait? The first one never has to. */
static bool is_full(const Sequences *known, int64_t length) {
    return known->pool_count && known->pool_count + length > (int64_t)known->most * USUAL_LENGTH;
}

static bool make_room(Sequences *known, int64_t more) {
    int64_t room = known->pool_room ? known->pool_room : 1024;
    while (room < known->pool_count + more) room *= 2;
    if (room == known->pool_room) return true;
    int64_t *pool = realloc(known->pool, (size_t)room * sizeof *pool);
    if (pool) known->pool = pool, known->pool_room = room;
    return pool != NULL;
}

/* The number of a sequence, a new one if it is new; NONE when there is no room or no memory. */
static int32_t number_of(Sequences *known, const int64_t *numbers, int64_t length) {
    uint64_t hash = hash_of_sequence(numbers, length), mask = (UINT64_C(1) << (64 - known->shift)) - 1;
    uint64_t at = hash >> known->shift;
    for (; known->slots[at].number != NONE; at = (at + 1) & mask) {
        const Slot *slot = &known->slots[at];
        if (slot->hash == hash && slot->length == length &&
            !memcmp(known->pool + slot->start, numbers, (size_t)length * sizeof *numbers))
            return slot->number;
    }
    if (known->count == known->most || is_full(known, length) || !make_room(known, length)) return NONE;
    memcpy(known->pool + known->pool_count, numbers, (size_t)length * sizeof *numbers);
    known->slots[at] = (Slot){hash, known->pool_count, (int32_t)length, known->count};
    known->pool_count += length;
    return known->count++;
}

/* The number of each of some sequences, which stand one behind another; and for each new number the place of its sequence among
   them. Returns how many are new; -1 when there is no room for them or no memory. */
NK_API int64_t nk_number_sequences(Sequences *known, const int64_t *numbers, const int64_t *lengths, int64_t count, int64_t *found,
                                   int64_t *new) {
    int32_t before = known->count;
    for (int64_t at = 0; at < count; numbers += lengths[at++]) {
        int32_t last = known->count, number = number_of(known, numbers, lengths[at]);
        if (number == NONE) return -1;
        if (number == last) new[number - before] = at;
        found[at] = number;
    }
    return known->count - before;
}

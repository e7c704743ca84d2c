/* Numbers for things that are compared byte by byte: equal ones have one number, from 0 on. What says the same need be worked out only
   once. */

#include "reader.h"

#include <stdlib.h>
#include <string.h>

/* ── what is known, by its hash ──────────────────────────────────────────────────────────────────────────────────────── */

/* The upper half of a thing's hash; its number and one more, 0 for an empty slot. */
typedef struct {
    uint32_t hash;
    int32_t after;
} Slot;

/* Open addressing, from the upper bits of the hash on; at most half of the slots are taken. */
typedef struct {
    Slot *slots; /* 2^bits */
    int bits;
} Slots;

enum { FIRST_BITS = 8, GROWTH_BITS = 2 };

static Slot *slot_from(const Slots *all, uint32_t hash) { return &all->slots[hash >> (32 - all->bits)]; }

static Slot *next_slot(const Slots *all, Slot *slot) {
    return slot + 1 == all->slots + (INT64_C(1) << all->bits) ? all->slots : slot + 1;
}

/* How many things there is room for. */
static int64_t room_of(const Slots *all) { return all->slots ? INT64_C(1) << (all->bits - 1) : 0; }

/* Four times as many slots, or the first ones; false when there is no memory. */
static bool grow(Slots *all) {
    Slots grown = {.bits = all->slots ? all->bits + GROWTH_BITS : FIRST_BITS};
    grown.slots = calloc((size_t)1 << grown.bits, sizeof(Slot));
    if (!grown.slots) return false;
    for (int64_t at = 0; at < 2 * room_of(all); at++) {
        if (!all->slots[at].after) continue;
        Slot *slot = slot_from(&grown, all->slots[at].hash);
        while (slot->after) slot = next_slot(&grown, slot);
        *slot = all->slots[at];
    }
    free(all->slots);
    *all = grown;
    return true;
}

static uint32_t hash_of_bytes(const uint8_t *bytes, int64_t length) {
    uint64_t word, hash = HASH_OF_NOTHING;
    for (; length >= 8; bytes += 8, length -= 8) {
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    for (word = (uint64_t)length; length > 0; length--) word = word << 8 | *bytes++;
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)((hash ^ hash >> 29) >> 32);
}

/* ── numbers that stay ───────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    Slots known;
    uint8_t *pool; /* the things, one behind another */
    int64_t *end;  /* where each ends in the pool; room for as many as `known` has room for */
    int64_t pool_count, pool_room, pool_most;
    int32_t count, most;
} Numbers;

NK_API void nk_forget_numbers(Numbers *numbers) {
    if (!numbers) return;
    free(numbers->known.slots);
    free(numbers->end);
    free(numbers->pool);
    free(numbers);
}

/* Room for so many, of so many bytes together; NULL when there is no memory. */
NK_API Numbers *nk_new_numbers(int32_t most, int64_t bytes) {
    Numbers *made = calloc(1, sizeof *made);
    if (made) made->most = most, made->pool_most = bytes;
    return made;
}

/* Are there so many bytes that a thing has to wait? The first one never has to. */
static bool is_full(const Numbers *numbers, int64_t length) {
    return numbers->count == numbers->most || (numbers->count && length > numbers->pool_most - numbers->pool_count);
}

static bool make_room(Numbers *numbers, int64_t more) {
    int64_t room = numbers->pool_room ? numbers->pool_room : 1024;
    while (room < numbers->pool_count + more) room *= 2;
    if (room == numbers->pool_room) return true;
    uint8_t *pool = realloc(numbers->pool, (size_t)room);
    if (pool) numbers->pool = pool, numbers->pool_room = room;
    return pool != NULL;
}

/* Room for one more thing. */
static bool make_slots(Numbers *numbers) {
    if (numbers->count < room_of(&numbers->known)) return true;
    Slots *known = &numbers->known;
    /* The ends first: slots that have grown without them would be taken for room. */
    int64_t room = known->slots ? room_of(known) << GROWTH_BITS : INT64_C(1) << (FIRST_BITS - 1), *end;
    end = realloc(numbers->end, (size_t)room * sizeof *end);
    if (end) numbers->end = end;
    return end && grow(known);
}

static bool is_thing(const Numbers *numbers, int32_t number, const uint8_t *thing, int64_t length) {
    int64_t start = number ? numbers->end[number - 1] : 0;
    return numbers->end[number] - start == length && !memcmp(numbers->pool + start, thing, (size_t)length);
}

/* The number of a thing, a new one if it is new; NONE when there is no room or no memory. */
static int32_t number_of(Numbers *numbers, const uint8_t *thing, int64_t length) {
    if (!make_slots(numbers)) return NONE;
    uint32_t hash = hash_of_bytes(thing, length);
    Slot *slot = slot_from(&numbers->known, hash);
    for (; slot->after; slot = next_slot(&numbers->known, slot))
        if (slot->hash == hash && is_thing(numbers, slot->after - 1, thing, length)) return slot->after - 1;
    if (is_full(numbers, length) || !make_room(numbers, length)) return NONE;
    memcpy(numbers->pool + numbers->pool_count, thing, (size_t)length);
    numbers->end[numbers->count] = numbers->pool_count += length;
    *slot = (Slot){hash, numbers->count + 1};
    return numbers->count++;
}

/* The number of each of some things, and for each new number the first of them that has it. The things stand one behind another, each
   ending where `end` says, in bytes. Returns how many are new; -1 when there is no room for them or no memory. */
NK_API int64_t nk_number(Numbers *numbers, const uint8_t *things, const int64_t *end, int64_t count, int64_t *found, int64_t *new) {
    int32_t before = numbers->count;
    int64_t start = 0;
    for (int64_t at = 0; at < count; at++) {
        int32_t last = numbers->count, number = number_of(numbers, things + start, end[at] - start);
        if (number == NONE) return -1;
        if (number == last) new[number - before] = at;
        found[at] = number;
        start = end[at];
    }
    return numbers->count - before;
}

/* Where some things end when they stand one behind another; and their bytes, where there is room for them. */
NK_API void nk_recall(const Numbers *numbers, const int64_t *which, int64_t count, int64_t *end, uint8_t *things) {
    int64_t total = 0;
    for (int64_t at = 0; at < count; at++) {
        int64_t start = which[at] ? numbers->end[which[at] - 1] : 0, length = numbers->end[which[at]] - start;
        if (things) memcpy(things + total, numbers->pool + start, (size_t)length);
        end[at] = total += length;
    }
}

/* ── the different ones of a column ──────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const uint8_t *bytes;
    const int32_t *offset; /* where each text begins, and where the last one ends */
} Column;

static bool are_equal(const Column *texts, int32_t one, int32_t other) {
    int32_t start = texts->offset[one], second = texts->offset[other], length = texts->offset[one + 1] - start;
    return texts->offset[other + 1] - second == length && !memcmp(texts->bytes + start, texts->bytes + second, (size_t)length);
}

/* The number of a text among the different ones, of which `first` has the first place of each; a new one if it is new. */
static int32_t place_of(Slots *known, const Column *texts, int32_t at, int32_t *first, int32_t count) {
    uint32_t hash = hash_of_bytes(texts->bytes + texts->offset[at], texts->offset[at + 1] - texts->offset[at]);
    Slot *slot = slot_from(known, hash);
    for (; slot->after; slot = next_slot(known, slot))
        if (slot->hash == hash && are_equal(texts, first[slot->after - 1], at)) return slot->after - 1;
    *slot = (Slot){hash, count + 1};
    first[count] = at;
    return count;
}

/* Numbers for the texts of a column, equal ones for equal texts, from 0 on; 0 too for a missing one. And the first place of each.
   `valid` has a bit for each text from bit `skipped` on, or is NULL. Returns how many different ones there are; -1 when there is no
   memory. */
NK_API int64_t nk_distinct(const uint8_t *bytes, const int32_t *offset, const uint8_t *valid, int64_t skipped, int32_t count, int32_t *found,
                           int32_t *first) {
    static const uint8_t none[1]; /* a pointer may be moved by nothing only where it points somewhere */
    Column texts = {bytes ? bytes : none, offset};
    Slots known = {0};
    int32_t different = 0;
    for (int32_t at = 0; at < count; at++) {
        int64_t bit = skipped + at;
        found[at] = 0;
        if (valid && !(valid[bit >> 3] >> (bit & 7) & 1)) continue;
        if (different == room_of(&known) && !grow(&known)) {
            free(known.slots);
            return -1;
        }
        found[at] = place_of(&known, &texts, at, first, different);
        different += found[at] == different;
    }
    free(known.slots);
    return different;
}

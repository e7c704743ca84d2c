/* A set of names by their hash, and of their beginnings.

   Two names can have one hash, by chance once in 10^14. Nobody gains by making it so: who wants a text to be read as a name
   can write the name. */

#include "reader.h"

#include <stdlib.h>

enum { BITS_A_LETTER = 8, LEAST_BITS = 6 };

uint64_t hash_of(const uint32_t *points, int32_t length) {
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = 0; at < length; at++) hash = hashed(hash, points[at]);
    return hash;
}

/* The least number of bits that number so many. */
static int bits_for(uint64_t count) {
    int bits = LEAST_BITS;
    while (UINT64_C(1) << bits < count) bits++;
    return bits;
}

static void put(Lexicon *made, uint64_t hash, int32_t value) {
    uint64_t mask = (UINT64_C(1) << (64 - made->slot_shift)) - 1, slot = hash >> made->slot_shift;
    while (made->entries[slot].value != NONE && made->entries[slot].hash != hash) slot = (slot + 1) & mask;
    made->entries[slot] = (Entry){hash, value};
}

bool lexicon_make(Lexicon *made, const uint32_t *points, const int32_t *lengths, const int32_t *values, int32_t count) {
    uint64_t letters = 0;
    for (int32_t name = 0; name < count; name++) letters += (uint64_t)lengths[name];
    int slots = bits_for(2 * (uint64_t)count + 1), begins = bits_for(BITS_A_LETTER * letters);
    *made = (Lexicon){.slot_shift = 64 - slots, .begin_shift = 64 - begins};
    made->entries = malloc(sizeof(Entry) << slots);
    made->begin = calloc(((size_t)1 << begins) / 64, sizeof(uint64_t));
    if (!made->entries || !made->begin) {
        lexicon_free(made);
        return false;
    }
    for (uint64_t slot = 0; slot < UINT64_C(1) << slots; slot++) made->entries[slot] = (Entry){0, NONE};
    for (int32_t name = 0; name < count; points += lengths[name++]) {
        uint64_t hash = HASH_OF_NOTHING;
        for (int32_t at = 0; at < lengths[name]; at++) {
            hash = hashed(hash, points[at]);
            uint64_t bit = hash >> made->begin_shift;
            made->begin[bit >> 6] |= UINT64_C(1) << (bit & 63);
        }
        put(made, hash, values[name]);
    }
    return true;
}

void lexicon_free(Lexicon *lexicon) {
    free(lexicon->entries);
    free(lexicon->begin);
    *lexicon = (Lexicon){0};
}

int32_t lexicon_value(const Lexicon *lexicon, uint64_t hash) {
    uint64_t mask = (UINT64_C(1) << (64 - lexicon->slot_shift)) - 1, slot = hash >> lexicon->slot_shift;
    while (lexicon->entries[slot].value != NONE) {
        if (lexicon->entries[slot].hash == hash) return lexicon->entries[slot].value;
        slot = (slot + 1) & mask;
    }
    return NONE;
}

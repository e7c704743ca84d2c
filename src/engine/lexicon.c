/* A set of words, found by their hash and then compared, and of their beginnings. */

#include "reader.h"

uint64_t hash_of(const uint32_t *points, int32_t length) {
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = 0; at < length; at++) hash = hashed(hash, points[at]);
    return hash;
}

/* The character that begins at an offset of UTF-8, which moves behind it. What is no UTF-8 is some character or other. */
static uint32_t next_point(const char *block, int64_t size, int64_t *at) {
    uint32_t first = (uint8_t)block[(*at)++], more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t point = more ? first & (0x3Fu >> more) : first;
    for (; more && *at < size; more--) point = point << 6 | ((uint8_t)block[(*at)++] & 0x3F);
    return point;
}

static bool is_word_of(const Words *words, int32_t word, const uint32_t *points, int32_t length) {
    int block = word >= words->split;
    int64_t at = words->at[word], size = words->size[block];
    for (int32_t letter = 0; letter < length; letter++)
        if (at >= size || next_point(words->block[block], size, &at) != points[letter]) return false;
    return at >= size || words->block[block][at] == '\n';
}

int32_t lexicon_value(const Lexicon *lexicon, uint64_t hash, const uint32_t *points, int32_t length) {
    uint64_t mask = (UINT64_C(1) << (64 - lexicon->slot_shift)) - 1, slot = hash >> lexicon->slot_shift;
    for (; lexicon->slots[slot].word != NONE; slot = (slot + 1) & mask) {
        if (lexicon->slots[slot].hash != (uint32_t)hash) continue;
        int32_t word = lexicon->slots[slot].word;
        if (is_word_of(&lexicon->words, word, points, length)) return lexicon->values ? lexicon->values[word] : word;
    }
    return NONE;
}

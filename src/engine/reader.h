/* The reader: which names stand in folded texts, and what they do there.

   The tables say what the words are, and what is true of each. What follows from the characters around a name is decided here, text
   by text.

   Texts are code points, those of several texts in one array, each text followed by TEXT_END. Offsets in a text are 32
   bits, and Python refuses a text that has more characters. */

#ifndef NK_READER_H
#define NK_READER_H

#include "names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define NK_API __declspec(dllexport)
#else
#define NK_API __attribute__((visibility("default")))
#endif

enum { TEXT_END = 0 };

/* ── what characters are (nkrisk_geo.native.characters.Kinds) ───────────────────────────────────────────────────────────────── */

/* The kinds of characters, and of the tokens made of them. */
enum { DROPPED, LATIN, DIGITS, HARD, PARTING, CJK, OTHER, TOKEN_KINDS = 7 };

enum {
    LETTER = 1 << 3,       /* str.isalpha */
    DECIMAL = 1 << 4,      /* str.isdecimal */
    ALPHANUMERIC = 1 << 5, /* str.isalnum */
    SPACE = 1 << 6,        /* str.isspace */
    IDEOGRAPH = 1 << 7,    /* a Chinese or Korean character */
    KNOWN = 1 << 8,        /* the character has been looked at */
};

typedef struct {
    const uint16_t *of; /* for each code point */
} Kinds;

/* What a text may hold (nkrisk_geo.native.library.Holds). */
enum {
    HOLDS_WORDS = 1 << 0,      /* two letters of an alphabet in a row, or nothing but ASCII */
    HOLDS_CHARACTERS = 1 << 1, /* Chinese or Korean characters */
    HOLDS_CHINESE = 1 << 2,    /* Chinese characters, of the common ones */
    HOLDS_HANGUL = 1 << 3,
    HOLDS_ENDING = 1 << 4,     /* a short one behind a hyphen, as Korean generics are */
    HOLDS_CODED = 1 << 6,     /* digits enough for a code */
    HOLDS_MARK = 1 << 5,       /* what may part addresses (nkrisk_geo.resolver.address_separators) */
};

/* Is a character one of some? */
static inline bool among(const uint32_t *some, uint32_t point) {
    while (*some && *some != point) some++;
    return *some != 0;
}

static inline bool is_digit(uint32_t point) { return point >= '0' && point <= '9'; }
static inline bool is_latin(uint32_t point) { return point >= 'a' && point <= 'z'; }

/* The place of the first of some ascending numbers that is not less than a value; their count where there is none. */
static inline int32_t first_from(const int32_t *ascending, int32_t count, int32_t value) {
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (ascending[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* ── sets of words (lexicon.c) ───────────────────────────────────────────────────────────────────────────────────────── */

#define HASH_OF_NOTHING UINT64_C(0x2545F4914F6CDD1D)

/* The hash of some characters and one more. */
static inline uint64_t hashed(uint64_t hash, uint32_t point) {
    hash = (hash ^ point) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

uint64_t hash_of(const uint32_t *points, int32_t length);

/* Words as they stand in files: in UTF-8, a line break behind each but the last. Those below `split` begin in the first block, the
   others in the second, each at its place in `at`. */
typedef struct {
    const char *block[2];
    int64_t size[2];
    const int32_t *at;
    int32_t split;
} Words;

/* The lower half of a word's hash, and the number of the word; NONE in an empty slot. */
typedef struct {
    uint32_t hash;
    int32_t word;
} WordSlot;

_Static_assert(sizeof(WordSlot) == 8, "slots lie in files");

/* Open addressing, from the upper bits of the hash on. */
typedef struct {
    Words words;
    const WordSlot *slots;
    const uint64_t *begin; /* a bit for the first bits of the hash of each beginning of a word */
    const int32_t *values; /* what each word stands for; NULL where that is its number */
    int slot_shift, begin_shift;
} Lexicon;

enum { NONE = -1 };

/* What a word stands for, given its hash; NONE where it is none of these. */
int32_t lexicon_value(const Lexicon *lexicon, uint64_t hash, const uint32_t *points, int32_t length);

/* May a word begin like this? A few do not that seem to. */
static inline bool lexicon_begins(const Lexicon *lexicon, uint64_t hash) {
    uint64_t bit = hash >> lexicon->begin_shift;
    return lexicon->begin[bit >> 6] >> (bit & 63) & 1;
}

/* ── what names do ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    int32_t text, name, role, generic, start, end;
} Mention;

/* A role, and the generic that stands with the name. */
typedef struct {
    int32_t role, generic;
} Reading;

/* What generic words make of the name before them: a role, or NONE; and a generic. */
typedef struct {
    const int32_t *role, *generic;
} Followed;

#endif

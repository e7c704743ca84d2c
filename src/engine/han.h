/* Names in Han and Hangul: the tables, and one text without its white space, which these scripts use for looks. */

#ifndef NK_HAN_H
#define NK_HAN_H

#include "reader.h"

/* What a name is (tables.c). */
enum { OF_COUNTRY_HAN = 1 << 1, COMPLETE = 1 << 2, COMMON = 1 << 3, SHARED = 1 << 4, OF_TOWN = 1 << 5, KOREAN = 1 << 6, SOUTHERN = 1 << 7 };

/* Classes of generic words, in the order in which they are tried (nkrisk_geo.gazetteer.compiler.tails.CLASSES); then those of words
   that stand behind no name, but in the name of something. */
enum {
    NATURE, SUBDISTRICT, ROAD_WORD, ZONE_WORD, INSTITUTION_WORD, BRANCH_WORD, BRAND_WORD, BUILDING_WORD, PREFECTURE, COUNTY,
    DISTRICT, CITY, PROVINCE, TOWNSHIP, TOWN, VILLAGE, PORT_WORD, NOTHING,
    COMPANY_WORD, DIRECTION_WORD, SIDE_WORD, OTHER_WORD,
};

typedef struct {
    Kinds kinds;
    Lexicon names;
    Lexicon generics;        /* the class of each generic word */
    Lexicon words;           /* for cutting: the number of each is its place in `gains` */
    const double *gains;     /* the logarithm of the probability of each word */
    double unknown_gain;     /* … of what is no word */
    const uint8_t *senses;
    Followed followed;       /* by class */
    const uint32_t *lists;   /* see list_of */
    const int32_t *list_start;
} Han;

/* A name found: half-open offsets. */
typedef struct {
    int32_t text, start, end, name;
} Match;

/* The generic word behind a name; its length includes directions. */
typedef struct {
    int32_t klass, length;
} Tail;

typedef struct {
    uint32_t *points; /* the characters, the TEXT_END at the end included */
    uint8_t *breaks;  /* for each, was there white space right before it? */
    int32_t length;
} Line;

/* What a name stands to. */
typedef struct {
    bool opens, closes;      /* a stretch of characters opens where it starts; closes where it ends */
    bool chained, followed;  /* another name ends where it starts; starts where it ends */
    bool heads;              /* it stands at the very start of the text */
    bool first, alone;       /* it is the first name of its text; the only one */
    bool risky;              /* it may be part of other words, standing not between other names, punctuation, numbers or ends */
    int32_t next_end;        /* where the next name ends */
} Layout;

/* The character at an offset; TEXT_END outside of the text. */
static inline uint32_t at_offset(const Line *line, int32_t at) {
    return at < 0 || at >= line->length ? (uint32_t)TEXT_END : line->points[at];
}

static inline bool is_kind(const Han *han, uint32_t point, uint16_t kind) { return (han->kinds.of[point] & kind) != 0; }

/* Does a word have it: a letter or a numeral that is no digit (〇)? */
static inline bool is_worded(const Han *han, uint32_t point) {
    return (han->kinds.of[point] & (ALPHANUMERIC | DECIMAL)) == ALPHANUMERIC;
}

/* The script of a character that is written as it sounds, in words: Hangul, katakana or hiragana; 0 for any other. */
static inline uint32_t spelling_of(uint32_t point) {
    if (point >= 0xAC00 && point <= 0xD7A3) return 1;
    return point < 0x3041 || point > 0x30FF || point == 0x30FB ? 0 : point > 0x30A0 ? 2 : 3;
}

bool starts_with(const Line *line, int32_t at, const uint32_t *word);
bool starts_with_any(const Line *line, int32_t at, const uint32_t *words); /* of a list */
const uint32_t *next_word(const uint32_t *word);

/* A list of words (nkrisk_geo.gazetteer.word_lists): each ends with a zero, and the list with another. A list of characters is one word. */
static inline const uint32_t *list_of(const Han *han, int32_t list) { return han->lists + han->list_start[list]; }

Tail tail_at(const Han *han, const Line *line, int32_t at);
enum { LONGEST_KNOT = 128 }; /* characters that are cut together at most */
void cut_words(const Han *han, const uint32_t *points, int32_t length, int32_t *following);
bool stands(const Han *han, const Line *line, int32_t start, int32_t end, int64_t *cuts);
Reading reading_of_short(const Han *han, const Line *line, const Match *name, const Layout *layout, Tail tail, bool roughly,
                            int64_t *cuts);

int32_t longest_name(const Han *han, const Line *line, int32_t start, int32_t *end);
int32_t longest_spelt(const Han *han, const Line *line, int32_t start, int32_t *end);
bool is_inside_word(const Line *line, int32_t at);
Reading reading_of_spelt(const Han *han, const Line *line, const Match *name, const Layout *layout);

void han_squeeze(const Han *han, const uint32_t *points, int32_t count, Line *line);
int32_t han_matches(const Han *han, const Line *line, Match *rows);
void han_roles(const Han *han, const Line *line, const Match *names, int32_t count, bool roughly, Mention *rows, int64_t *cuts);

#endif

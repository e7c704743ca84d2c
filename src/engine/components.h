/* An address taken apart: which stretch of a text names the road, which the building, which the county.

       text ─▶ stretches of one script ─▶ divisions (divisions.c, repetition.c) ─▶ what lies between them
                                                          (between.c, counted.c; romanized.c, romanized_counts.c)

   What names do where they stand the reader has said, and the place is decided on before. Here a name is labelled as what it can mean
   nearest to what was named before it, or to that place. The words are rows of tables
   (nkrisk_geo.gazetteer.address_words). */

#ifndef NK_COMPONENTS_H
#define NK_COMPONENTS_H

#include "passage.h"

/* ── a stretch and its patterns (patterns.c) ─────────────────────────────────────────────────────────────────────────────── */

/* Characters of which those from `length` on are not seen. */
typedef struct {
    const NkEngine *engine;
    const uint32_t *points;
    int32_t length;
} Stretch;

/* Where something ends that begins at one offset: a bit for each length. */
typedef uint64_t Ends;

enum { LONGEST_PATTERN = 63 };

static inline uint32_t point_at(const Stretch *text, int32_t at) {
    return at < 0 || at >= text->length ? (uint32_t)TEXT_END : text->points[at];
}

static inline bool has_kind(const Stretch *text, int32_t at, uint16_t kind) {
    return (text->engine->kinds.of[point_at(text, at)] & kind) != 0;
}

/* A letter or a numeral that is no digit. */
static inline bool is_lettered(const Stretch *text, int32_t at) { return is_worded(&text->engine->han, point_at(text, at)); }

static inline Stretch until(const Stretch *text, int32_t end) {
    return (Stretch){text->engine, text->points, end < text->length ? end : text->length};
}

static inline int32_t longest_of(Ends ends) {
    int32_t length = NONE;
    for (; ends; ends >>= 1) length++;
    return length;
}

Ends ends_of(const Stretch *text, int32_t at, int32_t list);
bool begins_with(const Stretch *text, int32_t at, int32_t list);
bool ends_with(const Stretch *text, int32_t start, int32_t end, int32_t list);
bool is_whole(const Stretch *text, int32_t start, int32_t end, int32_t list);
bool contains(const Stretch *text, int32_t start, int32_t end, int32_t list);
bool has_point(const Stretch *text, int32_t start, int32_t end, int32_t list);

/* ── what is found ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Labelled stretches in the order of the text; there is room for `room` of them, and what has none is left out. */
typedef struct {
    NkComponent *rows;
    int32_t count, room;
} Pieces;

void put_piece(Pieces *pieces, int32_t label, int32_t start, int32_t end);

/* A division named in a text; `unit` is NONE where only its generic says what it is. */
typedef struct {
    int32_t label, start, end, unit;
} Division;

typedef struct {
    Division *rows;
    int32_t count;
} Divisions;

/* The label of a unit of a level, NONE for a level that no label has: both begin alike. */
static inline int32_t label_of_level(int32_t level) {
    return level == LEVEL_AREA ? LABEL_DEVZONE : level <= LEVEL_TOWNSHIP ? level : NONE;
}

/* How wide a division is: those that are none are narrower than all. */
static inline int32_t rank_of(int32_t label) { return label <= LABEL_TOWNSHIP ? label : LABELS; }

static inline bool is_town(int32_t generic) {
    return generic == GENERIC_TOWN || generic == GENERIC_TOWNSHIP || generic == GENERIC_SUBDISTRICT;
}
static inline bool is_named(int32_t label) { return label == LABEL_POI || label == LABEL_COMPANY; }
static inline bool is_place(int32_t label) { return label >= 0 && label <= LABEL_DEVZONE; }

/* Beijing, Shanghai, Tianjin, Chongqing: provinces that stand in the place of a prefecture. */
static inline bool is_municipality(const NkEngine *engine, int32_t unit) {
    return engine->level[unit] == LEVEL_PROVINCE && engine->ending[unit] == ENDING_CITY && has_flag(engine, unit, UNIT_IN_CHINA);
}

/* What a name can mean, in Han and Hangul or in alphabets. */
Units meanings_of(const NkEngine *engine, bool unspaced, int32_t name);

/* How many of the units that one lies in the other lies in too, the two of them included; NONE has nothing in common. */
int32_t shared_ancestors(const NkEngine *engine, int32_t one, int32_t other);

/* ── Chinese ─────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A text in Han and Hangul, squeezed. */
typedef struct {
    Stretch text;
    const uint8_t *breaks; /* is there white space right before a character? */
    const uint8_t *opens;  /* does a name that was scanned for begin here? What follows from one, like a village, was not */
} HanText;

bool han_divisions(const Context *context, const HanText *text, const Passage *passage, Divisions *found);
bool add_bare_names(const Context *context, const HanText *text, const Divisions *known, Divisions *found);
void put_once(const HanText *text, const Divisions *divisions, Pieces *pieces);
bool is_no_county(const Stretch *text, int32_t start, int32_t end);

/* What was read so far of a text in Han. */
typedef struct {
    const HanText *han;
    Pieces *pieces;
    int32_t last;  /* the label of the last piece that says where one is, NONE for none */
    bool is_loose; /* is the last piece a name without a generic word? */
} HanReader;

/* Something that ends a name. */
enum { TOKEN_BOX, TOKEN_PHONE, TOKEN_FLOORS, TOKEN_VALUE, TOKEN_JOINT, TOKEN_HARD, TOKEN_NOISE };
typedef struct {
    int32_t kind, start, end;
    int32_t value; /* where the number ends that is counted */
    int32_t count; /* what it counts: WORD_…, most of which are labels, NONE for nothing */
} Counted;

bool counted_at(const Stretch *text, int32_t at, Counted *found);
void put_number(HanReader *reader, const Counted *number, bool is_short);
void put_read(HanReader *reader, int32_t label, int32_t start, int32_t end);
void read_between(const HanText *text, const Pieces *divisions, Pieces *pieces);
int32_t word_at(const Lexicon *words, const Stretch *text, int32_t at, int32_t *length, int32_t shorter);

/* ── alphabets ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

bool read_romanized(const Context *context, const Passage *passage, int32_t place, Pieces *pieces);
/* What is counted at an offset: where it ends, NONE for nothing; its label, LABELS for a mark that parts names, WORD_NUMBER for a number
   without a word. */
int32_t romanized_count(const Stretch *text, int32_t at, int32_t *label);

#endif

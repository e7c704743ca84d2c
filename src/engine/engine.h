/* The engine: from what stands in a record to what is decided about it.

       record ─▶ observations ─▶ contributions ─▶ posterior ─▶ place, status, zones, distance

   A record comes as *items* (packed.h): names in their roles, and codes. An item by itself is an *observation* (observe_name.c, observe_code.c): it
   has a weight for each unit that it can mean, the natural logarithm of how much likelier the words are if the place lies in that
   unit than if they stand there by chance. What an observation keeps of its weight beside the others is its *contribution*
   (combine.c). Contributions and the prior make the *posterior* (posterior.c); of that the finest unit is chosen that is probable
   enough (selection.c). Every number of the *decision* (decision.c, zones.c, distance.c) is a sum over the same posterior.

   The engine holds the algorithm. Facts, words and numbers of judgement come with the tables of a gazetteer, whose numbers of
   units, kinds, roles, rules and judgement are named in names.h, made from the same source as Python's names for them.

   An NkEngine does not change once its tables are given, so threads share it. What is worked out on the way lives in an NkWork; no
   two threads use one at a time. Nothing else is kept, and there are no globals. `tests/reference.py` says in plain Python what
   is computed here. */

#ifndef NK_ENGINE_H
#define NK_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(_WIN32)
#define NK_ENGINE_API __declspec(dllexport)
#else
#define NK_ENGINE_API __attribute__((visibility("default")))
#endif

typedef struct NkEngine NkEngine;
typedef struct NkWork NkWork;

/* Zones, highest rank first: what a set of them adds to an engine. */
typedef struct {
    const double *share;   /* (units, count): the share of the prior weight of each unit that is in each zone */
    const uint8_t *is_far; /* for each unit, is it in none of the zones and nowhere near the border? */
    int32_t count, unused;
} NkZones;

/* Records to decide about: their items, one record behind another. Where a record is one of several addresses, the items of each
   address stand behind those of the whole, PART_ITEM before each. */
typedef struct {
    const int64_t *items; /* NULL where no record has any */
    const int64_t *end;   /* where the items of each record end */
    int64_t records;
    double threshold;   /* probability from which a place is decided on, 0.5 to 1 */
} NkRecords;

/* What is decided about a record. Units are numbers of the gazetteer, -1 for none; NaN is what is not known. */
typedef struct {
    double confidence;               /* probability that `place` is right, rounded to 4 digits */
    double low, q05, km, q95, high;  /* quantiles of the distance to the border in km, rounded to 2 digits */
    double near[2];                  /* probability of lying within 20 and 50 km of it on the Chinese side, 4 digits */
    double crossing_km;              /* distance from the place to the crossing nearest to it */
    int64_t rests;                   /* the parts that the place rests on, BASE_BITS each: BASE_… and one, the strongest lowest */
    int32_t how;                     /* HOW_…: status and reason */
    int32_t settled, place, against; /* the finest unit decided on; the same without China; what conflicts are told against */
    int32_t band, crossing;          /* the band of distance that holds half of it, the number of a crossing; -1 for none */
    int32_t clues, candidates;       /* how many rows it has in each list */
    int32_t posted;                  /* the first of its clues that is a postcode, -1 for none */
    uint8_t told, disputed;          /* does anything speak for anything? does its point speak for somewhere else? */
    uint8_t unused[2];
} NkDecision;

/* A clue of a decision. */
typedef struct {
    double weight;    /* for `unit` */
    int32_t item;     /* its place among the items of the record, the first where it has several */
    int32_t rule;     /* RULE_… */
    int32_t unit;     /* the most probable unit that it speaks for */
    int32_t conflict; /* 1 where it speaks for somewhere else than `against` */
} NkClue;

typedef struct {
    double p; /* rounded to 4 digits */
    int32_t unit, unused;
} NkCandidate;

/* Room for decisions, given by who asks: a row a record in `decisions` and, one for each zone, in `zone_p` (4 digits) and `in_zone`
   (2 surely, 1 possibly); in `clues` a row for each item outside parts, in `candidates` five a record. */
typedef struct {
    NkDecision *decisions;
    double *zone_p;
    uint8_t *in_zone;
    NkClue *clues;
    NkCandidate *candidates;
} NkDecisions;

/* What came of a call. NK_NEEDS_KINDS: the kinds of some characters have to be put into their table first. */
enum { NK_DONE = 0, NK_NO_MEMORY = -1, NK_BAD_ITEM = 1, NK_NEEDS_KINDS = 2, NK_BAD_TABLE = 3 };

/* ── the tables of a gazetteer ───────────────────────────────────────────────────────────────────────────────────────── */

/* A hash of the names that both sides have and of the sizes of most structures; Python compares it with its own. */
NK_ENGINE_API uint64_t nk_engine_abi(void);

/* The checksum of a file of the gazetteer: XXH64 with the seed 0. */
NK_ENGINE_API uint64_t nk_checksum(const void *bytes, int64_t size);

NK_ENGINE_API NkEngine *nk_engine_new(void);
NK_ENGINE_API void nk_engine_free(NkEngine *engine);

/* Give a table (TABLE_…), which has to live as long as the engine; names.h says how long an item of each is, tables.c what stands in
   it. NK_BAD_TABLE where its address or its length does not fit its items. */
NK_ENGINE_API int32_t nk_engine_table(NkEngine *engine, int32_t which, const void *table, int64_t bytes);

/* Look at every number in the tables that is a place or a length in another one, and work out what follows from them. NK_BAD_TABLE
   when the engine would read beside a table: then `wrong` says which. What is checked so can be wrong, but does no harm. */
NK_ENGINE_API int32_t nk_engine_ready(NkEngine *engine, int32_t *wrong);

/* ── making tables ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The same for no more than the tables of units and judgement, which is enough for nk_make_names. */
NK_ENGINE_API int32_t nk_engine_units(NkEngine *engine, int32_t *wrong);

/* A set of words, whose characters stand one behind another, by the numbers of the words: fills 2^slot_bits slots, of which more than
   `count`, and 2^begin_bits bits. */
NK_ENGINE_API void nk_make_lexicon(const uint32_t *points, const int32_t *lengths, const int32_t *words, int32_t count, void *slots,
                                   int32_t slot_bits, uint64_t *begin, int32_t begin_bits);

/* Words and what is left of each when a letter is lost, by hash: fills a slot for each word and letter, and 2^bits + 1 places. */
NK_ENGINE_API int32_t nk_make_forms(const uint32_t *points, const int32_t *starts, int32_t count, void *forms, int32_t *form_start,
                                    int32_t bits);

/* What names can be, by their references and how they are spelt (NAME_…). */
NK_ENGINE_API void nk_make_names(const NkEngine *engine, const int32_t *start, const int32_t *references, const uint8_t *spelt,
                                 int32_t count, uint8_t *senses, uint8_t *traits);

/* ── working ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

NK_ENGINE_API NkWork *nk_work_new(void);
NK_ENGINE_API void nk_work_free(NkWork *work);

/* ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Texts in UTF-8, and the table by which their characters fold. */
typedef struct {
    const uint8_t *bytes;
    const int32_t *offset; /* where each text begins, and where the last one ends */
    int64_t bytes_count, texts;
    const uint32_t *table; /* the character that each folds to, with the marks OPENS_BROKEN and GOES_ON_BROKEN, up to `beyond`; there,
                              what the table has for characters that fold to none or several or have to be seen beside others */
    uint32_t beyond, unused;
} NkRaw;

/* What folding says of a text: it has to be folded as a whole, or is no UTF-8; nothing is in it but white space. */
enum { TEXT_UNEVEN = 1, TEXT_BLANK = 2 };

/* Fold texts, each with a zero behind it: where each begins, and TEXT_… of it; an uneven one comes out empty. Returns how many
   characters there are, for which there has to be room: a byte and a text each make one at most. -1 when offsets make no sense. */
NK_ENGINE_API int64_t nk_fold(const NkRaw *raw, uint32_t *points, int64_t *start, uint8_t *state);

/* Folded texts. */
typedef struct {
    uint32_t *points;     /* each text with a zero behind it, in any order; zeros that stand for the letter O are mended in even texts */
    int64_t count;
    const int64_t *start; /* where each begins */
    const uint8_t *state;
    int64_t texts;
} NkFolded;

/* What each text comes to: where it ends, a key, and the items of its codes. Texts with the same key say the same. Room for keys: four
   bytes a character and 1 + 8 CODES_HEARD a text; for codes: CODES_HEARD a text. */
typedef struct {
    int64_t *end;
    uint8_t *key;
    int64_t *key_end, *codes;
    int32_t *code_end;
} NkKeys;

NK_ENGINE_API int32_t nk_keys(const NkEngine *engine, NkWork *work, const NkFolded *texts, const NkKeys *found);

/* A postcode that counted: the number of its text, and its first digits. */
typedef struct {
    int64_t text;
    int32_t digits, value;
} NkPosted;

/* Where the six digits stand in texts in UTF-8 that begin so, -1 where they are written otherwise. */
NK_ENGINE_API void nk_given(const uint8_t *bytes, const int32_t *offset, const NkPosted *posted, int64_t count, int64_t *found);

/* Folded texts to read. */
typedef struct {
    const uint32_t *points; /* each text followed by a zero */
    const int64_t *start;   /* where each begins */
    const int64_t *extra;   /* items that are put behind the names of each text, as codes are */
    const int32_t *extra_end; /* where those of each text end; NULL for none */
    int64_t texts;
    int32_t field;          /* FIELD_… */
    uint8_t roughly;        /* 1: nobody asks what stands aside, a road or a part of a word */
    uint8_t whole;          /* 1: numbers are read digit by digit, and not as one zero each */
    uint8_t coded;          /* 1: codes are looked for, and their items put behind the names of each text instead of extra ones */
    uint8_t unused;
} NkTexts;

/* A name in a text. */
typedef struct {
    int32_t name, role, generic;
    int32_t start, end;   /* in the squeeze of its script */
    int32_t first, after; /* in the folded text */
    uint8_t unspaced, is_generic; /* the second: a Korean generic, behind which no place is known */
    uint8_t unused[2];
} NkMention;

/* A code in a text: CODE_… (nkrisk_geo.engine.codes says which mean what), and where its digits stand, half-open. */
typedef struct {
    int32_t kind, start, end;
} NkCode;

/* Room for what is read: of items three times 62 a text, and the extra ones or CODES_HEARD a text; of mentions three times the letters. */
typedef struct {
    int64_t *items;       /* as NkRecords has them */
    int64_t *end;
    uint8_t *holds;       /* HOLDS_… of each text */
    NkMention *mentions;  /* NULL where nobody asks for them */
    int32_t *mention_end; /* where those of each text end; NULL likewise */
    NkCode *codes;        /* the codes that items were made of, the first of each item, CODES_HEARD a text; NULL likewise */
    int32_t *code_end;    /* where those of each text end; NULL where `codes` is */
} NkReadings;

NK_ENGINE_API int32_t nk_read(const NkEngine *engine, NkWork *work, const NkTexts *texts, const NkReadings *found);

/* A stretch of an address: LABEL_…, half-open in the folded text. */
typedef struct {
    int32_t label, start, end;
} NkComponent;

/* Take an address apart: a folded text with a zero behind it, whose place has been decided on (-1 for none). There has to be room for
   as many components as the text has characters; they come in its order and do not overlap. */
NK_ENGINE_API int32_t nk_components(const NkEngine *engine, NkWork *work, const uint32_t *points, int32_t place, NkComponent *found,
                                    int32_t *count);

/* ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Decide about records. */
NK_ENGINE_API int32_t nk_decide(const NkEngine *engine, NkWork *work, const NkZones *zones, const NkRecords *records,
                                const NkDecisions *found);

/* What the first record means, unrounded. */
typedef struct {
    double nothing;            /* the probability that it means no place */
    double *p, *total;         /* for each unit: that it is the finest place meant; that the place lies in it */
    double *zone_p;            /* for each zone */
    double *quantile;          /* km at each of `levels`, NaN where nothing is told */
    const double *levels;
    int32_t level_count;
    int32_t settled;
} NkMeaning;

/* The distance of a record that means some units with these probabilities, and no place with that of `nothing`. */
NK_ENGINE_API int32_t nk_distance(const NkEngine *engine, NkWork *work, const int32_t *units, const double *p, int32_t count,
                                  double nothing, int32_t decided, NkDecision *found);

NK_ENGINE_API int32_t nk_mean(const NkEngine *engine, NkWork *work, const NkZones *zones, const NkRecords *records, NkMeaning *found);

/* ── one stretch of characters without white space ───────────────────────────────────────────────────────────────────── */

/* Class and length of the generic word that begins at each of some offsets. */
NK_ENGINE_API void nk_tails(const NkEngine *engine, const uint32_t *points, int32_t count, const int32_t *at, int32_t places, int32_t *rows);

/* Does a name stand in a text, or is it only a part of words? */
NK_ENGINE_API int32_t nk_stands(const NkEngine *engine, const uint32_t *points, int32_t count, int32_t start, int32_t end);

/* Where the word ends that begins at each character when a stretch is cut into the likeliest words; 0 when it is too long for that. */
NK_ENGINE_API int32_t nk_cut(const NkEngine *engine, const uint32_t *points, int32_t count, int32_t *following);

#endif

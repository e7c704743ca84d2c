/* One text as it is read: its names, what they do there, and where they stand. */

#ifndef NK_PASSAGE_H
#define NK_PASSAGE_H

#include "model.h"

enum { CODE_DIGITS = 6, PHONE_DIGITS = 9 }; /* in a row, in all: with fewer the text of a record is not searched for codes */
enum { POSTCODE_HEARD = 4 };                /* digits of a postcode, which say where */

/* A text and all that is worked out about it. Arrays are as long as its folded form. */
typedef struct {
    const uint32_t *folded; /* the TEXT_END at the end included */
    int32_t length;         /* with it */
    uint32_t *skeleton;     /* every number is one zero, unless numbers are read whole */
    int32_t *kept;          /* for each character of the skeleton its offset in the folded text, and the length */
    int32_t skeleton_length;
    int32_t field;
    bool roughly;           /* nobody asks what stands aside */
    uint8_t holds;
    Line line;              /* the squeeze for Han and Hangul */
    int32_t *line_place, *text_place; /* for each character of a squeeze its offset in the skeleton */
    NkMention *mentions;
    int32_t count, room;
} Passage;

bool passage_of(const Context *context, const uint32_t *folded, int32_t length, const NkTexts *how, Passage *found);
bool push(const Context *context, Passage *passage, NkMention mention);

bool read_unspaced(const Context *context, Passage *passage);
bool read_spaced(const Context *context, Passage *passage);
bool read_localities(const Context *context, Passage *passage, int32_t place);
bool read_korean(const Context *context, Passage *passage);

/* Put the items of the codes of a text in a field: each once, CODES_HEARD of them at most. The code that made each goes into `heard`, if that
   is not NULL. How many; NONE when there is no memory. */
int32_t put_codes(const NkEngine *engine, NkWork *work, const uint32_t *points, int64_t length, int32_t field, int64_t *items, NkCode *heard);
int nk_has_unknown(const uint16_t *kinds, const uint32_t *points, int64_t count);
void nk_survey(const uint16_t *kinds, const uint32_t *points, int64_t count, uint8_t *holds);
Text *text_for(NkWork *work, int32_t longest);
void text_done(void *text);
void read_text(const Alphabet *alphabet, Text *text);

static inline bool is_aside(int32_t role) { return role == ROLE_ROAD || role == ROLE_WORD; }

/* What a name can be whatever stands around it (Names.traits). */
enum { ONLY_NORTH = 1, ONLY_SOUTH = 2, ONLY_CHINA = 4, NEAR_BORDER = 8 };

static inline int32_t traits_of_name(const NkEngine *engine, bool unspaced, int32_t name) {
    const Names *names = &engine->names[unspaced ? UNSPACED : SPACED];
    return name < names->count ? names->traits[name] : 0; /* villages and quarters have none */
}

#endif

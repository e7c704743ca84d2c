/* Names in alphabets: the tables, and one text as its tokens. */

#ifndef NK_ALPHABET_H
#define NK_ALPHABET_H

#include "reader.h"

/* What a generic word is, besides what it makes of the name before it (nkrisk_geo.gazetteer.compiler.spaced). */
enum {
    IS_COMPANY = 1 << 0,
    IS_BRAND = 1 << 1,
    IS_BUILDING = 1 << 2,
    IS_ROAD = 1 << 3,
    IS_PORT = 1 << 4,
    IS_ZONE = 1 << 5,
    IS_DIRECTION = 1 << 6,
    IS_ETHNIC = 1 << 7,
    IS_KIND = 1 << 8,
    IS_OF = 1 << 9,
    IS_PERSON = 1 << 10,
    IS_PINYIN = 1 << 11, /* SHI, XIAN, LU: also syllables of names */
    IS_PINYIN_ROAD = 1 << 12,
};

/* What a name is. */
enum { OF_COUNTRY = 1 << 0, GENERIC_TOO = 1 << 1, SAFE_CODE = 1 << 2, OF_PROVINCE = 1 << 3 };

/* Names that an unknown word may be a misspelling of (misspelt.c), in alphabetical order. */
typedef struct {
    Lexicon names;
    const uint32_t *points;
    const int32_t *starts;   /* of each name in `points`, and the end */
    const int32_t *numbers;  /* the number of each name */
    const WordSlot *forms;       /* by hash: each name, and what is left of it when a letter is lost; `word` is its place */
    const int32_t *form_start; /* for the first bits of a hash the first form that has them, and the end */
    int32_t form_shift;
} Forms;

typedef struct {
    Kinds kinds;
    Lexicon names;  /* of four letters or more */
    Lexicon shorts; /* of two or three */
    Lexicon words;  /* generic words, numbered from 1 on */
    Lexicon chinese; /* CHINA, CN, P: behind the code of a province */
    Forms forms;
    const uint8_t *name_flags;
    const uint16_t *word_flags; /* by the number of the word; 0 is any other word */
    Followed followed;          /* the same */
    const int32_t *country_roles; /* what such a role makes of the name of a country */
} Alphabet;

/* A token's `word` is the number of the generic word that it is, 0 for other words, or one of these. */
enum { NUMBER = -1, MARK = -2 };

typedef struct {
    uint64_t hash; /* of its letters */
    int32_t start;
    int32_t word;
    int32_t code;    /* the name of two or three letters that it is, or NONE */
    uint32_t before; /* the character right before it in the text, TEXT_END at its start */
    uint8_t kind;
    bool strange; /* neither a generic word nor a name */
    bool named;   /* a name ends where it starts */
    bool covered; /* it is a part of a mention */
} Token;

/* A name found: half-open offsets in the squeeze, the token that starts with it and the one behind it, NONE on a side where it
   is glued to others. */
typedef struct {
    int32_t start, end, first, after, name;
} Stand;

typedef struct {
    Stand *rows;
    int32_t count, room;
} Stands;

/* One text, squeezed: without white space, hyphens, apostrophes and full stops. The last token is the TEXT_END. */
typedef struct {
    const uint32_t *points; /* as it is, the TEXT_END at its end included */
    int32_t point_count;
    uint32_t *letters;
    int32_t *places; /* for each of `points`, how many letters stand before it */
    Token *tokens;   /* one more than `count`, for the end of the last */
    int32_t count;
    Stands found; /* stretches of tokens that are names, whatever they overlap */
    Stands names; /* those that stand, leftmost first */
    Mention *mentions;
    int32_t mention_count, mention_room;
    int64_t repaired; /* words of all texts so far that were compared with names */
    bool of_firm;     /* it is the name of a firm, and not an address */
    bool failed;      /* there was no memory */
} Text;

void squeeze(const Alphabet *alphabet, Text *text);
void look_up_tokens(const Alphabet *alphabet, Text *text);
void find_names(const Alphabet *alphabet, Text *text);
void find_glued(const Alphabet *alphabet, Text *text, int32_t token);
void push_stand(Text *text, Stands *stands, Stand row);
void push_mention(Text *text, Mention row);
void read_roles(const Alphabet *alphabet, Text *text);
void read_codes(const Alphabet *alphabet, Text *text);
void read_misspelt(const Alphabet *alphabet, Text *text);
uint64_t hash_without(const uint32_t *points, int32_t length, int32_t lost);

/* ── the words around a name (context.c) ─────────────────────────────────────────────────────────────────────────────── */

static inline int32_t stop_of(const Text *text) { return text->count - 1; }
static inline bool is_word(const Token *token) { return token->word >= 0; }
static inline bool is_number(const Token *token) { return token->word == NUMBER; }
static inline int32_t length_of(const Token *token) { return token[1].start - token->start; }
static inline uint16_t flags_of(const Alphabet *alphabet, const Token *token) {
    return alphabet->word_flags[token->word > 0 ? token->word : 0];
}

bool is_before(const Alphabet *alphabet, const Text *text, int32_t at, int32_t back, uint16_t flags);
bool is_edge(const Text *text, int32_t at);
bool closes(const Alphabet *alphabet, const Text *text, int32_t at);
bool opens(const Text *text, int32_t at);
bool ends(const Text *text, int32_t at);
Reading reading_after(const Alphabet *alphabet, const Text *text, int32_t at);
int32_t role_in_company(const Alphabet *alphabet, const Text *text, int32_t first, int32_t after);
int32_t token_at(const Text *text, int32_t offset);
void cover(Text *text, int32_t start, int32_t end);

#endif

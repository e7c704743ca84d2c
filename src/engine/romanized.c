/* Romanized addresses: English from the small to the large, pinyin from the large to the small, or both in one field.

       Room 502, No.18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China
       LIAONING SHENG DANDONG SHI ZHENXING QU BINJIANG ZHONG LU 18 HAO

   The order tells nothing, so every stretch is read by its own generic words (ROAD, LU; BLDG, DONG; CO., LTD). */

#include "components.h"
#include "codes.h"

#include <string.h>

enum { LONGEST_WORD_BEHIND = 60, LONGEST_NUMBER_BEHIND = 9, NEAR = 60, NEAR_WORDS = 5, TOKENS_OF_A_GENERIC = 5 };

/* A word of a text and what it is as a generic word: its number, 0 for others. */
typedef struct {
    int32_t start, end, word;
} Word;

typedef struct {
    const Stretch *text;
    Pieces *pieces;
    int32_t first; /* of the pieces those of this text begin here */
    Word *words;   /* room for as many as the text has characters */
} Reader;

static int32_t word_of(const Stretch *text, int32_t start, int32_t end) {
    const Lexicon *words = &text->engine->alphabet.words;
    int32_t word = lexicon_value(words, hash_of(text->points + start, end - start), text->points + start, end - start);
    return word == NONE ? 0 : word;
}

/* The label of what a generic word names, NONE for one that names nothing here. */
static int32_t label_of_word(const Stretch *text, int32_t word) { return text->engine->generic_labels[word] - 1; }
static bool has_word_flag(const Stretch *text, int32_t word, uint16_t flag) {
    return (text->engine->alphabet.word_flags[word] & flag) != 0;
}

static bool is_of_division(const Stretch *text, int32_t word) {
    const Followed *followed = &text->engine->alphabet.followed;
    return word && followed->role[word] == ROLE_TYPED && followed->generic[word] != GENERIC_CITY_OR_COUNTY;
}

/* ── divisions and postcodes ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* What a name means here: what is nearest to the place decided on, else the heaviest. NONE for no division. */
static int32_t label_of_name(const NkEngine *engine, const NkMention *mention, int32_t place) {
    if (mention->generic == GENERIC_VILLAGE) return LABEL_VILLAGE;
    if (is_town(mention->generic)) return LABEL_TOWNSHIP;
    Units references = meanings_of(engine, false, mention->name);
    int32_t best = NONE, kind = 0, most = 0;
    for (int32_t at = 0; at < references.count; at++) {
        int32_t unit = references.of[at] >> KIND_BITS, of_kind = references.of[at] & KIND_MASK;
        int32_t near = shared_ancestors(engine, unit, place) + (place != NONE && within(engine, place, unit)) * KINDS;
        bool better = best == NONE || near > most;
        if (!better && near == most) better = of_kind < kind || (of_kind == kind && engine->mass[unit] > engine->mass[best]);
        if (better) best = unit, kind = of_kind, most = near;
    }
    if (best == NONE) return NONE;
    if (is_of_town(kind)) return mention->generic != GENERIC_CITY && place != NONE && within(engine, place, best) ? LABEL_TOWNSHIP : NONE;
    int32_t level = engine->level[best];
    if (level == LEVEL_CITY || is_municipality(engine, best)) return LABEL_PREFECTURE;
    if (level == LEVEL_PROVINCE && is_abroad(kind)) return LABEL_COUNTY; /* a place in Hong Kong or Macao */
    return label_of_level(level) == NONE ? LABEL_POI : label_of_level(level);
}

static uint16_t token_kind(const Stretch *text, int32_t at) { return text->engine->kinds.of[point_at(text, at)] & TOKEN_KINDS; }

/* Do a character and the one before it belong to one token? */
static bool is_inside_token(const Stretch *text, int32_t at) {
    uint16_t kind = token_kind(text, at);
    return kind == token_kind(text, at - 1) && kind != DROPPED && kind != HARD;
}

/* Where a name ends, its generic word included: YANBIAN KOREAN AUTONOMOUS PREFECTURE. */
static int32_t end_with_generic(const Stretch *text, const NkMention *mention) {
    int32_t at = mention->after;
    if (mention->role != ROLE_TYPED || mention->generic == GENERIC_NONE || is_inside_token(text, at)) return at;
    for (int32_t count = 0; count < TOKENS_OF_A_GENERIC && at < text->length; count++) {
        while (at < text->length && token_kind(text, at) == DROPPED) at++;
        int32_t start = at;
        for (at += at < text->length; at < text->length && is_inside_token(text, at); at++) {}
        if (is_of_division(text, word_of(text, start, at))) return at;
    }
    return mention->after;
}

/* For each place of a text the first piece that begins there: of those the first counts. */
static void note(NkComponent *noted, NkComponent piece) {
    if (!noted[piece.start].end) noted[piece.start] = piece;
}

static void note_divisions(const Context *context, const Stretch *text, const Passage *passage, int32_t place, NkComponent *noted) {
    for (int32_t at = 0; at < passage->count; at++) {
        const NkMention *mention = &passage->mentions[at];
        bool divides = mention->role == ROLE_TYPED || mention->role == ROLE_PLAIN || mention->role == ROLE_LAST;
        if (mention->unspaced || !divides) continue;
        int32_t label = label_of_name(context->engine, mention, place);
        if (label != NONE) note(noted, (NkComponent){label, mention->first, end_with_generic(text, mention)});
    }
}

static bool note_postcodes(const Context *context, const Stretch *text, NkComponent *noted) {
    int64_t room = text->length / 2 + 1;
    NkCode *codes = TAKEN(context->work, NkCode, room);
    if (!codes) return false;
    int64_t count = nk_codes(context->engine->kinds.of, text->points, text->length, codes, room);
    for (int64_t at = 0; at < count && at < room; at++)
        if (codes[at].kind == CODE_POSTCODE) note(noted, (NkComponent){LABEL_POSTCODE, codes[at].start, codes[at].end});
    return true;
}

/* ── between them ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool goes_on(uint32_t point) { return point == '\'' || point == U'’' || point == '.' || point == '-' || point == '&'; }

/* The word that begins at an offset: its end, NONE where none does. */
static int32_t word_end(const Stretch *text, int32_t at) {
    int32_t end = at + 1;
    if (is_lettered(text, at)) {
        for (int32_t more = 0; more < LONGEST_WORD_BEHIND; more++, end++)
            if (!has_kind(text, end, ALPHANUMERIC) && !(goes_on(point_at(text, end)) && has_kind(text, end + 1, ALPHANUMERIC))) break;
        return end;
    }
    if (!is_digit(point_at(text, at))) return NONE;
    while (end - at <= LONGEST_NUMBER_BEHIND && (is_digit(point_at(text, end)) || is_latin(point_at(text, end)))) end++;
    return end;
}

/* The words of a stretch, as many as there is room for. */
static int32_t words_of(const Stretch *text, int32_t at, int32_t end, Word *words, int32_t room) {
    Stretch seen = until(text, end);
    int32_t count = 0;
    while (at < seen.length && count < room) {
        int32_t after = word_end(&seen, at);
        if (after != NONE) words[count++] = (Word){at, after, word_of(text, at, after)};
        at = after == NONE ? at + 1 : after;
    }
    return count;
}

/* The last word of a company's name among some words, NONE for none: one behind a road is that of somebody there. */
static int32_t end_of_company(const Stretch *text, const Word *words, int32_t count) {
    int32_t found = NONE, road = count;
    for (int32_t at = 0; at < count; at++) {
        int32_t label = label_of_word(text, words[at].word);
        if (label == LABEL_COMPANY) found = at;
        if (label == LABEL_ROAD && road == count) road = at;
    }
    return road < found ? NONE : found;
}

/* Does a name go on behind this word: TECHNOLOGY in TECHNOLOGY DEVELOPMENT ZONE? */
static bool is_in_longer(const Stretch *text, int32_t word) {
    return label_of_word(text, word) != NONE || has_word_flag(text, word, IS_KIND);
}

/* Names one behind the other, each cut behind its generic word; the last may have none. */
static void read_words(Reader *reader, int32_t start, int32_t end) {
    const Stretch *text = reader->text;
    const Word *words = reader->words;
    int32_t count = words_of(text, start, end, reader->words, end - start), first = 0, left = 0;
    int32_t company = end_of_company(text, words, count);
    for (int32_t at = 0; at < count; at++) {
        int32_t label = label_of_word(text, words[at].word), after = at + 1;
        if (label == NONE || at == first || at < company) continue;
        if (at == company) label = LABEL_COMPANY;
        if (label == LABEL_ROAD) /* JIEFANG ROAD EAST */
            while (after < count && has_word_flag(text, words[after].word, IS_DIRECTION)) after++;
        else if (after < count && is_in_longer(text, words[after].word)) continue;
        put_piece(reader->pieces, label, words[first].start, words[after - 1].end);
        first = after;
    }
    for (int32_t at = first; at < count; at++) left += !is_of_division(text, words[at].word);
    if (left) put_piece(reader->pieces, LABEL_POI, words[first].start, words[count - 1].end);
}

/* The label of a number without a word: beside a road a house, else left over. */
static int32_t label_of_number(const Reader *reader, int32_t end) {
    Word near[NEAR_WORDS];
    const Pieces *pieces = reader->pieces;
    int32_t before = pieces->count > reader->first ? pieces->rows[pieces->count - 1].label : NONE;
    int32_t count = words_of(reader->text, end, end + NEAR, near, NEAR_WORDS);
    for (int32_t at = 0; at < count; at++)
        if (label_of_word(reader->text, near[at].word) == LABEL_ROAD) return LABEL_ROAD_NUMBER;
    if (before == LABEL_ROAD || before == LABEL_VILLAGE || before == LABEL_TOWNSHIP || before == LABEL_DEVZONE) return LABEL_ROAD_NUMBER;
    return before == LABEL_POI || before == LABEL_ROAD_NUMBER ? LABEL_BUILDING : LABEL_OTHER;
}

/* A stretch between divisions: counted things, and the names between them. */
static void read_stretch(Reader *reader, int32_t start, int32_t end) {
    Stretch text = until(reader->text, end);
    int32_t done = start;
    for (int32_t at = start; at < end; at++) {
        int32_t label = LABELS, after = romanized_count(&text, at, &label);
        if (after == NONE) continue;
        read_words(reader, done, at);
        if (label == WORD_NUMBER) label = label_of_number(reader, after);
        if (label != LABELS) put_piece(reader->pieces, label, at, after);
        done = after;
        at = after - 1;
    }
    read_words(reader, done, end);
}

/* The pieces of a text in alphabets; names are read as those near the place decided on. False when there is no memory. */
bool read_romanized(const Context *context, const Passage *passage, int32_t place, Pieces *pieces) {
    int32_t length = passage->length - 1, done = 0;
    Stretch text = {context->engine, passage->folded, length};
    NkComponent *noted = TAKEN(context->work, NkComponent, length + 1);
    Reader reader = {&text, pieces, pieces->count, TAKEN(context->work, Word, length + 1)};
    if (!noted || !reader.words) return false;
    memset(noted, 0, ((size_t)length + 1) * sizeof *noted);
    note_divisions(context, &text, passage, place, noted);
    if (!note_postcodes(context, &text, noted)) return false;
    for (int32_t at = 0; at < length; at++) {
        if (!noted[at].end || at < done) continue;
        read_stretch(&reader, done, at);
        put_piece(pieces, noted[at].label, at, noted[at].end);
        done = noted[at].end;
    }
    read_stretch(&reader, done, length);
    return true;
}

/* What Python calls: a reader is made of its tables, and reads batches of texts. */

#include "alphabet.h"
#include "han.h"

#include <stdlib.h>

/* Python gives these numbers (nkrisk_geo.native). */
enum {
    WORDS_NAMES, WORDS_SHORT_NAMES, WORDS_GENERICS, WORDS_CHINESE, WORDS_REPAIRABLE, WORDS_HAN_NAMES, WORDS_HAN_GENERICS,
    WORDS_CUTTING,
};
enum {
    TABLE_KINDS, TABLE_NAME_FLAGS, TABLE_GENERIC_FLAGS, TABLE_GENERIC_ROLES, TABLE_GENERIC_GENERICS, TABLE_COUNTRY_ROLES,
    TABLE_HAN_SENSES, TABLE_HAN_ROLES, TABLE_HAN_GENERICS, TABLE_GAINS,
};

typedef struct {
    Alphabet alphabet;
    Han han;
} Reader;

NK_API Reader *nk_new(void) { return calloc(1, sizeof(Reader)); }

NK_API void nk_free(Reader *reader) {
    if (!reader) return;
    lexicon_free(&reader->alphabet.names);
    lexicon_free(&reader->alphabet.shorts);
    lexicon_free(&reader->alphabet.words);
    lexicon_free(&reader->alphabet.chinese);
    forms_free(&reader->alphabet.forms);
    lexicon_free(&reader->han.names);
    lexicon_free(&reader->han.generics);
    lexicon_free(&reader->han.words);
    free(reader);
}

/* Names and what each of them stands for. The arrays of WORDS_REPAIRABLE have to outlive the reader. 0 when there is no memory. */
NK_API int nk_words(Reader *reader, int which, const uint32_t *points, const int32_t *lengths, const int32_t *values,
                      int32_t count) {
    Lexicon *lexicons[] = {
        &reader->alphabet.names, &reader->alphabet.shorts, &reader->alphabet.words, &reader->alphabet.chinese, NULL,
        &reader->han.names, &reader->han.generics, &reader->han.words,
    };
    if (which == WORDS_REPAIRABLE) return forms_make(&reader->alphabet.forms, points, lengths, values, count);
    if (!lexicon_make(lexicons[which], points, lengths, values, count)) return false;
    if (which == WORDS_CUTTING) reader->han.word_count = count, reader->han.has_words = true;
    return true;
}

/* A table that has to outlive the reader. */
NK_API void nk_table(Reader *reader, int which, const void *table) {
    switch (which) {
        case TABLE_KINDS: reader->alphabet.kinds.of = reader->han.kinds.of = table; break;
        case TABLE_NAME_FLAGS: reader->alphabet.name_flags = table; break;
        case TABLE_GENERIC_FLAGS: reader->alphabet.word_flags = table; break;
        case TABLE_GENERIC_ROLES: reader->alphabet.followed.role = table; break;
        case TABLE_GENERIC_GENERICS: reader->alphabet.followed.generic = table; break;
        case TABLE_COUNTRY_ROLES: reader->alphabet.country_roles = table; break;
        case TABLE_HAN_SENSES: reader->han.senses = table; break;
        case TABLE_HAN_ROLES: reader->han.followed.role = table; break;
        case TABLE_HAN_GENERICS: reader->han.followed.generic = table; break;
        case TABLE_GAINS: reader->han.gains = table; break;
        default: break;
    }
}

/* ── alphabets ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int32_t longest_text(const uint32_t *points, int64_t count) {
    int32_t longest = 0, length = 0;
    for (int64_t at = 0; at < count; at++) {
        length++;
        if (length > longest) longest = length;
        if (points[at] == PART) length = 0;
    }
    return longest;
}

static bool text_make(Text *text, int32_t longest) {
    *text = (Text){0};
    text->letters = malloc(((size_t)longest + 1) * sizeof *text->letters);
    text->places = malloc(((size_t)longest + 1) * sizeof *text->places);
    text->tokens = malloc(((size_t)longest + 2) * sizeof *text->tokens);
    return text->letters && text->places && text->tokens;
}

static void text_free(Text *text) {
    free(text->letters);
    free(text->places);
    free(text->tokens);
    free(text->found.rows);
    free(text->names.rows);
    free(text->mentions);
}

static void read_text(const Alphabet *alphabet, Text *text) {
    squeeze(alphabet, text);
    find_names(alphabet, text);
    read_roles(alphabet, text);
    read_codes(alphabet, text);
    read_misspelt(alphabet, text);
}

/* The mentions in alphabets of those of some texts that are wanted, counting the words that are compared with names: how many there are, of which as many are in `rows` as there is room for; -1 when there is
   no memory. */
NK_API int64_t nk_read_alphabets(const Reader *reader, const uint32_t *points, int64_t count, const uint8_t *wanted, Mention *rows,
                                 int64_t room, int64_t *repaired) {
    const Alphabet *alphabet = &reader->alphabet;
    Mentions found = {rows, room, 0};
    Text text;
    text.failed = !text_make(&text, longest_text(points, count));
    int32_t number = 0;
    for (int64_t start = 0, at = 0; at < count && !text.failed; at++) {
        if (points[at] != PART) continue;
        text.points = points + start, text.point_count = (int32_t)(at + 1 - start);
        if (wanted[number]) {
            read_text(alphabet, &text);
            for (int32_t row = 0; row < text.mention_count; row++) {
                text.mentions[row].text = number;
                mention(&found, text.mentions[row]);
            }
        }
        number++, start = at + 1;
    }
    *repaired += text.repaired;
    text_free(&text);
    return text.failed ? -1 : found.count;
}

/* ── Han and Hangul ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool line_make(Line *line, int32_t longest) {
    *line = (Line){0};
    line->points = malloc(((size_t)longest + 1) * sizeof *line->points);
    line->breaks = malloc((size_t)longest + 1);
    return line->points && line->breaks;
}

static void line_free(Line *line) {
    free(line->points);
    free(line->breaks);
}

/* The names in Han and Hangul in those of some texts that are wanted, in order, not overlapping: how many there are; -1 when there is no memory. There has
   to be room for one a character. */
NK_API int64_t nk_match_han(const Reader *reader, const uint32_t *points, int64_t count, const uint8_t *wanted, Match *rows) {
    Line line;
    bool whole = line_make(&line, longest_text(points, count));
    int64_t found = 0;
    int32_t number = 0;
    for (int64_t start = 0, at = 0; at < count && whole; at++) {
        if (points[at] != PART) continue;
        if (wanted[number]) {
            han_squeeze(&reader->han, points + start, (int32_t)(at + 1 - start), &line);
            int32_t more = han_matches(&reader->han, &line, rows + found);
            while (more--) rows[found++].text = number;
        }
        number++, start = at + 1;
    }
    line_free(&line);
    return whole ? found : -1;
}

/* What the names found do, one row for each, counting the stretches that are cut: 0; -1 when there is no memory, 1 when the words for cutting are needed first. */
NK_API int nk_read_han(const Reader *reader, const uint32_t *points, int64_t count, const Match *names, int64_t found, int roughly,
                       Mention *rows, int64_t *cuts) {
    Line line;
    bool whole = line_make(&line, longest_text(points, count));
    Cutting cutting = {0};
    int32_t number = 0;
    for (int64_t start = 0, at = 0, name = 0; at < count && name < found && whole && !cutting.needs_words; at++) {
        if (points[at] != PART) continue;
        int64_t first = name;
        while (name < found && names[name].text == number) name++;
        if (name > first) {
            han_squeeze(&reader->han, points + start, (int32_t)(at + 1 - start), &line);
            han_roles(&reader->han, &line, names + first, (int32_t)(name - first), roughly, rows + first, &cutting);
        }
        number++, start = at + 1;
    }
    line_free(&line);
    *cuts += cutting.cuts;
    return whole ? cutting.needs_words : -1;
}

/* Class and length of the generic words that begin at some offsets of one text without white space. */
NK_API void nk_tails(const Reader *reader, const uint32_t *points, int32_t count, const int32_t *at, int32_t places, Tail *rows) {
    Line line = {.points = (uint32_t *)points, .length = count};
    for (int32_t place = 0; place < places; place++) rows[place] = tail_at(&reader->han, &line, at[place]);
}

/* Does a name stand in a text without white space, or is it only a part of words? -1 when the words for cutting are needed first. */
NK_API int nk_stands(const Reader *reader, const uint32_t *points, int32_t count, int32_t start, int32_t end) {
    Line line = {.points = (uint32_t *)points, .length = count};
    Cutting cutting = {0};
    bool found = stands(&reader->han, &line, start, end, &cutting);
    return cutting.needs_words ? -1 : found;
}

/* Where the word ends that begins at each character of a stretch when it is cut; 0 when the stretch is too long for that. */
NK_API int nk_cut(const Reader *reader, const uint32_t *points, int32_t count, int32_t *following) {
    if (!reader->han.has_words || count > LONGEST_KNOT) return 0;
    cut_words(&reader->han, points, count, following);
    return 1;
}

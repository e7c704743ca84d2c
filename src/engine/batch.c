/* What Python calls: a reader is made of its tables, and reads batches of texts. */

#include "reading.h"

#include <stdlib.h>

/* Python gives these numbers (nkrisk_geo.native). */
enum {
    WORDS_NAMES, WORDS_SHORT_NAMES, WORDS_GENERICS, WORDS_CHINESE, WORDS_REPAIRABLE, WORDS_HAN_NAMES, WORDS_HAN_GENERICS,
    WORDS_CUTTING,
};
enum {
    TABLE_KINDS, TABLE_NAME_FLAGS, TABLE_GENERIC_FLAGS, TABLE_GENERIC_ROLES, TABLE_GENERIC_GENERICS, TABLE_COUNTRY_ROLES,
    TABLE_HAN_ROLES, TABLE_HAN_GENERICS, TABLE_GAINS, TABLE_LISTS, TABLE_LIST_STARTS,
};

typedef NkReader Reader;

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
        case TABLE_HAN_ROLES: reader->han.followed.role = table; break;
        case TABLE_HAN_GENERICS: reader->han.followed.generic = table; break;
        case TABLE_LISTS: reader->han.lists = table; break;
        case TABLE_LIST_STARTS: reader->han.list_start = table; break;
        case TABLE_GAINS: reader->han.gains = table; break;
        default: break;
    }
}

/* ── alphabets ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

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

void read_text(const Alphabet *alphabet, Text *text) {
    squeeze(alphabet, text);
    find_names(alphabet, text);
    read_roles(alphabet, text);
    read_codes(alphabet, text);
    read_misspelt(alphabet, text);
}

/* Room for a text of such a length, kept with the memory of a call; NULL when there is none. */
Text *text_for(NkWork *work, int32_t longest) {
    if (work->text && work->text_room >= longest) return work->text;
    Text *text = malloc(sizeof *text);
    if (text && !text_make(text, 2 * longest)) {
        text_free(text);
        free(text);
        text = NULL;
    }
    if (!text) {
        work->wrong = NK_NO_MEMORY;
        return NULL;
    }
    text_done(work->text);
    work->text = text;
    work->text_room = 2 * longest;
    return text;
}

void text_done(void *text) {
    if (!text) return;
    text_free(text);
    free(text);
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

/* A text in alphabets: all that is read in it, and its memory. */

#include "passage.h"

#include <stdlib.h>

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
    int32_t room = longest > INT32_MAX / 2 ? INT32_MAX : 2 * longest;
    Text *text = malloc(sizeof *text);
    if (text && !text_make(text, room)) {
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
    work->text_room = room;
    return text;
}

void text_done(void *text) {
    if (!text) return;
    text_free(text);
    free(text);
}

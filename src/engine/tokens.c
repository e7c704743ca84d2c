/* A text in alphabets as tokens, and the rows that are found in it.

   It is squeezed: white space, hyphens, apostrophes and full stops are gone, other punctuation is kept. Its tokens are runs of letters
   of one alphabet, runs of digits, runs of Chinese or Korean characters and single punctuation marks. */

#include "alphabet.h"

#include <stdlib.h>

enum { SHORTEST_NAME = 4 }; /* shorter ones are codes and count only where a code can stand */

void squeeze(const Alphabet *alphabet, Text *text) {
    int32_t length = 0;
    uint32_t last = DROPPED;
    bool dropped = false;
    text->count = 0;
    for (int32_t at = 0; at < text->point_count; at++) {
        uint32_t point = text->points[at], kind = alphabet->kinds.of[point] & TOKEN_KINDS;
        text->places[at] = length;
        if (kind == DROPPED) {
            dropped = true;
            continue;
        }
        if (!length || dropped || kind != last || kind == HARD || kind == PARTING)
            text->tokens[text->count++] = (Token){
                .start = length, .kind = (uint8_t)kind, .code = NONE, .before = at ? text->points[at - 1] : TEXT_END, .hash = HASH_OF_NOTHING};
        Token *token = &text->tokens[text->count - 1];
        token->hash = hashed(token->hash, point);
        text->letters[length++] = point;
        last = kind;
        dropped = false;
    }
    text->tokens[text->count] = (Token){.start = length};
}

/* The generic word that each token is, and the code. */
void look_up_tokens(const Alphabet *alphabet, Text *text) {
    for (Token *token = text->tokens; token < text->tokens + text->count; token++) {
        if (token->kind == DIGITS) {
            token->word = NUMBER;
        } else if (token->kind == HARD || token->kind == PARTING) {
            token->word = MARK;
        } else if (token->kind != CJK) {
            const uint32_t *letters = text->letters + token->start;
            int32_t length = length_of(token), word = lexicon_value(&alphabet->words, token->hash, letters, length);
            token->word = word == NONE ? 0 : word;
            token->strange = word == NONE;
            if (token->kind == LATIN && length < SHORTEST_NAME)
                token->code = lexicon_value(&alphabet->shorts, token->hash, letters, length);
        }
    }
}

/* The token at an offset of the squeeze. */
int32_t token_at(const Text *text, int32_t offset) {
    int32_t low = 0, high = text->count;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (text->tokens[middle].start <= offset) low = middle;
        else high = middle;
    }
    return low;
}

/* Mark the tokens that a mention is made of. */
void cover(Text *text, int32_t start, int32_t end) {
    for (int32_t at = token_at(text, start); at < text->count && text->tokens[at].start < end; at++)
        text->tokens[at].covered = true;
}

void push_stand(Text *text, Stands *stands, Stand row) {
    if (stands->count == stands->room) {
        int32_t room = stands->room ? 2 * stands->room : 64;
        Stand *rows = realloc(stands->rows, (size_t)room * sizeof(Stand));
        if (!rows) {
            text->failed = true;
            return;
        }
        stands->rows = rows, stands->room = room;
    }
    stands->rows[stands->count++] = row;
}

void push_mention(Text *text, Mention row) {
    if (text->mention_count == text->mention_room) {
        int32_t room = text->mention_room ? 2 * text->mention_room : 64;
        Mention *rows = realloc(text->mentions, (size_t)room * sizeof(Mention));
        if (!rows) {
            text->failed = true;
            return;
        }
        text->mentions = rows, text->mention_room = room;
    }
    text->mentions[text->mention_count++] = row;
}

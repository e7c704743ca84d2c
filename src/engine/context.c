/* What stands around a name in alphabets: the words before and behind it. The token that parts one text from the next counts as
   a punctuation mark, so that no rule looks into another text. */

#include "alphabet.h"

enum { AHEAD = 5 };       /* words behind a name that may say what it is */
enum { LOOK_AHEAD = 10 }; /* words behind a name in which the name of a company, a road or a building may end */

/* Is the word so many places before a token one of these? */
bool is_before(const Alphabet *alphabet, const Text *text, int32_t at, int32_t back, uint16_t flags) {
    return at >= back && flags_of(alphabet, &text->tokens[at - back]) & flags;
}

/* Is there the end, punctuation, a number, or a state with its ZIP code (CA 90001)? */
bool is_edge(const Text *text, int32_t at) {
    const Token *token = &text->tokens[at];
    return !is_word(token) || (length_of(token) == 2 && is_number(token + 1));
}

/* Is there an edge, or one behind a people's name whose generic was cut off: YANBIAN KOREAN AUTONOMOU? */
bool closes(const Alphabet *alphabet, const Text *text, int32_t at) {
    while (flags_of(alphabet, &text->tokens[at]) & IS_ETHNIC) at++;
    return is_edge(text, at);
}

/* Is there the start of the text, punctuation or a number before a token? */
bool opens(const Text *text, int32_t at) { return !at || !is_word(&text->tokens[at - 1]); }

/* Is there nothing but a code and punctuation from a token on? */
bool ends(const Text *text, int32_t at) {
    int32_t stop = stop_of(text);
    return stop - at <= 2 && !is_word(&text->tokens[at]) && (at + 1 >= stop || !is_word(&text->tokens[at + 1]));
}

/* TRADE and PROCESSING stand in names of zones too: FREE TRADE ZONE, EXPORT PROCESSING ZONE. */
static bool names_a_zone(const Alphabet *alphabet, const Text *text, int32_t at) {
    if (!(flags_of(alphabet, &text->tokens[at]) & IS_COMPANY)) return false;
    for (int32_t next = at + 1; next <= at + 2 && next < stop_of(text); next++)
        if (flags_of(alphabet, &text->tokens[next]) & IS_ZONE) return true;
    return false;
}

/* Role and generic that the words from a token on give the name before them; LOOSE when they say nothing. Directions, numbers and
   words like AUTONOMOUS may stand between; behind a direction only a road counts. */
Reading reading_after(const Alphabet *alphabet, const Text *text, int32_t at) {
    bool directed = false;
    for (int32_t step = 0; step < AHEAD && at <= stop_of(text); step++, at++) {
        const Token *token = &text->tokens[at];
        uint16_t flags = flags_of(alphabet, token);
        bool pointing = (flags & IS_DIRECTION) || is_number(token);
        directed |= pointing;
        if (pointing || (flags & (IS_ETHNIC | IS_KIND) && !directed) || names_a_zone(alphabet, text, at)) continue;
        int32_t word = token->word > 0 ? token->word : 0, role = alphabet->followed.role[word];
        if (role == NONE || (directed && role != ROLE_ROAD)) break;
        return (Reading){role, alphabet->followed.generic[word]};
    }
    return (Reading){ROLE_LOOSE, GENERIC_NONE};
}

/* Role of a name followed by something unknown: does the stretch turn out to be a company, a road, a building? */
int32_t role_in_company(const Alphabet *alphabet, const Text *text, int32_t first, int32_t after) {
    for (int32_t at = after; at < after + LOOK_AHEAD && at < stop_of(text); at++) {
        const Token *token = &text->tokens[at];
        uint16_t flags = flags_of(alphabet, token);
        if (flags & IS_BRAND) return ROLE_INSIDE;
        if (flags & IS_COMPANY) return opens(text, first) ? ROLE_COMPANY : ROLE_INSIDE;
        if (flags & (IS_ROAD | IS_BUILDING | IS_PORT) || !(is_word(token) || is_number(token))) break;
    }
    return ROLE_LOOSE;
}

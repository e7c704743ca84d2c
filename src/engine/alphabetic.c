/* Roles of names in alphabets: the role comes from the words around the name.

   DANDONG ROAD            names a road
   DANDONG CITY            a division, and one that is called a city
   DANDONG HUAYANG CO      heads the name of a company
   BANK OF DALIAN          a brand
   ..., DANDONG, LIAONING  stands alone */

#include "alphabet.h"

enum { LONGEST_WORD = 12, MOST_CODES = 50 };

/* A country's name: at the end it is the country; before other words it may be a road, a firm, a hotel. */
static int32_t role_of_country(const Alphabet *alphabet, const Text *text, const Stand *name, int32_t role, bool branded) {
    if (branded) return ROLE_INSIDE;
    if (ends(text, name->after)) return ROLE_LAST;
    if (is_before(alphabet, text, name->first, 1, IS_BUILDING | IS_BRAND)) return ROLE_INSIDE;
    return alphabet->country_roles[role];
}

/* A name between the edges of tokens. */
static Reading reading_of_whole(const Alphabet *alphabet, const Text *text, const Stand *name, bool followed) {
    Reading read = reading_after(alphabet, text, name->after);
    /* BANK OF before it: the name belongs to a firm. */
    bool branded = is_before(alphabet, text, name->first, 2, IS_COMPANY | IS_BRAND) &&
                   is_before(alphabet, text, name->first, 1, IS_OF);
    if (alphabet->name_flags[name->name] & OF_COUNTRY)
        return (Reading){role_of_country(alphabet, text, name, read.role, branded), GENERIC_NONE};
    if (is_before(alphabet, text, name->first, 1, IS_PERSON)) return (Reading){ROLE_WORD, GENERIC_NONE};
    if (read.role != ROLE_LOOSE) return read;
    if (followed || closes(alphabet, text, name->after) || text->tokens[name->after].code != NONE)
        return (Reading){branded ? ROLE_INSIDE : ROLE_PLAIN, GENERIC_NONE};
    return (Reading){role_in_company(alphabet, text, name->first, name->after), GENERIC_NONE};
}

/* A name inside a token: CITY in DANDONGCITYLIAONING. */
static Reading reading_of_glued(const Alphabet *alphabet, const Text *text, int32_t end) {
    Reading read = {ROLE_PLAIN, GENERIC_NONE};
    uint64_t hash = HASH_OF_NOTHING;
    for (int32_t at = end; at < end + LONGEST_WORD && text->letters[at] != TEXT_END; at++) {
        hash = hashed(hash, text->letters[at]);
        if (!lexicon_begins(&alphabet->words, hash)) break;
        int32_t word = lexicon_value(&alphabet->words, hash, text->letters + end, at + 1 - end);
        if (at == end || word == NONE || alphabet->followed.role[word] == NONE) continue;
        read = (Reading){alphabet->followed.role[word], alphabet->followed.generic[word]};
    }
    return read;
}

void read_roles(const Alphabet *alphabet, Text *text) {
    text->mention_count = 0;
    bool behind = false; /* another name ends where this one starts */
    for (int32_t at = 0; at < text->names.count; at++) {
        const Stand *name = &text->names.rows[at];
        bool followed = at + 1 < text->names.count && text->names.rows[at + 1].start == name->end;
        /* Behind another name it is that one's generic: XIAN in KUANDIAN XIAN. */
        if (!(behind && name->first != NONE && alphabet->name_flags[name->name] & GENERIC_TOO)) {
            bool whole = name->first != NONE && name->after != NONE;
            Reading read = whole ? reading_of_whole(alphabet, text, name, followed)
                                 : reading_of_glued(alphabet, text, name->end);
            push_mention(text, (Mention){0, name->name, read.role, read.generic, name->start, name->end});
        }
        behind = followed;
    }
    /* Plain names right before one inside a firm's name are inside it too: SHANGHAI PUDONG DEVELOPMENT BANK. */
    for (int32_t at = text->mention_count - 2; at >= 0; at--) {
        Mention *name = &text->mentions[at];
        if (name->end == name[1].start && name->role == ROLE_PLAIN && (name[1].role == ROLE_COMPANY || name[1].role == ROLE_INSIDE))
            name->role = name[1].role;
    }
}

/* ── CN, LN, USA: names of two or three letters, which count only where such a name can stand ────────────────────────── */

static bool is_chinese(const Alphabet *alphabet, const Text *text, int32_t at) {
    const Token *token = &text->tokens[at];
    return at < stop_of(text) &&
           lexicon_value(&alphabet->chinese, token->hash, text->letters + token->start, length_of(token)) != NONE;
}

/* At the end it must not be the tail of a word; elsewhere a comma, a bracket, a number or China must follow. */
static bool is_set_off(const Alphabet *alphabet, const Text *text, int32_t at) {
    const Token *token = &text->tokens[at];
    if (ends(text, at + 1)) return token->before != '-' && token->before != '\'';
    uint32_t behind = text->letters[token[1].start];
    return behind == ',' || behind == ')' || is_number(token + 1) || is_chinese(alphabet, text, at + 1);
}

/* Names of firms end with CO, SA, AG and AS, and a number may stand before: HUAYUAN 2000 CO is not in Colombia. Behind a comma such
   a code ends an address. */
static bool may_be_legal_form(const Alphabet *alphabet, const Text *text, int32_t at) {
    if (!text->of_firm && !(flags_of(alphabet, &text->tokens[at]) & IS_COMPANY)) return false;
    if (!at) return text->of_firm;
    return text->letters[text->tokens[at - 1].start] != ',';
}

/* Nothing may follow but a code, and no digit stand before: 9EH is not Western Sahara. */
static bool is_country(const Alphabet *alphabet, const Text *text, int32_t at) {
    const Token *token = &text->tokens[at];
    int32_t next = at + 2 < stop_of(text) ? at + 2 : stop_of(text);
    bool last = !is_number(token + 1) && !is_number(&text->tokens[next]);
    if (!ends(text, at + 1) || (last && is_digit(token->before))) return false;
    if (alphabet->name_flags[token->code] & SAFE_CODE) return true;
    return last && opens(text, at) && !may_be_legal_form(alphabet, text, at);
}

/* Behind a place, with or without a comma, or before China. */
static bool is_province(const Alphabet *alphabet, const Text *text, int32_t at) {
    if (is_chinese(alphabet, text, at + 1)) return true;
    if (!at) return false;
    const Token *before = &text->tokens[at - 1];
    return text->tokens[at].named || (text->letters[before->start] == ',' && before->named);
}

void read_codes(const Alphabet *alphabet, Text *text) {
    for (int32_t at = 0; at < text->mention_count; at++) {
        const Mention *found = &text->mentions[at];
        cover(text, found->start, found->end);
        int32_t behind = token_at(text, found->end);
        if (text->tokens[behind].start == found->end) text->tokens[behind].named = true;
    }
    for (int32_t at = 0, heard = 0; at < stop_of(text) && heard < MOST_CODES; at++) {
        const Token *token = &text->tokens[at];
        if (token->code == NONE) continue;
        bool country = alphabet->name_flags[token->code] & OF_COUNTRY;
        if (!(country ? is_country(alphabet, text, at) : is_province(alphabet, text, at))) continue;
        if (!is_set_off(alphabet, text, at)) continue;
        heard++;
        if (token->covered) continue;
        push_mention(text, (Mention){0, token->code, country ? ROLE_LAST : ROLE_PLAIN, GENERIC_NONE, token->start, token[1].start});
    }
}

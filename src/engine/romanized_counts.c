/* What is counted in a romanized address stands out first: NO.18, 18 HAO, ROOM 502, 3F, P.O. BOX 12.

   Each form is gone through once with all the places that it can have come to (patterns.c); the longest that may end there counts. */

#include "components.h"

enum { LONGEST_FORM = 62 };

/* ── places that a form can have come to, counted from where it begins ───────────────────────────────────────────────────── */

typedef struct {
    const Stretch *text;
    int32_t at;
    Ends ends;
} Form;

static bool in_word(const Stretch *text, int32_t at) { return has_kind(text, at, ALPHANUMERIC) || point_at(text, at) == '_'; }
static bool is_edge_of_word(const Stretch *text, int32_t at) { return in_word(text, at) != in_word(text, at - 1); }
static bool is_id(uint32_t point) { return is_digit(point) || is_latin(point); }
static bool is_space_at(const Stretch *text, int32_t at) { return has_kind(text, at, SPACE); }

static Form form_at(const Stretch *text, int32_t at) { return (Form){text, at, 1}; }
static bool comes_to(const Form *form, int32_t length) { return form->ends >> length & 1; }

static Ends bit_at(int32_t length) { return length < LONGEST_PATTERN ? (Ends)1 << length : 0; }

/* One of the words of a list. */
static void word(Form *form, int32_t list) {
    Ends found = 0;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++)
        if (comes_to(form, length)) found |= ends_of(form->text, form->at + length, list) << length;
    form->ends = found;
}

/* A character, or none; a blank for any white space. */
static void maybe(Form *form, uint32_t point) {
    Ends found = form->ends;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++) {
        int32_t at = form->at + length;
        bool is_there = point == ' ' ? is_space_at(form->text, at) : point_at(form->text, at) == point;
        if (comes_to(form, length) && is_there) found |= bit_at(length + 1);
    }
    form->ends = found;
}

/* A character that has to be there. */
static void one(Form *form, uint32_t point) {
    Ends found = 0;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++)
        if (comes_to(form, length) && point_at(form->text, form->at + length) == point) found |= bit_at(length + 1);
    form->ends = found;
}

static void letter(Form *form) {
    Ends found = 0;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++)
        if (comes_to(form, length) && is_latin(point_at(form->text, form->at + length))) found |= bit_at(length + 1);
    form->ends = found;
}

/* NO. or none. */
static void maybe_no(Form *form) {
    Form no = *form;
    one(&no, 'n');
    one(&no, 'o');
    maybe(&no, '.');
    maybe(&no, ' ');
    form->ends |= no.ends;
}

/* One digit, or up to so many. */
static void digits(Form *form, int32_t most) {
    Ends found = 0;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++) {
        if (!comes_to(form, length)) continue;
        for (int32_t count = 1; count <= most && is_digit(point_at(form->text, form->at + length + count - 1)); count++)
            found |= bit_at(length + count);
    }
    form->ends = found;
}

/* Some letters and digits that go on behind a mark, up to so many times, from a place on. */
static Ends joined_from(const Form *form, int32_t length, int32_t most, const uint32_t *marks) {
    enum { LONGEST_JOINED = 6 };
    Ends found = bit_at(length), last = found;
    for (int32_t times = 0; times < most && last; times++) {
        Ends next = 0;
        for (int32_t from = 0; from < LONGEST_FORM && last >> from; from++) {
            if (!(last >> from & 1) || !among(marks, point_at(form->text, form->at + from))) continue;
            for (int32_t count = 1; count <= LONGEST_JOINED && is_id(point_at(form->text, form->at + from + count)); count++)
                next |= bit_at(from + count + 1);
        }
        found |= next;
        last = next;
    }
    return found;
}

/* What numbers a house or room: 18, 3A, B12-5. */
static void id(Form *form) {
    enum { LONGEST_BEFORE = 2, LONGEST_BEHIND = 6, MOST_JOINED = 4 };
    static const uint32_t marks[] = U"-/~&";
    Ends found = 0, plain = 0;
    for (int32_t length = 0; length < LONGEST_FORM && form->ends >> length; length++) {
        int32_t start = form->at + length;
        for (int32_t digit = 0; comes_to(form, length) && digit <= LONGEST_BEFORE && is_id(point_at(form->text, start + digit)); digit++) {
            if (!is_digit(point_at(form->text, start + digit))) continue;
            for (int32_t more = 0; more <= LONGEST_BEHIND && (!more || is_id(point_at(form->text, start + digit + more))); more++)
                plain |= bit_at(length + digit + more + 1);
        }
    }
    for (int32_t length = 1; length < LONGEST_FORM && plain >> length; length++)
        if (plain >> length & 1) found |= joined_from(form, length, MOST_JOINED, marks);
    form->ends = found;
}

/* Only where a word ends. */
static void edge(Form *form) {
    for (int32_t length = 0; length < LONGEST_PATTERN && form->ends >> length; length++)
        if (comes_to(form, length) && !is_edge_of_word(form->text, form->at + length)) form->ends &= ~((Ends)1 << length);
}

static int32_t end_of_form(const Form *form) { return form->ends ? form->at + longest_of(form->ends) : NONE; }

static int32_t later(int32_t one, int32_t other) { return one != NONE ? one : other; }

/* Does one of some words follow, with a blank before it or none, and end there? */
static bool is_followed(const Stretch *text, int32_t at, int32_t list, int32_t blanks) {
    Form form = form_at(text, at);
    for (; blanks > 0; blanks--) maybe(&form, ' ');
    word(&form, list);
    edge(&form);
    return form.ends != 0;
}

/* ── the forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int32_t box_end(const Stretch *text, int32_t at) {
    enum { LONGEST_BOX = 10 };
    Form form = form_at(text, at);
    word(&form, LIST_ROMANIZED_POST_BOX);
    for (int32_t blanks = 0; blanks < 2; blanks++) {
        Form colon = form;
        maybe(&colon, ':');
        maybe(&form, ' ');
        form.ends |= colon.ends;
    }
    Form first = form;
    digits(&first, 1);
    if (!first.ends) return NONE;
    int32_t end = end_of_form(&first), start = end;
    while (end - start < LONGEST_BOX - 1 && (is_id(point_at(text, end)) || point_at(text, end) == '-')) end++;
    return end;
}

static bool in_phone(const Stretch *text, int32_t at) {
    uint32_t point = point_at(text, at);
    return is_digit(point) || point == '(' || point == ')' || point == '/' || point == '-' || is_space_at(text, at);
}

static bool in_address(const Stretch *text, int32_t at, bool before) {
    uint32_t point = point_at(text, at);
    return in_word(text, at) || point == '.' || point == '-' || (before && point == '+');
}

static bool is_behind_label(const Stretch *text, int32_t at) {
    return point_at(text, at) == '.' || point_at(text, at) == ':' || is_space_at(text, at);
}

/* TEL +86 415 2123456, EMAIL a@b.c, ATTN: what is no part of an address. */
static int32_t other_end(const Stretch *text, int32_t at) {
    enum { MOST_MARKS = 3, LEAST_PHONE = 8, MOST_PHONE = 24, LONGEST_MAIL = 40 };
    Form form = form_at(text, at);
    word(&form, LIST_ROMANIZED_LABEL_OF_ANOTHER_THING);
    edge(&form);
    int32_t end = end_of_form(&form), count = 0, site = 0;
    if (end == NONE) return NONE;
    for (int32_t marks = 0; marks < MOST_MARKS && is_behind_label(text, end); marks++) end++;
    if (is_digit(point_at(text, end)) || point_at(text, end) == '+' || point_at(text, end) == '(') {
        while (count < MOST_PHONE && in_phone(text, end + 1 + count)) count++;
        if (count >= LEAST_PHONE) return end + 1 + count;
    }
    for (count = 0; count < LONGEST_MAIL && in_address(text, end + count, true); count++) {}
    if (!count || point_at(text, end + count) != '@') return end;
    while (site < LONGEST_MAIL && in_address(text, end + count + 1 + site, false)) site++;
    return site ? end + count + 1 + site : end;
}

static int32_t room_end(const Stretch *text, int32_t at) {
    Form form = form_at(text, at), behind = form;
    word(&form, LIST_ROMANIZED_BEFORE_A_ROOM);
    maybe(&form, '.');
    maybe(&form, ' ');
    maybe(&form, ' ');
    maybe_no(&form);
    maybe(&form, '#');
    id(&form);
    edge(&form);
    id(&behind);
    maybe(&behind, ' ');
    word(&behind, LIST_ROMANIZED_BEHIND_A_ROOM);
    edge(&behind);
    return later(end_of_form(&form), end_of_form(&behind));
}

static int32_t floor_end(const Stretch *text, int32_t at) {
    enum { MOST_DIGITS = 3 };
    Form form = form_at(text, at), nth = form, slashed = form, behind = form;
    maybe(&form, 'b');
    digits(&form, MOST_DIGITS);
    Form ordinal = form;
    word(&ordinal, LIST_END_OF_AN_ORDINAL);
    word(&nth, LIST_ORDINAL);
    form.ends |= ordinal.ends | nth.ends;
    maybe(&form, ' ');
    maybe(&form, '-');
    word(&form, LIST_ROMANIZED_BEHIND_A_FLOOR);
    edge(&form);
    digits(&slashed, MOST_DIGITS);
    one(&slashed, '/');
    one(&slashed, 'f');
    edge(&slashed);
    word(&behind, LIST_ROMANIZED_BEFORE_A_FLOOR);
    maybe(&behind, '.');
    maybe(&behind, ' ');
    digits(&behind, MOST_DIGITS);
    edge(&behind);
    return later(end_of_form(&form), later(end_of_form(&slashed), end_of_form(&behind)));
}

/* No building where a road follows: DONG LU is one. */
static void no_road(Form *form, int32_t list) {
    for (int32_t length = 0; length < LONGEST_PATTERN && form->ends >> length; length++) {
        int32_t at = form->at + length;
        bool is_road = comes_to(form, length) && is_space_at(form->text, at) && is_followed(form->text, at + 1, list, 0);
        if (is_road) form->ends &= ~((Ends)1 << length);
    }
}

static int32_t building_end(const Stretch *text, int32_t at) {
    Form form = form_at(text, at), behind = form;
    word(&form, LIST_ROMANIZED_BEFORE_A_BUILDING);
    maybe(&form, '.');
    maybe(&form, ' ');
    maybe_no(&form);
    Form lettered = form;
    id(&form);
    letter(&lettered);
    form.ends |= lettered.ends;
    edge(&form);
    maybe_no(&behind);
    id(&behind);
    maybe(&behind, '#');
    maybe(&behind, ' ');
    Form dong = behind;
    word(&behind, LIST_ROMANIZED_BEHIND_A_BUILDING);
    word(&dong, LIST_ROMANIZED_BUILDING_OR_EAST);
    no_road(&dong, LIST_ROMANIZED_ROAD);
    behind.ends |= dong.ends;
    edge(&behind);
    return later(end_of_form(&form), end_of_form(&behind));
}

static bool is_before_road(const Stretch *text, int32_t at) { return is_followed(text, at, LIST_ROMANIZED_ROAD, 1); }

/* NO.18, #18, 18 HAO; no number of a road: NO.18 ROAD. */
static int32_t house_end(const Stretch *text, int32_t at, bool opens) {
    Form form = form_at(text, at), hao = form;
    if (point_at(text, at) == '#') {
        one(&form, '#');
    } else if (opens) {
        word(&form, LIST_ROMANIZED_BEFORE_A_HOUSE);
        edge(&form);
        maybe(&form, '.');
        maybe(&form, ' ');
        maybe(&form, ':');
    } else {
        return NONE;
    }
    maybe(&form, ' ');
    id(&form);
    while (form.ends) {
        int32_t end = end_of_form(&form);
        Form with = form_at(text, end);
        maybe(&with, ' ');
        word(&with, LIST_ROMANIZED_BEHIND_A_HOUSE);
        edge(&with);
        if (with.ends && !is_before_road(text, end_of_form(&with))) return end_of_form(&with);
        if (!is_before_road(text, end)) return end;
        form.ends &= ~((Ends)1 << (end - at));
    }
    if (!opens) return NONE;
    id(&hao);
    maybe(&hao, ' ');
    word(&hao, LIST_ROMANIZED_BEHIND_A_HOUSE);
    edge(&hao);
    return end_of_form(&hao);
}

static bool is_hard(const Stretch *text, int32_t at) {
    if (point_at(text, at) == '\n' || has_point(text, at, at + 1, LIST_MARK_THAT_PARTS_NAMES)) return true;
    return point_at(text, at) == ',' && !is_followed(text, at + 1, LIST_LEGAL_FORM_BEHIND_A_COMMA, 2);
}

/* A number without a word. */
static int32_t number_end(const Stretch *text, int32_t at) {
    enum { MORE_DIGITS = 5, MOST_JOINED = 4 };
    static const uint32_t marks[] = U"-/";
    Form form = form_at(text, at);
    if (!is_digit(point_at(text, at))) return NONE;
    form.ends = 0;
    for (int32_t more = 0; more <= MORE_DIGITS && (!more || is_id(point_at(text, at + more))); more++)
        form.ends |= joined_from(&form, more + 1, MOST_JOINED, marks);
    edge(&form);
    while (form.ends) {
        int32_t end = end_of_form(&form);
        if (!is_followed(text, end, LIST_END_OF_AN_ORDINAL, 1)) return end;
        form.ends &= ~((Ends)1 << (end - at));
    }
    return NONE;
}

int32_t romanized_count(const Stretch *text, int32_t at, int32_t *label) {
    static const struct {
        int32_t label;
        int32_t (*end_of)(const Stretch *text, int32_t at);
    } forms[] = {
        {LABEL_PO_BOX, box_end}, {LABEL_OTHER, other_end}, {LABEL_ROOM, room_end}, {LABEL_FLOOR, floor_end}, {LABEL_BUILDING, building_end},
    };
    bool opens = in_word(text, at) && !in_word(text, at - 1);
    int32_t end = NONE;
    for (size_t form = 0; opens && end == NONE && form < sizeof forms / sizeof *forms; form++) {
        end = forms[form].end_of(text, at);
        *label = forms[form].label;
    }
    if (end != NONE) return end;
    *label = LABEL_ROAD_NUMBER;
    end = house_end(text, at, opens);
    if (end != NONE) return end;
    *label = LABELS;
    if (is_hard(text, at)) return at + 1;
    *label = WORD_NUMBER;
    return opens ? number_end(text, at) : NONE;
}

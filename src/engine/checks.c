/* Are the tables of a gazetteer sound: has each as many items as it must, and is every number that is a place or a length in another
   one inside of that? The files may come from anybody. What passes can be wrong, but nothing is read beside a table, and no loop goes on
   for ever. */

#include "checks.h"
#include "components.h"

enum { POINTS = 0x110000, DIGITS_10 = 10, DIGITS_100 = 100, DIGITS_1000 = 1000, DIGITS_10000 = 10000, LETTER_PAIRS = 676 };
typedef struct {
    const NkEngine *engine;
    int32_t wrong; /* the first table that is; after it nothing is looked at */
} Check;

static int64_t count_of(const Check *check, int32_t which) { return check->engine->given[which].count; }
static const int32_t *numbers_of(const Check *check, int32_t which) { return check->engine->given[which].items; }

static void refuse(Check *check, int32_t which) {
    if (check->wrong == NONE) check->wrong = which;
}

/* ── one table ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void counted(Check *check, int32_t which, int64_t count) {
    const Given *given = &check->engine->given[which];
    if (check->wrong == NONE && (given->count != count || (count && !given->items))) refuse(check, which);
}

/* Whole numbers of 32 bits from `low` on and below `limit`. */
static void between(Check *check, int32_t which, int64_t low, int64_t limit) {
    if (check->wrong != NONE) return;
    const int32_t *numbers = numbers_of(check, which);
    for (int64_t at = 0; at < count_of(check, which); at++)
        if (numbers[at] < low || numbers[at] >= limit) {
            refuse(check, which);
            return;
        }
}

/* Whole numbers of 8 bits below `limit`. */
static void below(Check *check, int32_t which, int32_t limit) {
    if (check->wrong != NONE) return;
    const uint8_t *numbers = check->engine->given[which].items;
    for (int64_t at = 0; at < count_of(check, which); at++)
        if (numbers[at] >= limit) {
            refuse(check, which);
            return;
        }
}

/* So many floating-point numbers, and all of them are numbers. */
static void real(Check *check, int32_t which, int64_t count) {
    counted(check, which, count);
    if (check->wrong != NONE) return;
    const double *numbers = check->engine->given[which].items;
    for (int64_t at = 0; at < count; at++)
        if (!isfinite(numbers[at])) {
            refuse(check, which);
            return;
        }
}

/* Where each of some stretches begins, and where the last one ends: from 0 to `end`. */
static void starts(Check *check, int32_t which, int64_t stretches, int64_t end) {
    counted(check, which, stretches + 1);
    if (check->wrong != NONE) return;
    const int32_t *start = numbers_of(check, which);
    bool sound = start[0] == 0 && start[stretches] == end;
    for (int64_t at = 0; at < stretches; at++) sound &= start[at] <= start[at + 1];
    if (!sound) refuse(check, which);
}

/* So many lists, and what they have is below `limit`. There may be one number more than the lists have, for empty ones. */
static void listed(Check *check, int32_t start, int32_t of, int64_t lists, int64_t limit) {
    if (lists < 0) refuse(check, start);
    counted(check, start, lists + 1);
    if (check->wrong != NONE) return;
    starts(check, start, lists, numbers_of(check, start)[lists]);
    if (check->wrong == NONE && numbers_of(check, start)[lists] > count_of(check, of)) refuse(check, of);
    between(check, of, 0, limit);
}

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Slots that are a power of two, one of them empty, with words below `words`; bits for beginnings, at least 64. */
static void slots(Check *check, int32_t first, int64_t words) {
    if (check->wrong != NONE) return;
    const WordSlot *slot = check->engine->given[first + IN_SET_SLOTS].items;
    int64_t count = count_of(check, first + IN_SET_SLOTS), begins = count_of(check, first + IN_SET_BEGIN), empty = 0;
    bool sound = slot && count > 1 && !(count & (count - 1));
    for (int64_t at = 0; sound && at < count; at++) {
        sound = slot[at].word == NONE || (slot[at].word >= 0 && slot[at].word < words);
        empty += slot[at].word == NONE;
    }
    if (!sound || !empty) refuse(check, first + IN_SET_SLOTS);
    if (!check->engine->given[first + IN_SET_BEGIN].items || begins < 1 || begins & (begins - 1)) refuse(check, first + IN_SET_BEGIN);
}

/* A set of words of its own; what they stand for, from `low` on and below `limit`. */
static void lexicon(Check *check, int32_t first, int64_t low, int64_t limit) {
    int64_t words = count_of(check, first + IN_SET_AT), values = count_of(check, first + IN_SET_VALUES);
    between(check, first + IN_SET_AT, 0, count_of(check, first + IN_SET_WORDS) + 1);
    slots(check, first, words);
    if (values) counted(check, first + IN_SET_VALUES, words);
    between(check, first + IN_SET_VALUES, low, limit);
    if (!values && words > limit) refuse(check, first + IN_SET_AT);
}

/* The words of a script in two blocks. */
static void in_two(Check *check, int32_t first, int64_t names) {
    counted(check, first + IN_TEXTS_SPLIT, 1);
    counted(check, first + IN_TEXTS_AT, names);
    if (check->wrong != NONE) return;
    const int32_t *at = numbers_of(check, first + IN_TEXTS_AT), split = *numbers_of(check, first + IN_TEXTS_SPLIT);
    int64_t size[] = {count_of(check, first + IN_TEXTS_TEXT), count_of(check, first + IN_TEXTS_MORE_TEXT)};
    bool sound = true;
    for (int64_t name = 0; name < names; name++) sound &= at[name] >= 0 && at[name] <= size[name >= split];
    if (!sound) refuse(check, first + IN_TEXTS_AT);
}

/* Names and what they stand for. */
static int64_t names(Check *check, int32_t first) {
    int64_t count = count_of(check, first + IN_NAMES_LETTERS);
    for (int32_t table = IN_NAMES_ENDS; table <= IN_NAMES_TRAITS; table++) counted(check, first + table, count);
    listed(check, first + IN_NAMES_REFERENCE_START, first + IN_NAMES_REFERENCE, count, (int64_t)check->engine->units << KIND_BITS);
    below(check, first + IN_NAMES_ENDS, ENDINGS);
    if (check->wrong != NONE) return 0;
    const int32_t *references = numbers_of(check, first + IN_NAMES_REFERENCE);
    for (int64_t at = 0; at < count_of(check, first + IN_NAMES_REFERENCE); at++)
        if ((references[at] & KIND_MASK) >= KINDS) refuse(check, first + IN_NAMES_REFERENCE);
    return count;
}

/* ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

int32_t wrong_of_units(const NkEngine *engine) {
    Check check = {engine, NONE};
    int64_t units = count_of(&check, TABLE_PARENT);
    if (units < 1) refuse(&check, TABLE_PARENT);
    between(&check, TABLE_PARENT, NONE, units);
    static const int32_t flat[] = {TABLE_LEVEL, TABLE_UNIT_FLAGS, TABLE_ENDING};
    for (size_t at = 0; at < sizeof flat / sizeof *flat; at++) counted(&check, flat[at], units);
    below(&check, TABLE_LEVEL, LEVELS);
    below(&check, TABLE_ENDING, ENDINGS);
    real(&check, TABLE_MASS, units);
    real(&check, TABLE_TRADE, units);
    listed(&check, TABLE_MOVED_START, TABLE_MOVED, units, units);
    between(&check, TABLE_ELSEWHERE, 0, units);
    real(&check, TABLE_JUDGEMENT, JS);
    real(&check, TABLE_CLUE, RULES);
    real(&check, TABLE_KIND_WEIGHT, KINDS);
    real(&check, TABLE_KIND_SHARE, KINDS);
    real(&check, TABLE_BARE_LEVEL, LEVELS);
    return check.wrong;
}

static void codes(Check *check) {
    int64_t units = check->engine->units, adcodes = count_of(check, TABLE_ADCODE_KEY);
    listed(check, TABLE_ADCODE_START, TABLE_ADCODE, adcodes, units);
    listed(check, TABLE_POSTCODE_START, TABLE_POSTCODE, DIGITS_100 + DIGITS_1000 + DIGITS_10000, units);
    listed(check, TABLE_AREA_START, TABLE_AREA, DIGITS_100 + DIGITS_1000, units);
    listed(check, TABLE_CALLING_START, TABLE_CALLING, DIGITS_10 + DIGITS_100 + DIGITS_1000, units);
    listed(check, TABLE_REGION_START, TABLE_REGION, count_of(check, TABLE_REGION_START) - 1, units);
    counted(check, TABLE_LONE_CODES, LETTER_PAIRS);
    counted(check, TABLE_KINDS, POINTS);
}

static void namesakes(Check *check) {
    counted(check, TABLE_NAMESAKE, count_of(check, TABLE_PARENT));
    between(check, TABLE_NAMESAKE, NONE, count_of(check, TABLE_PARENT));
}

static void distances(Check *check) {
    int64_t units = check->engine->units, rows = count_of(check, TABLE_QUANTILES) / LEVELS_OF_QUANTILES;
    real(check, TABLE_LEVELS_OF_QUANTILES, LEVELS_OF_QUANTILES);
    real(check, TABLE_QUANTILES, rows * LEVELS_OF_QUANTILES);
    counted(check, TABLE_QUANTILE_ROW, units);
    between(check, TABLE_QUANTILE_ROW, NONE, rows);
    real(check, TABLE_NEAR, 2 * units);
    real(check, TABLE_BAND, count_of(check, TABLE_BAND) / units * units);
    counted(check, TABLE_IS_ELSEWHERE, units);
    counted(check, TABLE_CROSSING, units);
    between(check, TABLE_CROSSING, NONE, units);
    counted(check, TABLE_CROSSING_KM, units);
}

static void spaced(Check *check) {
    int64_t count = names(check, TABLE_SPACED_REFERENCE_START), words = count_of(check, TABLE_GENERIC_FLAGS);
    in_two(check, TABLE_SPACED_TEXT, count);
    slots(check, TABLE_SPACED_NAME_SLOTS, count);
    slots(check, TABLE_SHORT_NAME_SLOTS, count);
    lexicon(check, TABLE_SPACED_GENERIC_SLOTS, 1, words);
    lexicon(check, TABLE_CHINESE_WORD_SLOTS, 0, INT32_MAX);
    lexicon(check, TABLE_KOREAN_SPACED_SLOTS, 0, count);
    counted(check, TABLE_NAME_FLAGS, count);
    counted(check, TABLE_CITY_GENERICS, count);
    counted(check, TABLE_GENERIC_ROLES, words);
    counted(check, TABLE_GENERIC_GENERICS, words);
    between(check, TABLE_GENERIC_ROLES, NONE, ROLES);
    between(check, TABLE_GENERIC_GENERICS, 0, GENERICS);
    counted(check, TABLE_COUNTRY_ROLES, ROLES);
    between(check, TABLE_COUNTRY_ROLES, 0, ROLES);
    if (check->wrong != NONE) return;
    const uint16_t *flags = check->engine->given[TABLE_GENERIC_FLAGS].items;
    if (!words || flags[0]) refuse(check, TABLE_GENERIC_FLAGS); /* of what is no such word, as the end of a text */
}

/* Names that an unknown word may be a misspelling of. */
static void repairable(Check *check) {
    int64_t count = count_of(check, TABLE_REPAIRABLE_NAME), bits = count_of(check, TABLE_FORM_START) - 1;
    between(check, TABLE_REPAIRABLE_NAME, 0, count_of(check, TABLE_SPACED_LETTERS));
    starts(check, TABLE_REPAIRABLE_START, count, count_of(check, TABLE_REPAIRABLE_POINTS));
    if (check->wrong == NONE && count_of(check, TABLE_REPAIRABLE_AT) != count) refuse(check, TABLE_REPAIRABLE_AT);
    lexicon(check, TABLE_REPAIRABLE_SLOTS, 0, count);
    if (bits < 2 || bits & (bits - 1)) refuse(check, TABLE_FORM_START);
    starts(check, TABLE_FORM_START, bits, count_of(check, TABLE_FORMS));
    if (check->wrong != NONE) return;
    const WordSlot *forms = check->engine->given[TABLE_FORMS].items;
    for (int64_t at = 0; at < count_of(check, TABLE_FORMS); at++)
        if (forms[at].word < 0 || forms[at].word >= count) refuse(check, TABLE_FORMS);
    const int32_t *start = numbers_of(check, TABLE_REPAIRABLE_START);
    for (int64_t at = 0; at < count; at++)
        if (start[at] == start[at + 1]) refuse(check, TABLE_REPAIRABLE_START);
}

static void unspaced(Check *check) {
    int64_t count = names(check, TABLE_UNSPACED_REFERENCE_START);
    in_two(check, TABLE_UNSPACED_TEXT, count);
    slots(check, TABLE_UNSPACED_NAME_SLOTS, count);
    lexicon(check, TABLE_UNSPACED_GENERIC_SLOTS, 0, OTHER_WORD + 1);
    lexicon(check, TABLE_CUTTING_WORD_SLOTS, 0, count_of(check, TABLE_CUTTING_WORD_AT));
    real(check, TABLE_GAINS, count_of(check, TABLE_CUTTING_WORD_AT) + 1);
    lexicon(check, TABLE_KOREAN_UNSPACED_SLOTS, 0, count);
    counted(check, TABLE_ROAD_GENERICS, count);
    counted(check, TABLE_UNSPACED_CITY_GENERICS, count);
    counted(check, TABLE_UNSPACED_ROLES, NOTHING + 1);
    counted(check, TABLE_UNSPACED_GENERICS, NOTHING + 1);
    between(check, TABLE_UNSPACED_ROLES, NONE, ROLES);
    between(check, TABLE_UNSPACED_GENERICS, 0, GENERICS);
    for (int32_t klass = 0; check->wrong == NONE && klass < NOTHING; klass++) /* each makes something of the name before it */
        if (numbers_of(check, TABLE_UNSPACED_ROLES)[klass] == NONE) refuse(check, TABLE_UNSPACED_ROLES);
}

/* Lists of words: each word ends with a zero, each list with another. */
static void lists(Check *check) {
    int64_t count = count_of(check, TABLE_LISTS);
    const uint32_t *words = check->engine->given[TABLE_LISTS].items;
    counted(check, TABLE_LIST_STARTS, LISTS);
    between(check, TABLE_LIST_STARTS, 0, count - 1);
    if (count < 2 || words[count - 1] || words[count - 2]) refuse(check, TABLE_LISTS);
}

static void late(Check *check) {
    int64_t scanned = count_of(check, TABLE_UNSPACED_LETTERS), count = names(check, TABLE_LATE_REFERENCE_START);
    lexicon(check, TABLE_VILLAGE_SLOTS, scanned, scanned + count);
    lexicon(check, TABLE_LOCALITY_SLOTS, scanned, scanned + count);
    int64_t words = count_of(check, TABLE_REGIONAL) / REGIONAL_WIDTH;
    counted(check, TABLE_REGIONAL, words * REGIONAL_WIDTH);
    counted(check, TABLE_REGIONAL_NAME, 1);
    between(check, TABLE_REGIONAL_NAME, words ? scanned : 0, words ? scanned + count - words + 1 : 1);
    if (check->wrong != NONE) return;
    const uint32_t *regional = check->engine->given[TABLE_REGIONAL].items;
    for (int64_t word = 0; word < words; word++)
        if (!regional[word * REGIONAL_WIDTH] || regional[word * REGIONAL_WIDTH + REGIONAL_WIDTH - 1]) refuse(check, TABLE_REGIONAL);
}

/* Words of addresses and what they are. */
static void address(Check *check) {
    lexicon(check, TABLE_ADDRESS_WORD_SLOTS, 0, WORDS);
    lexicon(check, TABLE_ADDRESS_COUNT_SLOTS, 0, WORDS);
    counted(check, TABLE_GENERIC_LABELS, count_of(check, TABLE_GENERIC_FLAGS));
    below(check, TABLE_GENERIC_LABELS, LABELS + 1);
}

int32_t wrong_of_others(const NkEngine *engine) {
    Check check = {engine, NONE};
    namesakes(&check);
    codes(&check);
    distances(&check);
    spaced(&check);
    repairable(&check);
    unspaced(&check);
    lists(&check);
    late(&check);
    address(&check);
    return check.wrong;
}

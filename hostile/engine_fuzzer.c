/* The engine under a fuzzer: what the bytes of an input say is done to it, and nothing may come of it but answers and refusals.

   Of `records` (the environment's NKRISK_GEO_FUZZ) the bytes make texts, of characters and of the gazetteer's own words, and items,
   which are read and decided. Of `tables` they say first which numbers of which tables become others; if the engine takes the tables,
   fixed texts in every script and then those of the bytes are read and decided.

   The tables are one file (NKRISK_GEO_TABLES), which fuzz.py writes: how many there are, how many bytes each has, then the tables,
   those of the engine by their numbers, the two of its zones, and what characters fold to. Each lies by itself, so that nothing is read beside it unseen. */

#include "engine.h"
#include "packed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ZONE_SHARE = TABLES, ZONE_IS_FAR, FOLDING, ALL_TABLES };
enum { MOST_POINTS = 6000, MOST_TEXTS = 6, MOST_RAW = 40, MOST_CHANGES = 6, ITEMS_OF_A_TEXT = 3 * 62, CANDIDATES = 5, LEVELS_ASKED = 4 };

typedef struct {
    void *items; /* NULL where it has none, as Python gives it */
    int64_t bytes;
} Table;

static Table tables[ALL_TABLES];
static NkEngine *sound; /* over these */
static bool alters;     /* are tables altered? */

/* ── the bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    const uint8_t *at, *end;
} Bytes;

/* The next bytes as a number; where there are no more, they are zeros. */
static uint64_t drawn(Bytes *bytes, int count) {
    uint64_t number = 0;
    for (int at = 0; at < count && bytes->at < bytes->end; at++) number |= (uint64_t)*bytes->at++ << (8 * at);
    return number;
}

/* A number below a limit. */
static int64_t below(Bytes *bytes, int64_t limit) {
    int count = limit <= 256 ? 1 : limit <= 65536 ? 2 : 4;
    return limit < 1 ? 0 : (int64_t)(drawn(bytes, count) % (uint64_t)limit);
}

/* ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct {
    uint32_t *points;
    int32_t count;
} Points;

static void add_point(Points *to, uint32_t point) {
    if (to->count < MOST_POINTS && point && point < 0x110000) to->points[to->count++] = point;
}

/* The character that begins at an offset of UTF-8. */
static uint32_t next_of(const uint8_t *text, int64_t size, int64_t *at) {
    uint32_t first = text[(*at)++], more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t point = more ? first & (0x3Fu >> more) : first;
    for (; more && *at < size; more--) point = point << 6 | (text[(*at)++] & 0x3F);
    return point;
}

static void add_text(Points *to, const char *text) {
    int64_t size = (int64_t)strlen(text);
    for (int64_t at = 0; at < size;) add_point(to, next_of((const uint8_t *)text, size, &at));
}

/* A word of the gazetteer, or what it is cut to. */
static void add_word(Points *to, Bytes *bytes) {
    static const int32_t blocks[] = {
        TABLE_SPACED_TEXT, TABLE_SPACED_MORE_TEXT, TABLE_UNSPACED_TEXT, TABLE_UNSPACED_MORE_TEXT, TABLE_SPACED_GENERIC_WORDS,
        TABLE_UNSPACED_GENERIC_WORDS, TABLE_CHINESE_WORD_WORDS, TABLE_CUTTING_WORD_WORDS, TABLE_VILLAGE_WORDS, TABLE_LOCALITY_WORDS,
        TABLE_KOREAN_SPACED_WORDS, TABLE_KOREAN_UNSPACED_WORDS, TABLE_REPAIRABLE_WORDS, TABLE_ADDRESS_WORD_WORDS, TABLE_ADDRESS_COUNT_WORDS,
    };
    const Table *block = &tables[blocks[below(bytes, sizeof blocks / sizeof *blocks)]];
    const uint8_t *text = block->items;
    int64_t at = below(bytes, block->bytes);
    int32_t most = (int32_t)below(bytes, 256), count = 0;
    if (most >= 16) most = MOST_POINTS;
    while (at > 0 && text[at - 1] != '\n') at--;
    while (at < block->bytes && text[at] != '\n' && count++ < most) add_point(to, next_of(text, block->bytes, &at));
}

static const char *const ODD[] = {
    " ", ", ", "-", "/", "'", ".", "; ", "\n", "0", "18", "118000", "+86 0415-", "tel ", "adcode ", "½", "é", "-dong", "-gu", "1) ", "<br>",
    "factory: ", "地址：", "市", "场", "道", "街", "路", "大街", "社", "村", "镇", "区", "号", "国道", "〇", "로", "길", "번길", "동", "시",
    "구", "가", "에서", "(주)", "city", "province", "road", " co., ltd", "cn", "ln", "第二", "有限公司", "大厦", "单元", "室", "层", "法院", "旁", "路口", "no. ", "rm ", "p.o. box ", "hao", "~", "#", "开发区", "\xe3\x80\x80", "\x01", "カ", "の",
};

/* A text that the bytes make, piece by piece. */
static void add_made(Points *to, Bytes *bytes) {
    enum { END, WORD, ODDITY, LITERAL, POINT, AGAIN, PIECES };
    int32_t before = to->count;
    while (bytes->at < bytes->end) {
        uint32_t what = (uint32_t)drawn(bytes, 1), more = what / 16;
        int32_t piece = (int32_t)(what % 16), start = to->count;
        if (piece >= PIECES) piece = piece % 2 ? WORD : ODDITY;
        if (piece == END) return;
        if (piece == WORD) add_word(to, bytes);
        if (piece == ODDITY) add_text(to, ODD[below(bytes, sizeof ODD / sizeof *ODD)]);
        if (piece == POINT) add_point(to, (uint32_t)drawn(bytes, 3) % 0x110000);
        if (piece == LITERAL) {
            int64_t size = bytes->end - bytes->at, at = 0;
            for (uint32_t letter = 0; letter <= more && at < size; letter++) add_point(to, next_of(bytes->at, size, &at));
            bytes->at += at;
        }
        if (piece == AGAIN)
            for (int64_t times = 1 << more % 11, length = start - before; times > 1 && length; times--)
                for (int64_t at = 0; at < length && to->count < MOST_POINTS; at++) add_point(to, to->points[before + at]);
        else before = start;
    }
}

/* ── items ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static int64_t item_drawn(Bytes *bytes) {
    int64_t kind = below(bytes, 8), field = below(bytes, FIELDS), value = (int64_t)drawn(bytes, 3);
    int64_t script = value & 1, base = field << FIELD_AT | script;
    if (kind == 0) return (int64_t)(drawn(bytes, 8) << 24 | (uint64_t)value);
    if (kind == 1) return value & 1 ? PART_ITEM : EMPTY_ITEM;
    if (kind < 5) {
        int64_t unspaced = tables[TABLE_UNSPACED_LETTERS].bytes + tables[TABLE_LATE_LETTERS].bytes;
        int64_t names = script ? unspaced : tables[TABLE_SPACED_LETTERS].bytes;
        return base | below(bytes, ROLES) << ROLE_AT | below(bytes, GENERICS) << GENERIC_AT | value % (names + names / 64) << NAME_AT;
    }
    int64_t code = below(bytes, CODES + 1);
    if (code == CODE_POINT || kind == 7) {
        int64_t place = value % 6400 << SHARE_BITS | (value >> 16 & SHARE_MASK);
        return CODE_BIT | base | CODE_POINT << KIND_AT | place << VALUE_AT;
    }
    int64_t digits = below(bytes, FOUR_BITS + 1), power = 1;
    for (int64_t each = 0; each < digits && each < 7; each++) power *= 10;
    if (code == CODE_REGION) power = 800;
    return CODE_BIT | base | code << KIND_AT | digits << DIGITS_AT | value % power << VALUE_AT;
}

/* ── asking the engine ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Memory of a length, zeros; there is always enough. */
static void *room(int64_t count, size_t size) {
    void *found = calloc((size_t)count, size);
    if (!found && count) abort();
    return found;
}

/* Memory of exactly the length of something, and with it in it. */
static void *copied(const void *from, int64_t bytes) {
    void *found = bytes ? malloc((size_t)bytes) : NULL;
    if (!found && bytes) abort();
    if (bytes) memcpy(found, from, (size_t)bytes);
    return found;
}

static NkZones zones_of_all(void) {
    int64_t units = tables[TABLE_PARENT].bytes / 4;
    return (NkZones){tables[ZONE_SHARE].items, tables[ZONE_IS_FAR].items, (int32_t)(tables[ZONE_SHARE].bytes / 8 / units), 0};
}

static void asked_what_it_means(const NkEngine *engine, NkWork *work, const NkRecords *records) {
    int64_t units = tables[TABLE_PARENT].bytes / 4;
    static const double levels[LEVELS_ASKED] = {0, 0.05, 0.5, 1};
    NkZones zones = zones_of_all();
    NkMeaning meaning = {0, room(units, sizeof(double)), room(units, sizeof(double)), room(zones.count, sizeof(double)),
                         room(LEVELS_ASKED, sizeof(double)), levels, LEVELS_ASKED, 0};
    (void)nk_mean(engine, work, &zones, records, &meaning);
    free(meaning.p);
    free(meaning.total);
    free(meaning.zone_p);
    free(meaning.quantile);
}

/* Decide about records: all rooms are as long as engine.h says. */
static void decided(const NkEngine *engine, NkWork *work, const int64_t *items, const int64_t *end, int64_t count, Bytes *bytes) {
    static const double thresholds[] = {0.5, 0.8, 1.0};
    NkZones zones = zones_of_all();
    int64_t all = count ? end[count - 1] : 0;
    NkRecords records = {items, end, count, thresholds[below(bytes, 3)]};
    NkDecisions found = {room(count, sizeof(NkDecision)), room(count * zones.count, sizeof(double)), room(count * zones.count, 1),
                         room(all, sizeof(NkClue)), room(CANDIDATES * count, sizeof(NkCandidate))};
    (void)nk_decide(engine, work, &zones, &records, &found);
    if (count) asked_what_it_means(engine, work, &records);
    free(found.decisions);
    free(found.zone_p);
    free(found.in_zone);
    free(found.clues);
    free(found.candidates);
}

/* Items behind the names of some texts: those of their codes, as tables have them, or any. */
typedef struct {
    int64_t *items;
    int32_t *end, count;
} Extra;

static Extra codes_of(const NkEngine *engine, NkWork *work, const NkFolded *texts) {
    Extra found = {room(CODES_HEARD * texts->texts, sizeof(int64_t)), room(texts->texts, sizeof(int32_t)), 0};
    NkKeys keys = {room(texts->texts, 8), room(4 * texts->count + (1 + 8 * CODES_HEARD) * texts->texts, 1), room(texts->texts, 8), found.items, found.end};
    if (nk_keys(engine, work, texts, &keys) == NK_DONE && texts->texts) found.count = found.end[texts->texts - 1];
    free(keys.end);
    free(keys.key);
    free(keys.key_end);
    return found;
}

static Extra any_of(const NkFolded *texts, int32_t count, Bytes *bytes) {
    Extra found = {room(count, sizeof(int64_t)), room(texts->texts, sizeof(int32_t)), count};
    for (int32_t at = 0; at < count; at++) found.items[at] = item_drawn(bytes);
    for (int64_t at = 0; at < texts->texts; at++) found.end[at] = (int32_t)(count * (at + 1) / texts->texts);
    return found;
}

/* Read texts and decide about them: what else is asked the bytes say. */
static void read_and_decided(const NkEngine *engine, NkWork *work, const NkFolded *given, Bytes *bytes) {
    int64_t count = given->texts;
    uint64_t how = drawn(bytes, 1);
    bool coded = how >> 5 == 6;
    Extra extra = how & 32 ? codes_of(engine, work, given) : any_of(given, coded ? 0 : (int32_t)(how >> 6), bytes);
    int64_t more = coded ? CODES_HEARD * count : extra.count;
    NkTexts texts = {.points = given->points, .start = given->start, .extra = extra.items, .extra_end = extra.count ? extra.end : NULL,
                     .texts = count, .field = how % 4 ? FIELD_TEXT : (int32_t)below(bytes, FIELDS), .roughly = how >> 2 & 1,
                     .whole = how >> 3 & 1, .coded = coded};
    NkReadings found = {room(ITEMS_OF_A_TEXT * count + more, sizeof(int64_t)), room(count, sizeof(int64_t)), room(count, 1),
                        room(how & 16 ? 0 : 3 * (given->count - count), sizeof(NkMention)), room(count, sizeof(int32_t)),
                        room(coded ? more : 0, sizeof(NkCode)), room(count, sizeof(int32_t))};
    NkMention *mentions = found.mentions;
    NkCode *codes = found.codes;
    if (how & 16) found.codes = NULL;
    if (how & 16) found.mentions = NULL;
    if (nk_read(engine, work, &texts, &found) == NK_DONE) {
        int64_t all = count ? found.end[count - 1] : 0, *items = copied(found.items, all * 8);
        decided(engine, work, items, found.end, count, bytes);
        free(items);
    }
    free(extra.items);
    free(extra.end);
    free(found.items);
    free(found.end);
    free(found.holds);
    free(found.mention_end);
    free(mentions);
    free(codes);
    free(found.code_end);
}

/* Take a text apart whose place is any unit or none. */
static void taken_apart(const NkEngine *engine, NkWork *work, const uint32_t *points, Bytes *bytes) {
    int32_t length = 0, count, place = (int32_t)below(bytes, tables[TABLE_PARENT].bytes / 4 + 2) - 1;
    while (points[length]) length++;
    NkComponent *found = room(length, sizeof *found);
    if (nk_components(engine, work, points, place, found, &count) == NK_DONE)
        for (int32_t at = 0; at < count; at++)
            if (found[at].start >= found[at].end || found[at].end > (at + 1 < count ? found[at + 1].start : length)) abort();
    free(found);
}

/* Texts that stand one behind another, a zero behind each. */
static void read_those(const NkEngine *engine, NkWork *work, const Points *made, int64_t count, Bytes *bytes) {
    int64_t *start = room(count, sizeof *start), text = 0;
    uint8_t *state = room(count, 1);
    NkFolded folded = {copied(made->points, made->count * 4), made->count, start, state, count};
    for (int32_t at = 0; at < made->count && text + 1 < count; at++)
        if (!made->points[at]) start[++text] = at + 1;
    read_and_decided(engine, work, &folded, bytes);
    for (int64_t at = 0; at < count; at++) taken_apart(engine, work, folded.points + start[at], bytes);
    free(folded.points);
    free(start);
    free(state);
}

static void read_what_is_made(const NkEngine *engine, NkWork *work, Bytes *bytes) {
    Points made = {room(MOST_POINTS + MOST_TEXTS, 4), 0};
    int64_t count = 1 + below(bytes, MOST_TEXTS);
    for (int64_t at = 0; at < count; at++) {
        add_made(&made, bytes);
        made.points[made.count++] = 0;
        if (made.count >= MOST_POINTS) count = at + 1;
    }
    read_those(engine, work, &made, count, bytes);
    free(made.points);
}

/* UTF-8 of characters, or of what is none; how many bytes. */
static int32_t spelt(const Points *from, uint8_t *to) {
    static const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
    int32_t count = 0;
    for (int32_t at = 0; at < from->count; at++) {
        uint32_t point = from->points[at];
        uint32_t more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        to[count++] = (uint8_t)(lead[more] | point >> 6 * more);
        while (more--) to[count++] = (uint8_t)(0x80 | (point >> 6 * more & 0x3F));
    }
    return count;
}

/* Texts in UTF-8, as tables have them: some bytes are others, and what says where each text begins may be anything. */
static void fold_what_is_made(const NkEngine *engine, NkWork *work, Bytes *bytes) {
    Points made = {room(MOST_POINTS, 4), 0};
    add_made(&made, bytes);
    uint8_t *spelling = room(4 * MOST_POINTS, 1);
    int32_t size = spelt(&made, spelling), texts = 1 + (int32_t)below(bytes, MOST_TEXTS);
    for (int64_t others = below(bytes, 8) - 4; size && others > 0; others--) spelling[below(bytes, size)] = (uint8_t)drawn(bytes, 1);
    int32_t *offset = room(texts + 1, 4);
    for (int32_t at = 1; at <= texts; at++) offset[at] = at == texts ? size : offset[at - 1] + (int32_t)below(bytes, size - offset[at - 1] + 1);
    if (!below(bytes, 8)) offset[below(bytes, texts + 1)] = (int32_t)drawn(bytes, 4);
    int64_t length = (int64_t)offset[texts] - offset[0] + texts;
    if (length > 5 * MOST_POINTS) length = 0; /* beyond the bytes, and then nothing is written */
    uint8_t *exact = copied(spelling, size);
    NkRaw raw = {exact, offset, size, texts, tables[FOLDING].items, (uint32_t)(tables[FOLDING].bytes / 4 - 1), 0};
    uint32_t *points = room(length > 0 ? length : 0, 4);
    int64_t *start = room(texts, 8);
    uint8_t *state = room(texts, 1);
    int64_t count = nk_fold(&raw, points, start, state);
    NkFolded folded = {points, count, start, state, texts};
    if (count >= 0) read_and_decided(engine, work, &folded, bytes);
    free(made.points);
    free(spelling);
    free(offset);
    free(exact);
    free(points);
    free(start);
    free(state);
}

static void decide_what_is_made(const NkEngine *engine, NkWork *work, Bytes *bytes) {
    int64_t count = 1 + below(bytes, 4), all = 0, end[4], items[4 * MOST_RAW];
    for (int64_t at = 0; at < count; at++) {
        for (int64_t more = below(bytes, MOST_RAW); more > 0; more--) items[all++] = item_drawn(bytes);
        end[at] = all;
    }
    int64_t *exact = copied(items, all * 8), *exact_end = copied(end, count * 8);
    decided(engine, work, exact, exact_end, count, bytes);
    free(exact);
    free(exact_end);
}

/* Questions about one stretch, and about the distance of some units. */
static void ask_aside(const NkEngine *engine, NkWork *work, Bytes *bytes) {
    Points made = {room(MOST_POINTS, 4), 0};
    add_made(&made, bytes);
    int32_t length = made.count, most = length > 128 ? 128 : length;
    int32_t start = (int32_t)below(bytes, length), end = start + 1 + (int32_t)below(bytes, length - start);
    uint32_t *points = copied(made.points, length * 4);
    int32_t *following = room(most, 4), *rows = room(2, 4);
    if (length) {
        nk_tails(engine, points, length, &start, 1, rows);
        (void)nk_stands(engine, points, length, start, end > length ? length : end);
        (void)nk_cut(engine, points, most, following);
    }
    int64_t count_of_units = tables[TABLE_PARENT].bytes / 4;
    int32_t count = (int32_t)below(bytes, 5), *units = room(count, 4);
    double *p = room(count, 8);
    for (int32_t at = 0; at < count; at++) units[at] = (int32_t)below(bytes, count_of_units), p[at] = (double)drawn(bytes, 1) / 1020;
    NkDecision decision = {0};
    (void)nk_distance(engine, work, units, p, count, 0.01, (int32_t)below(bytes, count_of_units) - 1, &decision);
    free(made.points);
    free(points);
    free(following);
    free(rows);
    free(units);
    free(p);
}

static void ask(const NkEngine *engine, NkWork *work, Bytes *bytes) {
    uint64_t what = drawn(bytes, 1) % 8;
    if (what < 4) read_what_is_made(engine, work, bytes);
    else if (what < 5) fold_what_is_made(engine, work, bytes);
    else if (what < 7) decide_what_is_made(engine, work, bytes);
    else ask_aside(engine, work, bytes);
}

/* ── altered tables ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Texts that ask all that the reader does. */
static const char *const FIXED[] = {
    "辽宁省丹东市振兴区浪头镇滨江中路18号", "中国辽宁省朝阳市双塔区红旗街", "南京北路第二社区", "牡丹东路西安图书馆大连锁店", "丹东新义州", "长春汽车经济技术开发区",
    "丹东海鲜食品有限公司", "吉林省延边朝鲜族自治州龙井市三合镇北兴村", "柳河大街", "凤城市通远堡镇", "沈阳市和平区太原街", "해주로 12", "단동시 진흥구",
    "연변조선족자치주룡정시", "평안북도 신의주시 남산1동", "(주)대련 장춘에서", "jinan-dong, busan", "dandong city, liaoning province, china", "dandnog city, liaolng",
    "sinuiju/dandong", "dandongcityliaoning jinandong", "no.18 binjiang middle rd, zhenxing dist, dandong, ln, cn", "jilin, jilin", "bj", "hunchun - rason",
    "seoul, korea", "pyongyang dprk", "l1aoning dand0ng", "tel +86 0415-2123456 118000", "sichaun", "カタカナ 丹东", "пхеньян",
};

/* Once as tables are read, with their codes, once as one text is, and once with codes that are looked for. */
static void ask_what_is_fixed(const NkEngine *engine, NkWork *work) {
    enum { COUNT = sizeof FIXED / sizeof *FIXED };
    Points made = {room(MOST_POINTS, 4), 0};
    for (int32_t at = 0; at < COUNT; at++) {
        add_text(&made, FIXED[at]);
        made.points[made.count++] = 0;
    }
    static const uint8_t HOW[] = {1 | 4 | 16 | 32, 1 | 8, 1 | 64 | 128};
    for (size_t how = 0; how < sizeof HOW; how++) {
        const uint8_t choices[] = {HOW[how], 1};
        Bytes bytes = {choices, choices + 2};
        read_those(engine, work, &made, COUNT, &bytes);
    }
    free(made.points);
}

/* Some bits of a floating-point number, or a whole one, at which sums and searches go wrong. */
static uint64_t hard_value(Bytes *bytes, size_t size, int64_t count) {
    static const double reals[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 0, -1, 1, 5e-324, 1e-300, -1e-9, 700, -700, 1e15};
    static const int64_t wholes[] = {-1, 0, 1, 2, 3, -2, INT32_MAX, INT32_MIN, 31, 255, 4096};
    int64_t which = below(bytes, 24), wide = (int64_t)sizeof wholes / (int64_t)sizeof *wholes;
    if (size == 8 && which % 2 == 0) {
        uint64_t bits;
        memcpy(&bits, &reals[(size_t)which / 2 % (sizeof reals / sizeof *reals)], sizeof bits);
        return bits;
    }
    if (which < wide) return (uint64_t)wholes[which];
    if (which < 14) return (uint64_t)(count - 12 + which);
    if (which < 18) return (uint64_t)(tables[below(bytes, TABLES)].bytes / 4 - (which & 1));
    return drawn(bytes, which < 21 ? 1 : (int)size);
}

static uint64_t stirred(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void put_item(Table *table, size_t size, int64_t at, uint64_t value) {
    memcpy((char *)table->items + (size_t)at * size, &value, size);
}

static uint64_t item_at(const Table *table, size_t size, int64_t at) {
    uint64_t found = 0;
    memcpy(&found, (const char *)table->items + (size_t)at * size, size);
    return found;
}

/* What becomes of some items of a table: one value, values of others among them, each a little more or less, or others' order. */
static void alter_items(Table *table, size_t size, int64_t how, Bytes *bytes) {
    enum { ONE, EVERY, FILL, LEVEL, MIXED, LITTLE, BITS };
    int64_t count = table->bytes / (int64_t)size, first = below(bytes, count), after = first + 1;
    if (!count) return;
    if (how != ONE) {
        uint64_t wide = drawn(bytes, 1);
        if (wide % 4 == 0) first = 0, after = count;
        else after = first + 1 + below(bytes, wide % 4 == 1 ? 16 : count - first);
        if (after > count) after = count;
    }
    uint64_t value = hard_value(bytes, size, count), state = value ^ (uint64_t)first;
    uint64_t step = how == EVERY || how == MIXED ? 1 + drawn(bytes, 1) % 64 : 1;
    for (int64_t at = first; at < after; at += (int64_t)step) {
        uint64_t is = item_at(table, size, at);
        if (how == LEVEL) value = item_at(table, size, after - 1); /* starts stay in their order */
        if (how == MIXED) value = item_at(table, size, (int64_t)(stirred(&state) % (uint64_t)count));
        if (how == LITTLE) value = is + stirred(&state) % 3 - 1;
        if (how == BITS) value = is ^ UINT64_C(1) << stirred(&state) % (8 * size);
        put_item(table, size, at, value);
    }
}

static void shorten(Table *table, int64_t bytes) {
    void *kept = copied(table->items, bytes);
    free(table->items);
    *table = (Table){kept, bytes};
}

/* Half of a slot is the number of a word, so items of 64 bits are taken for two of 32 as often as not. */
static size_t width_of(int32_t which, Bytes *bytes) {
    size_t size = BYTES_OF_ITEM[which];
    return size == 8 && drawn(bytes, 1) & 1 ? 4 : size;
}

/* Change a table of those that are copies by now. */
static void change(Table *copies, bool *is_copied, Bytes *bytes) {
    enum { ITEMS = 12, CUT, CUT_TOGETHER, ANOTHER, LONGER, CHANGES };
    int32_t which = (int32_t)below(bytes, TABLES);
    if (which == TABLE_KINDS) which = TABLE_GAINS; /* that one comes from no file, and is not looked at */
    int64_t how = below(bytes, CHANGES), size = BYTES_OF_ITEM[which], count = tables[which].bytes / size, left = 0;
    if (!is_copied[which]) copies[which] = (Table){copied(tables[which].items, tables[which].bytes), tables[which].bytes};
    is_copied[which] = true;
    Table *table = &copies[which];
    if (how < ITEMS) {
        alter_items(table, width_of(which, bytes), how % 7, bytes);
    } else if (how == CUT) {
        left = below(bytes, table->bytes / size + 1);
        shorten(table, left * size);
    } else if (how == CUT_TOGETHER) { /* all that have as many items, and where they start */
        left = count - 1 - below(bytes, 16);
        for (int32_t each = 0; left > 0 && each < TABLES; each++) {
            if (each == TABLE_KINDS) continue;
            int64_t other = BYTES_OF_ITEM[each], more = tables[each].bytes / other - count;
            if (more < 0 || more > 1) continue;
            if (is_copied[each]) free(copies[each].items);
            is_copied[each] = true;
            copies[each] = (Table){copied(tables[each].items, (left + more) * other), (left + more) * other};
        }
    } else if (how == ANOTHER) { /* what stands in another table, for as long as this one is or as it is itself */
        bool beside = drawn(bytes, 1) & 1; /* tables of one thing stand together */
        int32_t other = beside ? (which + (int32_t)below(bytes, 9) - 4 + TABLES) % TABLES : (int32_t)below(bytes, TABLES);
        int64_t length = tables[other].bytes / size * size;
        if (drawn(bytes, 1) & 1 && length > table->bytes) length = table->bytes;
        free(table->items);
        *table = (Table){copied(tables[other].items, length), length};
    } else { /* other items behind it */
        int64_t more = (1 + below(bytes, 300)) * size;
        char *longer = room(table->bytes + more, 1);
        if (table->bytes) memcpy(longer, table->items, (size_t)table->bytes);
        for (int64_t at = 0; at < more; at++) longer[table->bytes + at] = at < table->bytes ? longer[at] : 0;
        free(table->items);
        *table = (Table){longer, table->bytes + more};
    }
}

static NkEngine *engine_over(const Table *altered) {
    NkEngine *engine = nk_engine_new();
    int32_t wrong = 0;
    for (int32_t which = 0; engine && which < TABLES; which++)
        if (nk_engine_table(engine, which, altered[which].items, altered[which].bytes)) abort();
    if (!engine || nk_engine_ready(engine, &wrong) == NK_DONE) return engine;
    nk_engine_free(engine);
    return NULL;
}

static void alter_and_ask(Bytes *bytes) {
    Table copies[TABLES];
    bool is_copied[TABLES] = {false};
    memcpy(copies, tables, sizeof copies);
    for (int64_t more = 1 + below(bytes, MOST_CHANGES) / 2; more > 0; more--) change(copies, is_copied, bytes);
    NkEngine *engine = engine_over(copies);
    if (engine) {
        NkWork *work = nk_work_new();
        if (!work) abort();
        ask_what_is_fixed(engine, work);
        for (int each = 0; each < 3; each++) ask(engine, work, bytes);
        nk_work_free(work);
    }
    nk_engine_free(engine);
    for (int32_t which = 0; which < TABLES; which++)
        if (is_copied[which]) free(copies[which].items);
}

/* ── the doors ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void fail(const char *why) {
    fprintf(stderr, "engine_fuzzer: %s\n", why);
    exit(2);
}

static void load(const char *path) {
    int64_t sizes[ALL_TABLES], count = 0;
    FILE *file = fopen(path, "rb");
    if (!file) fail("the file of tables cannot be read");
    if (fread(&count, sizeof count, 1, file) != 1 || count != ALL_TABLES || fread(sizes, sizeof *sizes, ALL_TABLES, file) != ALL_TABLES)
        fail("the file of tables is of another version");
    for (int32_t which = 0; which < ALL_TABLES; which++) {
        size_t size = (size_t)sizes[which];
        tables[which] = (Table){size ? malloc(size) : NULL, sizes[which]};
        if (size && (!tables[which].items || fread(tables[which].items, 1, size, file) != size)) fail("the file of tables is cut");
    }
    fclose(file);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    const char *path = getenv("NKRISK_GEO_TABLES"), *what = getenv("NKRISK_GEO_FUZZ");
    if (!path || !what) fail("NKRISK_GEO_TABLES names the file of tables, NKRISK_GEO_FUZZ what is tried: records or tables");
    alters = !strcmp(what, "tables");
    load(path);
    sound = engine_over(tables);
    if (!sound) fail("the tables are not sound");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Bytes bytes = {data, data + size};
    if (alters) {
        alter_and_ask(&bytes);
        return 0;
    }
    NkWork *work = nk_work_new();
    if (!work) abort();
    do ask(sound, work, &bytes);
    while (bytes.at < bytes.end);
    nk_work_free(work);
    return 0;
}

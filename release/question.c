/* A program for any machine that opens the library as Python does, gives it the tables and asks what some texts mean.

       question LIBRARY TABLES TEXTS

   TABLES is what `hostile.fuzzers.write_tables` wrote, TEXTS a text in UTF-8 a line. First the hash of the layouts is printed, then for each
   text a line: how it was decided, the number of the place, its probability, the distance to the border. */

#include "engine.h"
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

enum { ZONE_SHARE = TABLES, ZONE_IS_FAR, FOLDING, ALL_TABLES };
enum { MOST_BYTES = 4096, MOST_ITEMS = 3 * 62, CANDIDATES = 5, FAULT = 2 };

typedef struct {
    void *items;
    int64_t bytes;
} Table;

static Table tables[ALL_TABLES];

/* The functions of the library, under their own names. */
typedef struct {
    __typeof__(nk_engine_abi) *abi;
    __typeof__(nk_engine_new) *new_engine;
    __typeof__(nk_engine_table) *table;
    __typeof__(nk_engine_ready) *ready;
    __typeof__(nk_work_new) *new_work;
    __typeof__(nk_fold) *fold;
    __typeof__(nk_keys) *keys;
    __typeof__(nk_read) *read;
    __typeof__(nk_decide) *decide;
} Calls;

static void fail(const char *why, const char *what) {
    fprintf(stderr, "question: %s: %s\n", why, what);
    exit(FAULT);
}

static void *room(int64_t count, size_t size) {
    void *found = calloc((size_t)count + 1, size);
    if (!found) fail("no memory", "");
    return found;
}

/* ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void *function(void *library, const char *name) {
#if defined(_WIN32)
    void *found = (void *)GetProcAddress((HMODULE)library, name);
#else
    void *found = dlsym(library, name);
#endif
    if (!found) fail("the library has no", name);
    return found;
}

static Calls opened(const char *path) {
#if defined(_WIN32)
    void *library = (void *)LoadLibraryA(path);
    if (!library) fail("the system does not load", path);
#else
    void *library = dlopen(path, RTLD_NOW);
    if (!library) fail("the system does not load", dlerror());
#endif
    return (Calls){
        function(library, "nk_engine_abi"),   function(library, "nk_engine_new"), function(library, "nk_engine_table"),
        function(library, "nk_engine_ready"), function(library, "nk_work_new"),   function(library, "nk_fold"),
        function(library, "nk_keys"),         function(library, "nk_read"),       function(library, "nk_decide"),
    };
}

static void load_tables(const char *path) {
    int64_t sizes[ALL_TABLES], count = 0;
    FILE *file = fopen(path, "rb");
    if (!file) fail("the tables cannot be read", path);
    if (fread(&count, sizeof count, 1, file) != 1 || count != ALL_TABLES) fail("the tables are of another version", path);
    if (fread(sizes, sizeof *sizes, ALL_TABLES, file) != ALL_TABLES) fail("the tables are cut", path);
    for (int32_t which = 0; which < ALL_TABLES; which++) {
        tables[which] = (Table){room(sizes[which], 1), sizes[which]};
        if (fread(tables[which].items, 1, (size_t)sizes[which], file) != (size_t)sizes[which]) fail("the tables are cut", path);
    }
    fclose(file);
}

static NkEngine *engine_over_tables(const Calls *calls) {
    NkEngine *engine = calls->new_engine();
    int32_t wrong = 0;
    if (!engine) fail("no memory", "for an engine");
    for (int32_t which = 0; which < TABLES; which++)
        if (calls->table(engine, which, tables[which].items, tables[which].bytes)) fail("a table is not taken", "by its length");
    if (calls->ready(engine, &wrong)) fail("the tables are refused", "nk_engine_ready");
    return engine;
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void decide(const Calls *calls, const NkEngine *engine, NkWork *work, const NkReadings *read) {
    int64_t units = tables[TABLE_PARENT].bytes / 4;
    NkZones zones = {tables[ZONE_SHARE].items, tables[ZONE_IS_FAR].items, (int32_t)(tables[ZONE_SHARE].bytes / 8 / units), 0};
    NkRecords records = {read->items, read->end, 1, 0.8};
    NkDecision said;
    NkDecisions found = {&said, room(zones.count, sizeof(double)), room(zones.count, 1), room(read->end[0], sizeof(NkClue)),
                         room(CANDIDATES, sizeof(NkCandidate))};
    if (calls->decide(engine, work, &zones, &records, &found)) fail("it is not decided", "nk_decide");
    printf("%d %d %.4f %.2f\n", (int)said.how, (int)said.place, said.confidence, said.km);
    free(found.zone_p);
    free(found.in_zone);
    free(found.clues);
    free(found.candidates);
}

static void ask(const Calls *calls, const NkEngine *engine, NkWork *work, const char *text) {
    int32_t offset[2] = {0, (int32_t)strlen(text)}, code_end = 0, mention_end = 0;
    int64_t start = 0, end = 0, key_end = 0, codes[CODES_HEARD] = {0}, items[MOST_ITEMS + CODES_HEARD], read_end = 0;
    uint8_t state = 0, holds = 0;
    NkRaw raw = {(const uint8_t *)text, offset, offset[1], 1, tables[FOLDING].items, (uint32_t)(tables[FOLDING].bytes / 4 - 1), 0};
    NkFolded folded = {room(offset[1], sizeof(uint32_t)), 0, &start, &state, 1};
    folded.count = calls->fold(&raw, folded.points, &start, &state);
    if (folded.count < 0 || state) fail("it is not folded", text);
    NkKeys keys = {&end, room(4 * folded.count + 161, 1), &key_end, codes, &code_end};
    if (calls->keys(engine, work, &folded, &keys)) fail("its codes are not read", text);
    NkTexts texts = {.points = folded.points, .start = &start, .extra = codes, .extra_end = &code_end, .texts = 1, .field = FIELD_TEXT};
    NkReadings found = {items, &read_end, &holds, room(3 * folded.count, sizeof(NkMention)), &mention_end};
    if (calls->read(engine, work, &texts, &found)) fail("it is not read", text);
    decide(calls, engine, work, &found);
    free(folded.points);
    free(keys.key);
    free(found.mentions);
}

int main(int count, char **arguments) {
    char line[MOST_BYTES];
    if (count != 4) fail("usage", "question LIBRARY TABLES TEXTS");
    Calls calls = opened(arguments[1]);
    load_tables(arguments[2]);
    NkEngine *engine = engine_over_tables(&calls);
    NkWork *work = calls.new_work();
    FILE *file = fopen(arguments[3], "rb");
    if (!work || !file) fail("the texts cannot be read", arguments[3]);
    printf("%016llx\n", (unsigned long long)calls.abi());
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        ask(&calls, engine, work, line);
    }
    fclose(file);
    return 0;
}

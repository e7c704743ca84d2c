/* What libFuzzer does, for compilers that have none: inputs by chance, and of those that were somewhere new others like them.

       engine_fuzzer SEED SECONDS FILE      tries inputs until the time is over; one that fails is put into FILE
       engine_fuzzer FILE                   tries the input in a file

   The same seed makes the same inputs. Where the compiler marks the ways through the program (-fsanitize-coverage=trace-pc), an input
   that goes a new one is kept. */

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_set_death_callback(void (*callback)(void));
void __sanitizer_cov_trace_pc(void);

#define UNSEEN __attribute__((no_sanitize_coverage, no_sanitize("address")))

enum { MOST_BYTES = 1024, MOST_KEPT = 4096, WAYS = 1 << 16, SECONDS_OF_AN_INPUT = 60 };

typedef struct {
    uint8_t bytes[MOST_BYTES];
    size_t size;
} Input;

static Input now, kept[MOST_KEPT];
static size_t kept_count;
static const char *failing = "";

/* ── ways ────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static uint8_t went[WAYS], known[WAYS]; /* how often a way was gone; bits for the powers of two that were reached */
static uintptr_t last;

UNSEEN void __sanitizer_cov_trace_pc(void) {
    uintptr_t here = (uintptr_t)__builtin_return_address(0) - (uintptr_t)&LLVMFuzzerTestOneInput;
    uint8_t *way = &went[(here ^ last) % WAYS];
    *way = (uint8_t)(*way + (*way < 255));
    last = here >> 1;
}

UNSEEN static bool is_new(void) {
    bool found = false;
    for (int way = 0; way < WAYS; way++) {
        if (!went[way]) continue;
        uint8_t often = 1;
        for (uint8_t count = went[way]; count > 1 && often < 128; count /= 2) often = (uint8_t)(often * 2);
        found |= !(known[way] & often);
        known[way] |= often;
    }
    return found;
}

/* ── inputs ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static uint64_t state;

static uint64_t chance(uint64_t limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state * UINT64_C(2685821657736338717) >> 20) % limit;
}

static void by_chance(Input *made) {
    made->size = 1 + chance(chance(8) ? 96 : MOST_BYTES);
    for (size_t at = 0; at < made->size; at++) made->bytes[at] = (uint8_t)chance(256);
}

static void changed(Input *input) {
    size_t at = chance(input->size), length = 1 + chance(8), left = input->size - at;
    if (length > left) length = left;
    switch (chance(6)) {
    case 0: input->bytes[at] ^= (uint8_t)(1 << chance(8)); break;
    case 1: input->bytes[at] = (uint8_t)chance(256); break;
    case 2: /* without some */
        if (length == input->size) break;
        memmove(input->bytes + at, input->bytes + at + length, left - length);
        input->size -= length;
        break;
    case 3: /* with others between */
        if (input->size + length > MOST_BYTES) break;
        memmove(input->bytes + at + length, input->bytes + at, left);
        input->size += length;
        for (size_t each = 0; each < length; each++) input->bytes[at + each] = (uint8_t)chance(256);
        break;
    case 4: { /* the end of another one */
        const Input *other = &kept[chance(kept_count)];
        size_t from = chance(other->size), more = other->size - from;
        if (at + more > MOST_BYTES) more = MOST_BYTES - at;
        memcpy(input->bytes + at, other->bytes + from, more);
        input->size = at + more ? at + more : 1;
        break;
    }
    default: /* others at its end */
        for (size_t each = at; each < input->size; each++) input->bytes[each] = (uint8_t)chance(256);
    }
}

static void next(void) {
    if (!kept_count || !chance(4)) {
        by_chance(&now);
        return;
    }
    now = kept[chance(kept_count)];
    for (uint64_t more = 1 + chance(5); more > 0; more--) changed(&now);
}

/* ── a fault ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_away(void) {
    FILE *file = *failing ? fopen(failing, "wb") : NULL;
    if (!file) return;
    fwrite(now.bytes, 1, now.size, file);
    fclose(file);
    fprintf(stderr, "engine_fuzzer: the input is in %s\n", failing);
}

static void too_long(int number) {
    (void)number;
    put_away();
    fprintf(stderr, "engine_fuzzer: an input took longer than %d s\n", SECONDS_OF_AN_INPUT);
    _exit(3);
}

static void broken(int number) {
    put_away();
    fprintf(stderr, "engine_fuzzer: ended by signal %d\n", number);
    _exit(3);
}

static void try_now(void) {
    uint8_t *exact = malloc(now.size ? now.size : 1);
    if (!exact) exit(2);
    memcpy(exact, now.bytes, now.size);
    memset(went, 0, sizeof went);
    last = 0;
    alarm(SECONDS_OF_AN_INPUT);
    LLVMFuzzerTestOneInput(exact, now.size);
    alarm(0);
    free(exact);
}

int main(int argc, char **argv) {
    if (argc != 2 && argc != 4) return 2;
    LLVMFuzzerInitialize(&argc, &argv);
    signal(SIGALRM, too_long);
    signal(SIGABRT, broken);
    if (argc == 2) {
        FILE *file = fopen(argv[1], "rb");
        if (!file) return 2;
        now.size = fread(now.bytes, 1, MOST_BYTES, file);
        fclose(file);
        try_now();
        return 0;
    }
    state = strtoull(argv[1], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) | 1;
    failing = argv[3];
    __sanitizer_set_death_callback(put_away);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    uint64_t tried = 0;
    double seconds = strtod(argv[2], NULL), passed = 0;
    for (; passed < seconds; tried++) {
        next();
        try_now();
        if (is_new() && kept_count < MOST_KEPT) kept[kept_count++] = now;
        clock_gettime(CLOCK_MONOTONIC, &end);
        passed = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    }
    printf("%llu inputs, %zu of them on ways of their own\n", (unsigned long long)tried, kept_count);
    return 0;
}

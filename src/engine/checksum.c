/* The checksum of a file of the gazetteer: XXH64 with the seed 0, which is no secret and no signature. It says at once whether ten
   megabytes are what was written. */

#include <string.h>

#include "engine.h"

enum { LANES = 4, WIDTH = 8, STRIPE = 32 }; /* bytes: of a number, of one in each lane */

static const uint64_t PRIME_1 = UINT64_C(0x9E3779B185EBCA87), PRIME_2 = UINT64_C(0xC2B2AE3D27D4EB4F), PRIME_3 = UINT64_C(0x165667B19E3779F9),
                      PRIME_4 = UINT64_C(0x85EBCA77C2B2AE63), PRIME_5 = UINT64_C(0x27D4EB2F165667C5);

static uint64_t rotated(uint64_t bits, int by) {
    return bits << by | bits >> (64 - by);
}

static uint64_t wide_at(const uint8_t *at) {
    uint64_t found;
    memcpy(&found, at, sizeof found);
    return found;
}

static uint32_t narrow_at(const uint8_t *at) {
    uint32_t found;
    memcpy(&found, at, sizeof found);
    return found;
}

static uint64_t mixed(uint64_t lane, uint64_t input) {
    return rotated(lane + input * PRIME_2, 31) * PRIME_1;
}

/* The whole stripes, in four lanes that do not wait for each other. */
static uint64_t sum_of_stripes(const uint8_t *at, int64_t stripes) {
    uint64_t a = PRIME_1 + PRIME_2, b = PRIME_2, c = 0, d = 0 - PRIME_1;
    for (; stripes > 0; stripes--, at += STRIPE) {
        a = mixed(a, wide_at(at));
        b = mixed(b, wide_at(at + WIDTH));
        c = mixed(c, wide_at(at + 2 * WIDTH));
        d = mixed(d, wide_at(at + 3 * WIDTH));
    }
    uint64_t sum = rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18), lanes[LANES] = {a, b, c, d};
    for (int lane = 0; lane < LANES; lane++) sum = (sum ^ mixed(0, lanes[lane])) * PRIME_1 + PRIME_4;
    return sum;
}

/* What is left behind the last whole stripe. */
static uint64_t with_rest(uint64_t sum, const uint8_t *at, const uint8_t *end) {
    for (; end - at >= WIDTH; at += WIDTH) sum = rotated(sum ^ mixed(0, wide_at(at)), 27) * PRIME_1 + PRIME_4;
    if (end - at >= WIDTH / 2) {
        sum = rotated(sum ^ narrow_at(at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
        at += WIDTH / 2;
    }
    for (; at < end; at++) sum = rotated(sum ^ *at * PRIME_5, 11) * PRIME_1;
    return sum;
}

uint64_t nk_checksum(const void *bytes, int64_t size) {
    if (size <= 0) size = 0;
    const uint8_t *at = bytes;
    int64_t stripes = size / STRIPE;
    uint64_t sum = stripes ? sum_of_stripes(at, stripes) : PRIME_5;
    sum = with_rest(sum + (uint64_t)size, stripes ? at + stripes * STRIPE : at, size ? at + size : at);
    sum = (sum ^ sum >> 33) * PRIME_2;
    sum = (sum ^ sum >> 29) * PRIME_3;
    return sum ^ sum >> 32;
}

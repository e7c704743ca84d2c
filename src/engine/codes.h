/* Codes in a text: six digits in a row, telephone area codes, registration numbers. */

#ifndef NK_CODES_H
#define NK_CODES_H

#include "engine.h"
#include "reader.h"

/* The codes of a folded text with a TEXT_END behind it, in its order: how many there are, of which the first are put into `found`, as many
   as have room. Only when all have room are they in order. */
NK_API int64_t nk_codes(const uint16_t *kinds, const uint32_t *points, int64_t length, NkCode *found, int64_t room);

#endif

/* Items as numbers of 64 bits. From below: is it in an unspaced script (1 bit), its field (4); then, of a name, its generic (4), its
   role (5) and its number; of a code, whose bit 62 is set, its kind (5), how many digits it has (4) and what they say (32).

   A point is several items in a row, one for each place where it can lie: the number of the unit and one more (0 is outside of all
   outlines), then its part of the whole (5 bits). */

#ifndef NK_PACKED_H
#define NK_PACKED_H

#include "names.h"

#include <stdbool.h>
#include <stdint.h>

enum { FIELD_AT = 1, GENERIC_AT = 5, ROLE_AT = 9, NAME_AT = 14, KIND_AT = 5, DIGITS_AT = 10, VALUE_AT = 14 };
enum { FOUR_BITS = 15, FIVE_BITS = 31 };
#define CODE_BIT (INT64_C(1) << 62)

_Static_assert(FIELDS <= FOUR_BITS + 1 && GENERICS <= FOUR_BITS + 1, "fields and generics have four bits in an item");
_Static_assert(ROLES <= FIVE_BITS + 1 && CODES <= FIVE_BITS + 1, "roles and kinds of codes have five bits in an item");
_Static_assert(KINDS <= FIVE_BITS + 1, "kinds of names have five bits in a reference");

enum { PART_ITEM = -1, EMPTY_ITEM = -2 }; /* stands before each of several addresses; is all that an empty record has */
enum { SHARE_BITS = 5, SHARE_MASK = 31 };

static inline bool is_code(int64_t item) { return (item & CODE_BIT) != 0; }
static inline bool is_unspaced(int64_t item) { return item & 1; }
static inline int32_t field_of(int64_t item) { return (int32_t)(item >> FIELD_AT) & FOUR_BITS; }
static inline int32_t generic_of(int64_t item) { return (int32_t)(item >> GENERIC_AT) & FOUR_BITS; }
static inline int32_t role_of(int64_t item) { return (int32_t)(item >> ROLE_AT) & FIVE_BITS; }
static inline int32_t name_of(int64_t item) { return (int32_t)(item >> NAME_AT & INT32_MAX); }
static inline int32_t code_of(int64_t item) { return (int32_t)(item >> KIND_AT) & FIVE_BITS; }
static inline int32_t digits_of(int64_t item) { return (int32_t)(item >> DIGITS_AT) & FOUR_BITS; }
static inline int32_t value_of(int64_t item) { return (int32_t)(item >> VALUE_AT & INT32_MAX); }

/* A name of a field is the same in any role. */
static inline int64_t without_role(int64_t item) { return item & ~((int64_t)FIVE_BITS << ROLE_AT); }

#endif

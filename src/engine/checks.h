/* Are the tables of a gazetteer sound? */

#ifndef NK_CHECKS_H
#define NK_CHECKS_H

#include "model.h"

/* A table with which the engine would read beside another, NONE when there is none: among those of units and judgement; among all
   others, when these are sound. */
int32_t wrong_of_units(const NkEngine *engine);
int32_t wrong_of_others(const NkEngine *engine);

#endif

#pragma once
/* MD5 of many messages side by side: each lane of a vector register holds the state of one. */
#include <stddef.h>
#include <stdint.h>

/* Advances as many states as the kernel has lanes by `blocks` blocks of 64 bytes.

   `state` holds the first word of every lane, then the second, third and fourth, and is aligned to 64
   bytes. The message of a lane begins at `base` plus its offset. */
typedef void cairn_md5_run(uint32_t *state, const uint8_t *base, const uint32_t *offsets,
                           size_t blocks);

typedef struct {
  const char *name;
  size_t lanes;
  cairn_md5_run *run;
} cairn_md5_kernel;

/* Kernel number `index` of those that this processor can run, the fastest first; the name is null past
   the last one. The last one needs no special instructions. */
cairn_md5_kernel cairn_md5_kernel_at(size_t index);

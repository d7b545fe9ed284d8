#include "CMultiMD5.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the kernels read words as they lie in memory"
#endif

/* The four functions of MD5. */
#define F(b, c, d) ((d) ^ ((b) & ((c) ^ (d))))
#define G(b, c, d) ((c) ^ ((d) & ((b) ^ (c))))
#define H(b, c, d) ((b) ^ (c) ^ (d))
#define I(b, c, d) ((c) ^ ((b) | ~(d)))

/* Vectors of four words are part of x86-64 (SSE2) and of AArch64 (NEON); elsewhere the compiler makes
   do without. */
#define KERNEL portable
#define TARGET
#define LANES 4
#define SETS 2
#include "lanes.h"

#if defined(__x86_64__)
#define KERNEL avx2
#define TARGET __attribute__((target("avx2")))
#define LANES 8
#define SETS 2
#include "lanes.h"

#define KERNEL avx512
#define TARGET __attribute__((target("avx512f")))
#define LANES 16
#define SETS 1
#include "lanes.h"

#define KERNEL avx512_twice
#define TARGET __attribute__((target("avx512f")))
#define LANES 16
#define SETS 2
#include "lanes.h"
#endif

cairn_md5_kernel cairn_md5_kernel_at(size_t index) {
  cairn_md5_kernel found[4] = {{0}};
  size_t count = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    found[count++] = (cairn_md5_kernel){"avx512", 16, avx512};
    found[count++] = (cairn_md5_kernel){"avx512-twice", 32, avx512_twice};
  }
  if (__builtin_cpu_supports("avx2")) found[count++] = (cairn_md5_kernel){"avx2", 16, avx2};
#endif
  found[count++] = (cairn_md5_kernel){"portable", 8, portable};
  return index < count ? found[index] : (cairn_md5_kernel){0};
}

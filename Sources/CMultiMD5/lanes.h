/* One kernel. KERNEL is its name, TARGET names its instructions, LANES is how many words of 32 bits a
   register holds, and SETS how many sets of lanes run interleaved, so that one works while another waits. */
#define PASTE_NAMES(a, b) a##b
#define PASTE(a, b) PASTE_NAMES(a, b)
#define VECTOR PASTE(KERNEL, _vector)
#define EACH for (int set = 0; set < SETS; set++)
#define ROTATED(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define STEP(f, a, b, c, d, word, shift, constant)                              \
  EACH a[set] += f(b[set], c[set], d[set]) + words[word][set] + (uint32_t)constant; \
  EACH a[set] = ROTATED(a[set], shift) + b[set];

typedef uint32_t VECTOR __attribute__((vector_size(LANES * 4)));

TARGET static void KERNEL(uint32_t *state, const uint8_t *base, const uint32_t *offsets,
                          size_t blocks) {
  VECTOR *kept = (VECTOR *)state;
  VECTOR a[SETS], b[SETS], c[SETS], d[SETS], words[16][SETS];
  EACH {
    a[set] = kept[set];
    b[set] = kept[SETS + set];
    c[set] = kept[2 * SETS + set];
    d[set] = kept[3 * SETS + set];
  }
  for (size_t block = 0; block < blocks; block++) {
    const uint8_t *place = base + block * 64;
    for (int word = 0; word < 16; word++) EACH {
        VECTOR gathered;
        for (int lane = 0; lane < LANES; lane++) {
          uint32_t value;
          memcpy(&value, place + offsets[set * LANES + lane] + word * 4, 4);
          gathered[lane] = value;
        }
        words[word][set] = gathered;
      }
    VECTOR a0[SETS], b0[SETS], c0[SETS], d0[SETS];
    EACH { a0[set] = a[set]; b0[set] = b[set]; c0[set] = c[set]; d0[set] = d[set]; }
#include "rounds.h"
    EACH { a[set] += a0[set]; b[set] += b0[set]; c[set] += c0[set]; d[set] += d0[set]; }
  }
  EACH {
    kept[set] = a[set];
    kept[SETS + set] = b[set];
    kept[2 * SETS + set] = c[set];
    kept[3 * SETS + set] = d[set];
  }
}

#undef PASTE_NAMES
#undef PASTE
#undef VECTOR
#undef EACH
#undef ROTATED
#undef STEP
#undef KERNEL
#undef TARGET
#undef LANES
#undef SETS

// The least that storing many small files can take: reads them, hashes them in lanes, and writes each by a
// temporary and a rename, on two threads, with no bookkeeping at all.
//
//   floor SOURCE TARGET      prints the number of files
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "CMultiMD5.h"

enum { LARGEST = 128 << 10, THREADS = 2, BATCH = 64 };

static char **paths;
static size_t path_count;
static atomic_size_t next_path;
static const char *target;
static cairn_md5_kernel kernel;

static void check(int succeeded, const char *what) {
  if (succeeded) return;
  perror(what);
  exit(1);
}

static void collect(const char *directory) {
  DIR *listing = opendir(directory);
  check(listing != NULL, directory);
  for (struct dirent *entry; (entry = readdir(listing));) {
    if (entry->d_name[0] == '.') continue;
    char *path;
    check(asprintf(&path, "%s/%s", directory, entry->d_name) >= 0, directory);
    if (entry->d_type == DT_DIR) {
      collect(path);
      free(path);
    } else {
      if (path_count % 4096 == 0) paths = realloc(paths, (path_count + 4096) * sizeof *paths);
      paths[path_count++] = path;
    }
  }
  closedir(listing);
}

typedef struct {
  size_t count, size, blocks;
  uint32_t offsets[64];
  uint32_t state[64 * 4] __attribute__((aligned(64)));
  uint8_t *bytes;
  int thread;
  size_t written;
} group;

static void store(group *group, size_t lane) {
  uint8_t digest[16];
  for (int word = 0; word < 4; word++)
    memcpy(digest + 4 * word, &group->state[word * kernel.lanes + lane], 4);
  char temporary[4096], name[4096];
  snprintf(temporary, sizeof temporary, "%s/tmp%d/%zu", target, group->thread, group->written++);
  int length = snprintf(name, sizeof name, "%s/%02x/", target, digest[0]);
  for (int byte = 1; byte < 16; byte++) length += sprintf(name + length, "%02x", digest[byte]);
  int file = open(temporary, O_CREAT | O_EXCL | O_WRONLY, 0444);
  check(file >= 0, temporary);
  check(write(file, group->bytes + group->offsets[lane], group->size) == (ssize_t)group->size, name);
  close(file);
  check(rename(temporary, name) == 0, name);
}

static void finish(group *group) {
  static const uint32_t start[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  if (group->count == 0) return;
  for (int word = 0; word < 4; word++)
    for (size_t lane = 0; lane < kernel.lanes; lane++)
      group->state[word * kernel.lanes + lane] = start[word];
  for (size_t lane = group->count; lane < kernel.lanes; lane++) group->offsets[lane] = 0;
  kernel.run(group->state, group->bytes, group->offsets, group->blocks);
  for (size_t lane = 0; lane < group->count; lane++) store(group, lane);
  group->count = 0;
}

static void take(group *group, const char *path) {
  int file = open(path, O_RDONLY);
  check(file >= 0, path);
  uint8_t *place = group->bytes + group->count * (LARGEST + 128);
  ssize_t size = read(file, place, LARGEST);
  check(size >= 0, path);
  close(file);
  if (group->count > 0 && (size_t)size != group->size) {
    size_t count = group->count;
    finish(group);
    memmove(group->bytes, group->bytes + count * (LARGEST + 128), size);
    place = group->bytes;
  }
  group->size = size;
  group->blocks = (size + 9 + 63) / 64;
  memset(place + size, 0, group->blocks * 64 - size);
  place[size] = 0x80;
  uint64_t bits = (uint64_t)size * 8;
  memcpy(place + group->blocks * 64 - 8, &bits, 8);
  group->offsets[group->count] = (uint32_t)(place - group->bytes);
  if (++group->count == kernel.lanes) finish(group);
}

static void *work(void *number) {
  group group = {.thread = (int)(size_t)number};
  group.bytes = malloc(kernel.lanes * (LARGEST + 128));
  char temporaries[4096];
  snprintf(temporaries, sizeof temporaries, "%s/tmp%d", target, group.thread);
  check(mkdir(temporaries, 0777) == 0, temporaries);
  for (;;) {
    size_t first = atomic_fetch_add(&next_path, BATCH);
    if (first >= path_count) break;
    for (size_t index = first; index < first + BATCH && index < path_count; index++)
      take(&group, paths[index]);
  }
  finish(&group);
  return NULL;
}

int main(int count, char **words) {
  if (count != 3) return fprintf(stderr, "usage: floor SOURCE TARGET\n"), 2;
  target = words[2];
  kernel = cairn_md5_kernel_at(0);
  collect(words[1]);
  check(mkdir(target, 0777) == 0, target);
  for (int shard = 0; shard < 256; shard++) {
    char directory[4096];
    snprintf(directory, sizeof directory, "%s/%02x", target, shard);
    check(mkdir(directory, 0777) == 0, directory);
  }
  pthread_t threads[THREADS];
  for (size_t number = 0; number < THREADS; number++)
    check(pthread_create(&threads[number], NULL, work, (void *)number) == 0, "thread");
  for (int number = 0; number < THREADS; number++) pthread_join(threads[number], NULL);
  printf("%zu\n", path_count);
}

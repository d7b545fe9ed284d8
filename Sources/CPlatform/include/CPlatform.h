#pragma once
/* Inline shims for the system calls that Swift cannot import: macros with casts, variadics, newer flags. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes `destination` share the blocks of `source`. 0, or -1 with errno. */
static inline int cairn_reflink(int destination, int source) {
  return ioctl(destination, FICLONE, source);
}

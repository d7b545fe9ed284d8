#define _GNU_SOURCE
#include "CPlatform.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int cairn_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cairn_reflink(int destination, int source) {
  return ioctl(destination, FICLONE, source);
}

ssize_t cairn_copy_file_range(int source, int destination, size_t count) {
  return copy_file_range(source, NULL, destination, NULL, count, 0);
}

int cairn_syncfs(int descriptor) { return syncfs(descriptor); }

ssize_t cairn_getdents(int descriptor, void *buffer, size_t size) {
  return syscall(SYS_getdents64, descriptor, buffer, size);
}

int cairn_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

static void set_default_signals(posix_spawnattr_t *attributes) {
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(attributes, &signals);
  posix_spawnattr_setpgroup(attributes, 0);
  posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

int cairn_spawn(pid_t *process, const char *program, char *const arguments[],
                char *const environment[], const char *directory, int input, int output,
                int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  set_default_signals(&attributes);
  int failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, errors, 2);
  if (!failure && directory) failure = posix_spawn_file_actions_addchdir_np(&actions, directory);
  if (!failure)
    failure = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

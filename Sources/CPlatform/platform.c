#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

int cairn_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cairn_reflink(int destination, int source) {
  return ioctl(destination, FICLONE, source);
}

ssize_t cairn_copy_file_range(int source, int destination, size_t count) {
  return copy_file_range(source, NULL, destination, NULL, count, 0);
}

int cairn_syncfs(int descriptor) { return syncfs(descriptor); }

int cairn_start_writeback(int descriptor, off_t offset, off_t count) {
  return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

ssize_t cairn_getdents(int descriptor, void *buffer, size_t size) {
  return syscall(SYS_getdents64, descriptor, buffer, size);
}

int cairn_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

static void set_attributes(posix_spawnattr_t *attributes, int leads_group) {
  sigset_t signals;
  int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(attributes, &signals);
  posix_spawnattr_setpgroup(attributes, 0);
  if (leads_group) flags |= POSIX_SPAWN_SETPGROUP;
  posix_spawnattr_setflags(attributes, flags);
}

int cairn_spawn(pid_t *process, const char *program, char *const arguments[],
                char *const environment[], const char *directory, int input, int output,
                int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  set_attributes(&attributes, directory != NULL);
  int failure = posix_spawn_file_actions_adddup2(&actions, input, 0);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (!failure) failure = posix_spawn_file_actions_adddup2(&actions, errors, 2);
  if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!failure && directory) failure = posix_spawn_file_actions_addchdir_np(&actions, directory);
  if (!failure)
    failure = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

int cairn_thread_number(void) {
  static atomic_int last;
  static _Thread_local int mine;
  if (!mine) mine = atomic_fetch_add(&last, 1) + 1;
  return mine;
}

static int argument_count;
static char **argument_words;

/* glibc hands them to whatever runs before main. */
__attribute__((constructor)) static void keep_arguments(int count, char **words) {
  argument_count = count;
  argument_words = words;
}

char **cairn_arguments(int *count) {
  *count = argument_count;
  return argument_words;
}

ptrdiff_t cairn_read_time(const char *text, const char *format, struct tm *parts) {
  const char *end = strptime(text, format, parts);
  return end ? end - text : -1;
}

#if defined(__x86_64__)
int cairn_has_aes(void) { return __builtin_cpu_supports("aes"); }
#elif defined(__aarch64__)
int cairn_has_aes(void) { return (getauxval(AT_HWCAP) & HWCAP_AES) != 0; }
#else
int cairn_has_aes(void) { return 0; }
#endif

/* The standard streams of a child that was just forked; their numbers may be among the first three. */
static int take_streams(const int streams[3]) {
  int copies[3];
  for (int number = 0; number < 3; number++)
    if ((copies[number] = fcntl(streams[number], F_DUPFD_CLOEXEC, 3)) < 0) return -1;
  for (int number = 0; number < 3; number++)
    if (dup2(copies[number], number) < 0) return -1;
  return 0;
}

static void reset_signals(void) {
  sigset_t none;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Only calls that are safe between fork and exec. */
static void run_bound(pid_t parent, const char *program, char *const arguments[],
                      char *const environment[], const int streams[3], int report) {
  reset_signals();
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && take_streams(streams) == 0) {
    if (getppid() != parent) _exit(127);
    /* Not every library has its descriptors closed. Kernels before 5.11 refuse. */
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execve(program, arguments, environment);
  }
  int failure = errno;
  if (write(report, &failure, sizeof failure) < 0) _exit(126);
  _exit(127);
}

int cairn_spawn_bound(pid_t *process, const char *program, char *const arguments[],
                      char *const environment[], int input, int output, int errors) {
  const int streams[3] = {input, output, errors};
  int report[2], failure = 0;
  sigset_t all, own;
  pid_t parent = getpid();
  if (cairn_pipe(report) < 0) return errno;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &own);
  *process = fork();
  if (*process == 0) run_bound(parent, program, arguments, environment, streams, report[1]);
  if (*process < 0) failure = errno;
  pthread_sigmask(SIG_SETMASK, &own, NULL);
  close(report[1]);
  if (read(report[0], &failure, sizeof failure) > 0) waitpid(*process, NULL, 0);
  close(report[0]);
  return failure;
}

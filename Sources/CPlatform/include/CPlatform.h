#pragma once
/* The system calls that Swift cannot import: macros with casts, variadics, GNU extensions. */
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <time.h>

/* All return -1 with errno set when they fail. */

/* A pipe whose ends are closed on exec. */
int cairn_pipe(int ends[2]);

/* Makes `destination` share the blocks of `source`. */
int cairn_reflink(int destination, int source);

/* Copies up to `count` bytes inside the kernel, from and to the descriptors' own offsets. */
ssize_t cairn_copy_file_range(int source, int destination, size_t count);

/* Writes everything that is dirty on the file system that holds `descriptor`. */
int cairn_syncfs(int descriptor);

/* Has the disk begin to take `count` bytes from `offset` on, without waiting. */
int cairn_start_writeback(int descriptor, off_t offset, off_t count);

/* Fills `buffer` with `struct linux_dirent64` records; 0 at the end of the directory. */
ssize_t cairn_getdents(int descriptor, void *buffer, size_t size);

/* An anonymous file in memory, closed on exec. */
int cairn_memory_file(const char *name);

/* A process that starts in `directory` and leads a group of its own, or for NULL has the directory and
   the group of this one. Its standard streams are `input`, `output` and `errors`; it inherits no other
   descriptor, and no signal is ignored or blocked. Its ID goes to `*process`; returns 0 or an errno. */
int cairn_spawn(pid_t *process, const char *program, char *const arguments[],
                char *const environment[], const char *directory, int input, int output,
                int errors);

/* The same as for NULL, for a program that must not outlive this process: it gets SIGTERM when the calling
   thread ends, and ignores SIGINT and SIGHUP, which a terminal sends to both and which are this process's
   to act on. */
int cairn_spawn_bound(pid_t *process, const char *program, char *const arguments[],
                      char *const environment[], int input, int output, int errors);

/* The words that this process was started with, its own name first; they live as long as it does.
   (Swift's CommandLine reads /proc, which a bare root may lack.) */
char **cairn_arguments(int *count);

/* A small number of the calling thread, which no other thread of this process ever has. */
int cairn_thread_number(void);

/* strptime. Returns how many bytes of `text` were read, or -1 when it is not of that format. */
ptrdiff_t cairn_read_time(const char *text, const char *format, struct tm *parts);

/* Whether the processor has instructions for AES. */
int cairn_has_aes(void);

/* Temporary files that the signal handler below unlinks. Returns a slot, or -1 when the table is full
   or the path too long; safe from any thread. */
int cairn_register_temporary(const char *path);
void cairn_forget_temporary(int slot);

/* From now on the first SIGINT, SIGTERM or SIGHUP is only noted; the second unlinks the registered
   temporaries and ends the process by that signal. Signals that are ignored stay ignored.
   Returns a descriptor that becomes readable with the first signal. */
int cairn_install_signal_handlers(void);

/* The first signal that was noted; 0 before. */
int cairn_noted_signal(void);

/* Does what the handler does for the first signal. */
void cairn_note_signal(int signal);

#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Slots are never freed, so that the handler can read one at any time: at worst it sees a path that
   is just being replaced, and random names make sure that no such mixture exists. */
enum { slot_count = 256, slot_free = 0, slot_taken = 1, slot_active = 2 };

static struct {
  atomic_int state;
  char path[PATH_MAX];
} slots[slot_count];

static atomic_int noted_signal;
static int event_descriptor = -1;

int cairn_register_temporary(const char *path) {
  size_t length = strlen(path);
  if (length >= PATH_MAX) return -1;
  for (int slot = 0; slot < slot_count; slot++) {
    int expected = slot_free;
    if (!atomic_compare_exchange_strong(&slots[slot].state, &expected, slot_taken)) continue;
    memcpy(slots[slot].path, path, length + 1);
    atomic_store(&slots[slot].state, slot_active);
    return slot;
  }
  return -1;
}

void cairn_forget_temporary(int slot) {
  if (slot >= 0 && slot < slot_count) atomic_store(&slots[slot].state, slot_free);
}

int cairn_noted_signal(void) { return atomic_load_explicit(&noted_signal, memory_order_relaxed); }

void cairn_note_signal(int signal) {
  int expected = 0;
  uint64_t one = 1;
  atomic_compare_exchange_strong(&noted_signal, &expected, signal);
  if (event_descriptor >= 0 && write(event_descriptor, &one, sizeof one) < 0) return;
}

static void end_by(int number) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  signal(number, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
}

static void handle(int number) {
  int saved = errno;
  if (cairn_noted_signal() != 0) {
    for (int slot = 0; slot < slot_count; slot++)
      if (atomic_load(&slots[slot].state) == slot_active) unlink(slots[slot].path);
    end_by(number);
  }
  cairn_note_signal(number);
  errno = saved;
}

static void install(int number) {
  struct sigaction action;
  if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = handle;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

int cairn_install_signal_handlers(void) {
  if (event_descriptor < 0) event_descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  install(SIGINT);
  install(SIGTERM);
  install(SIGHUP);
  return event_descriptor;
}

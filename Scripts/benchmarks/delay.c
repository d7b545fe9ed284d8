/* A proxy on 127.0.0.1 that lets every answer arrive later, as a far server's would.
 *
 *   delay LISTEN TARGET MILLISECONDS
 *
 * What the server sends is handed on that much later, in order, without holding back what follows; what the client
 * sends goes on at once. So a round trip takes MILLISECONDS longer, and the rate stays what it is, up to
 * WINDOW bytes in a round trip for a connection. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 64 << 10, WINDOW = 8 << 20, EVENTS = 256 };

struct piece {
  struct piece *next;
  int64_t due;
  size_t count, sent;
  char bytes[];
};

/* One direction of a connection. */
struct flow {
  int from, to;
  int64_t delay;
  struct piece *first, **last;
  size_t held;
  int has_ended, is_over;
};

struct pair {
  struct flow up, down;
  struct pair *next;
};

static struct pair *pairs;
static int events;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void watch(int descriptor) {
  int on = 1;
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET};
  epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event);
}

static void start(struct flow *flow, int from, int to, int64_t delay) {
  *flow = (struct flow){.from = from, .to = to, .delay = delay};
  flow->last = &flow->first;
}

static void take(struct flow *flow) {
  while (!flow->has_ended && flow->held < WINDOW) {
    struct piece *piece = malloc(sizeof *piece + PIECE);
    ssize_t count = read(flow->from, piece->bytes, PIECE);
    if (count <= 0) {
      free(piece);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      flow->has_ended = 1;
      return;
    }
    piece = realloc(piece, sizeof *piece + count);
    *piece = (struct piece){.due = now() + flow->delay, .count = count};
    *flow->last = piece;
    flow->last = &piece->next;
    flow->held += count;
  }
}

/* Hands on what is due; returns when the next is, or -1. */
static int64_t give(struct flow *flow) {
  while (flow->first) {
    struct piece *piece = flow->first;
    if (piece->due > now()) return piece->due;
    ssize_t count = send(flow->to, piece->bytes + piece->sent, piece->count - piece->sent, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) return -1;
      flow->has_ended = flow->is_over = 1;
      return -1;
    }
    piece->sent += count;
    flow->held -= count;
    if (piece->sent < piece->count) continue;
    flow->first = piece->next;
    if (!flow->first) flow->last = &flow->first;
    free(piece);
  }
  if (flow->has_ended && !flow->is_over) {
    shutdown(flow->to, SHUT_WR);
    flow->is_over = 1;
  }
  return -1;
}

static void drop(struct flow *flow) {
  while (flow->first) {
    struct piece *piece = flow->first;
    flow->first = piece->next;
    free(piece);
  }
}

static void take_in(int listener, int target, int64_t delay) {
  for (;;) {
    int client = accept(listener, NULL, NULL);
    if (client < 0) return;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = loopback(target);
    if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) {
      close(server);
      close(client);
      continue;
    }
    struct pair *pair = calloc(1, sizeof *pair);
    start(&pair->up, client, server, 0);
    start(&pair->down, server, client, delay);
    pair->next = pairs;
    pairs = pair;
    watch(client);
    watch(server);
  }
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int on = 1, target = atoi(words[2]), listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int64_t delay = (int64_t)(atof(words[3]) * 1000);
  struct sockaddr_in address = loopback(atoi(words[1]));
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1024) != 0) {
    perror("delay");
    return 1;
  }
  events = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(events, EPOLL_CTL_ADD, listener, &event);
  int64_t next = -1;
  for (;;) {
    struct epoll_event found[EVENTS];
    int64_t wait = next < 0 ? -1 : next > now() ? (next - now() + 999) / 1000 : 0;
    epoll_wait(events, found, EVENTS, (int)wait);
    take_in(listener, target, delay);
    next = -1;
    for (struct pair **place = &pairs; *place;) {
      struct pair *pair = *place;
      struct flow *flows[] = {&pair->up, &pair->down};
      for (int index = 0; index < 2; index++) {
        take(flows[index]);
        int64_t due = give(flows[index]);
        take(flows[index]);
        if (due >= 0 && (next < 0 || due < next)) next = due;
      }
      if ((pair->up.is_over && pair->down.is_over) || (pair->down.is_over && pair->down.has_ended && !pair->up.held)) {
        drop(&pair->up);
        drop(&pair->down);
        close(pair->up.from);
        close(pair->down.from);
        *place = pair->next;
        free(pair);
      } else {
        place = &pair->next;
      }
    }
  }
}

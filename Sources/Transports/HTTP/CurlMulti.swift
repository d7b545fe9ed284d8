import CLibCurl
import CPlatform
import Glibc
import SystemPackage

/// libcurl's set of transfers with the connections that they share, and what they wait for.
///
/// Only the sockets on which something happened are worked on, so that many transfers cost no more each
/// than few. Unchecked: one thread at a time uses it, but for `wake`, which any may call.
final class CurlMulti: @unchecked Sendable {
  /// Connections that stay open between requests, even if fewer were needed lately.
  private static let fewestConnections = 64
  private static let eventsAtOnce = 256

  private let multi: UnsafeMutableRawPointer
  private let poll: CInt
  private let waker: ThreadWaker
  private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: eventsAtOnce)
  private var watched: Set<CInt> = []
  /// When libcurl wants to be called though nothing happened.
  private var deadline: ContinuousClock.Instant?

  /// - Throws: when there are no descriptors for it.
  init() throws(HTTPFailure) {
    do throws(Errno) { waker = try ThreadWaker() } catch { throw HTTPFailure(error) }
    poll = epoll_create1(CInt(EPOLL_CLOEXEC))
    guard poll >= 0 else { throw HTTPFailure(Errno(rawValue: errno)) }
    guard let multi = cairn_multi_init() else {
      close(poll)
      throw HTTPFailure(.other, "libcurl offers no transfers")
    }
    self.multi = multi
    cairn_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    let context = Unmanaged.passUnretained(self).toOpaque()
    cairn_multi_set_callbacks(multi, watchSocket, setTimer, context)
    watch(waker.readEnd.rawValue, CURL_POLL_IN)
  }

  /// Closes the connections; no transfer is left.
  deinit {
    cairn_multi_cleanup(multi)
    close(poll)
    events.deallocate()
  }

  func wake() { waker.signal() }

  func add(_ handle: CurlHandle) { cairn_multi_add(multi, handle.easy) }

  func remove(_ handle: CurlHandle) { cairn_multi_remove(multi, handle.easy) }

  /// Keeps up to `count` connections open between requests.
  ///
  /// With fewer than are needed at a time, those that a burst of answers sets free would be closed, and
  /// opened again for the next requests; with many more, servers would have no room for others.
  func keepConnections(_ count: Int) {
    cairn_multi_set_number(multi, CURLMOPT_MAXCONNECTS, max(Self.fewestConnections, count))
  }

  /// Waits until there is something to do, and does it.
  func turn() {
    let count = epoll_wait(poll, events.baseAddress, CInt(Self.eventsAtOnce), timeout())
    for event in events.prefix(Int(max(0, count))) { act(event) }
    if let deadline, deadline <= .now {
      self.deadline = nil
      cairn_multi_act(multi, CURL_SOCKET_BAD, 0)
    }
  }

  /// The next transfer that ended, and how.
  func nextEnded() -> (transfer: CurlTransfer, code: CURLcode)? {
    var code = CURLE_OK
    guard let context = cairn_multi_next_ended(multi, &code) else { return nil }
    return (Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue(), code)
  }

  private func act(_ event: epoll_event) {
    let descriptor = event.data.fd
    guard descriptor != waker.readEnd.rawValue else { return waker.clear() }
    var happened: CInt = 0
    if event.events & EPOLLIN.rawValue != 0 { happened |= CURL_CSELECT_IN }
    if event.events & EPOLLOUT.rawValue != 0 { happened |= CURL_CSELECT_OUT }
    if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { happened |= CURL_CSELECT_ERR }
    cairn_multi_act(multi, descriptor, happened)
  }

  /// Milliseconds, rounded up; -1 for no end.
  private func timeout() -> CInt {
    guard let deadline else { return -1 }
    let left = max(.zero, deadline - .now)
    return CInt(min(60_000, (left / .milliseconds(1)).rounded(.up)))
  }

  fileprivate func watch(_ descriptor: CInt, _ what: CInt) {
    var event = epoll_event()
    event.data.fd = descriptor
    if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
    if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
    let isNew = watched.insert(descriptor).inserted
    _ = epoll_ctl(poll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event)
  }

  fileprivate func unwatch(_ descriptor: CInt) {
    watched.remove(descriptor)
    _ = epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, nil)
  }

  fileprivate func setDeadline(after milliseconds: Int) {
    deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
  }
}

private let watchSocket: curl_socket_callback = { _, descriptor, what, context, _ in
  guard let multi = multi(context) else { return 0 }
  what == CURL_POLL_REMOVE ? multi.unwatch(descriptor) : multi.watch(descriptor, what)
  return 0
}

private let setTimer: curl_multi_timer_callback = { _, milliseconds, context in
  multi(context)?.setDeadline(after: milliseconds)
  return 0
}

private func multi(_ context: UnsafeMutableRawPointer?) -> CurlMulti? {
  context.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
}

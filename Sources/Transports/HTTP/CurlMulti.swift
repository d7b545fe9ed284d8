import CLibCurl

/// libcurl's set of transfers with the connections that they share.
///
/// Unchecked: only the thread of the loop uses it, but for `wake`, which any may call.
final class CurlMulti: @unchecked Sendable {
  /// Connections that stay open between requests.
  private static let idleConnections = 64

  private let multi: UnsafeMutableRawPointer

  init() {
    guard let multi = cairn_multi_init() else { fatalError("libcurl offers no transfers") }
    cairn_multi_set_number(multi, CURLMOPT_MAXCONNECTS, Self.idleConnections)
    cairn_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    self.multi = multi
  }

  func wake() { cairn_multi_wakeup(multi) }

  func add(_ handle: CurlHandle) { cairn_multi_add(multi, handle.easy) }

  func remove(_ handle: CurlHandle) { cairn_multi_remove(multi, handle.easy) }

  /// Does what can be done now.
  func perform() { cairn_multi_perform(multi) }

  /// Waits until there is something to do.
  func wait() { cairn_multi_poll(multi, 10_000) }

  /// The next transfer that ended, and how.
  func nextEnded() -> (transfer: CurlTransfer, code: CURLcode)? {
    var code = CURLE_OK
    guard let context = cairn_multi_next_ended(multi, &code) else { return nil }
    return (Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue(), code)
  }
}

import CLibCurl

/// libcurl's handle of one transfer at a time. Used by the thread of the loop only.
final class CurlHandle {
  let easy: UnsafeMutableRawPointer
  private var headers: UnsafeMutablePointer<curl_slist>?
  private let message: UnsafeMutablePointer<CChar>

  private static let messageSize = Int(CURL_ERROR_SIZE)
  /// Bodies of this size are worth asking first whether the server wants them.
  private static let largeBody = 1 << 20
  private static let bufferSize = 256 << 10

  init?() {
    guard let easy = cairn_easy_init() else { return nil }
    self.easy = easy
    message = .allocate(capacity: Self.messageSize)
    message.initialize(repeating: 0, count: Self.messageSize)
  }

  deinit {
    cairn_easy_cleanup(easy)
    cairn_list_free(headers)
    message.deallocate()
  }

  /// Sets everything that `transfer` needs; it must live until `clear`.
  func prepare(_ transfer: CurlTransfer) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    let request = transfer.request
    set(CURLOPT_URL, request.url)
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    set(CURLOPT_BUFFERSIZE, Self.bufferSize)
    cairn_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, message)
    cairn_easy_set_pointer(easy, CURLOPT_PRIVATE, context)
    setMethod(request)
    setHeaders(request)
    setOptions(transfer.options)
    cairn_easy_set_bytes_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody)
    cairn_easy_set_pointer(easy, CURLOPT_WRITEDATA, context)
    cairn_easy_set_bytes_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    cairn_easy_set_pointer(easy, CURLOPT_HEADERDATA, context)
    if request.sent != nil {
      set(CURLOPT_NOPROGRESS, 0)
      cairn_easy_set_progress_callback(easy, noteProgress)
      cairn_easy_set_pointer(easy, CURLOPT_XFERINFODATA, context)
    }
  }

  /// Makes the handle ready for another transfer; its connection stays with the loop.
  func clear() {
    cairn_easy_reset(easy)
    cairn_list_free(headers)
    headers = nil
    message[0] = 0
  }

  /// Goes on with a transfer whose bytes had no room.
  func resume() { cairn_easy_pause(easy, CURLPAUSE_CONT) }

  /// What a transfer that ended with `code` failed of; nil when it did not.
  func failure(_ code: CURLcode) -> HTTPFailure? {
    guard code != CURLE_OK else { return nil }
    return HTTPFailure(
      code, detail: String(cString: message),
      systemError: cairn_easy_get_number(easy, CURLINFO_OS_ERRNO))
  }

  private func setMethod(_ request: HTTPRequest) {
    if request.method == .head {
      set(CURLOPT_NOBODY, 1)
    } else if request.method != .get {
      set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    guard let body = request.body else { return }
    set(CURLOPT_POST, 1)
    set(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
    cairn_easy_set_pointer(easy, CURLOPT_POSTFIELDS, body.bytes.baseAddress)
  }

  private func setHeaders(_ request: HTTPRequest) {
    for (name, value) in request.headers {
      headers = cairn_list_append(headers, value.isEmpty ? "\(name):" : "\(name): \(value)")
    }
    if let body = request.body {
      // Its own type would be that of a form.
      headers = cairn_list_append(headers, "Content-Type:")
      let asksFirst = body.count >= Self.largeBody
      headers = cairn_list_append(headers, asksFirst ? "Expect: 100-continue" : "Expect:")
    }
    cairn_easy_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
  }

  private func setOptions(_ options: HTTPOptions) {
    switch options.trust {
    case .system: break
    case .authorityFile(let path): set(CURLOPT_CAINFO, path)
    case .authorityDirectory(let path): set(CURLOPT_CAPATH, path)
    case .everything:
      set(CURLOPT_SSL_VERIFYPEER, 0)
      set(CURLOPT_SSL_VERIFYHOST, 0)
    }
    set(CURLOPT_CONNECTTIMEOUT, options.connectTimeout)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, options.idleTimeout)
    set(CURLOPT_PROXY, options.proxy)
    set(CURLOPT_NOPROXY, options.unproxiedHosts)
  }

  private func set(_ option: CURLoption, _ value: Int) {
    cairn_easy_set_number(easy, option, value)
  }

  /// libcurl keeps a copy of the text.
  private func set(_ option: CURLoption, _ text: String) {
    _ = text.withCString { cairn_easy_set_pointer(easy, option, $0) }
  }
}

private let receiveBody: cairn_bytes_callback = { bytes, _, count, context in
  transfer(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
}

private let receiveHeader: cairn_bytes_callback = { bytes, _, count, context in
  transfer(context)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: count))
  return count
}

private let noteProgress: curl_xferinfo_callback = { context, _, _, _, sent in
  transfer(context)?.request.sent?(Int64(sent))
  return 0
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
  context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

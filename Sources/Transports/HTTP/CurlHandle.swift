import CLibCurl

/// libcurl's handle of one transfer at a time. Used by the thread of the loop only.
final class CurlHandle {
  let easy: UnsafeMutableRawPointer
  private var headers: UnsafeMutablePointer<curl_slist>?
  private let message: UnsafeMutablePointer<CChar>
  /// The URL of the proxy that the transfer goes through.
  private var proxy: String?

  private static let messageSize = Int(CURL_ERROR_SIZE)
  /// Bodies of this size are worth asking first whether the server wants them.
  private static let largeBody = 1 << 20
  private static let bufferSize = 128 << 10

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
    setProxy(transfer.options.proxies.proxy(for: request.url))
    if let stream = request.stream { setBody(stream, context) }
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
    proxy = nil
    message[0] = 0
  }

  /// Goes on with a transfer whose bytes had no room.
  func resume() { cairn_easy_pause(easy, CURLPAUSE_CONT) }

  /// What a transfer that ended with `code` failed of; nil when it did not.
  func failure(_ code: CURLcode) -> HTTPFailure? {
    guard code != CURLE_OK else { return nil }
    let failure = HTTPFailure(
      code, detail: String(cString: message),
      systemError: cairn_easy_get_number(easy, CURLINFO_OS_ERRNO))
    guard let proxy else { return failure }
    let status = cairn_easy_get_number(easy, CURLINFO_HTTP_CONNECTCODE)
    return failure.through(proxy, status: status)
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

  /// Has the body read as it goes out.
  private func setBody(_ stream: BodyStream, _ context: UnsafeMutableRawPointer) {
    set(CURLOPT_UPLOAD, 1)
    set(CURLOPT_INFILESIZE_LARGE, Int(stream.size))
    cairn_easy_set_bytes_callback(easy, CURLOPT_READFUNCTION, readBody)
    cairn_easy_set_pointer(easy, CURLOPT_READDATA, context)
  }

  private func setHeaders(_ request: HTTPRequest) {
    for (name, value) in request.headers {
      headers = cairn_list_append(headers, value.isEmpty ? "\(name):" : "\(name): \(value)")
    }
    if let body = request.body {
      if !request.headers.contains(where: { $0.name == "Content-Type" }) {
        // Its own type would be that of a form.
        headers = cairn_list_append(headers, "Content-Type:")
      }
      let asksFirst = body.count >= Self.largeBody
      headers = cairn_list_append(headers, asksFirst ? "Expect: 100-continue" : "Expect:")
    }
    if request.stream != nil { headers = cairn_list_append(headers, "Expect: 100-continue") }
    cairn_easy_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
  }

  private func setOptions(_ options: HTTPOptions) {
    setTrust(options.trust)
    set(CURLOPT_CONNECTTIMEOUT, options.connectTimeout)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, options.idleTimeout)
    if let limit = options.timeout { set(CURLOPT_TIMEOUT, limit) }
    if let rate = options.bytesPerSecond { set(CURLOPT_MAX_SEND_SPEED_LARGE, rate) }
    if let certificate = options.certificate {
      set(CURLOPT_SSLCERT, certificate.path)
      if let path = certificate.keyPath { set(CURLOPT_SSLKEY, path) }
      // Without one, the thread of the loop would ask on the terminal.
      set(CURLOPT_KEYPASSWD, certificate.passphrase)
    }
    setLogin(options)
  }

  /// Takes the proxy's word for nothing but a tunnel. An empty text keeps libcurl from its own variables.
  private func setProxy(_ url: String?) {
    proxy = url
    set(CURLOPT_PROXY, url ?? "")
    set(CURLOPT_NOPROXY, "")
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  /// Also for a proxy that speaks TLS, as botocore does.
  private func setTrust(_ trust: HTTPOptions.Trust) {
    switch trust {
    case .system: break
    case .authorityFile(let path):
      for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] { set(option, path) }
    case .authorityDirectory(let path):
      for option in [CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH] { set(option, path) }
    case .everything:
      for option in [CURLOPT_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYPEER] { set(option, 0) }
      for option in [CURLOPT_SSL_VERIFYHOST, CURLOPT_PROXY_SSL_VERIFYHOST] { set(option, 0) }
    }
  }

  private func setLogin(_ options: HTTPOptions) {
    if let login = options.digest {
      set(CURLOPT_HTTPAUTH, cairn_auth_digest)
      set(CURLOPT_USERNAME, login.user)
      set(CURLOPT_PASSWORD, login.password)
    } else if let file = options.loginFile {
      set(CURLOPT_NETRC, Int(CURL_NETRC_OPTIONAL.rawValue))
      set(CURLOPT_NETRC_FILE, file)
    }
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

private let readBody: cairn_bytes_callback = { bytes, size, count, context in
  let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
  return transfer(context)?.request.stream?.read(into: room) ?? Int(CURL_READFUNC_ABORT)
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

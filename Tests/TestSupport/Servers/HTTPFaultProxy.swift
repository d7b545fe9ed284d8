import Glibc
import Synchronization

/// Stands before a server of HTTP, keeps a record of what is asked and answered, and spoils what a script
/// picks.
///
/// It takes requests with a `Content-Length` only, and whole ones at a time.
package final class HTTPFaultProxy: Sendable {
  package enum Fault: Sendable {
    /// The server is not asked.
    case answer(ScriptedServer.Answer)
    /// The connection is reset before the server has heard of it.
    case reset
    /// So many bytes of the request's body reach the server, then both connections are reset.
    case cutRequest(Int)
    /// So many bytes of the answer reach the client, its head included.
    case cutAnswer(Int)
    /// The server does what it was asked, and nobody hears of it.
    case eaten
    /// The lowest bit of a byte of the body is another.
    case flipped(Int)
    /// The answer claims so many bytes more than it has, and ends.
    case lying(Int)
    /// By the answer it is so many seconds later.
    case dated(Int64)
    /// Nothing happens until the client goes.
    case stalled
  }

  /// A request and what became of it.
  package struct Exchange: Sendable {
    package var method: String
    package var target: String
    /// The header `Range`.
    package var range: String?
    /// The bytes of the request's body.
    package var bytes: Int
    /// What the server answered; nil where it did not.
    package var status: Int?
    /// Whether the client got the server's answer as it was.
    package var isDelivered = false
    /// Whether the server's answer is on its way to the client.
    fileprivate var isUnderWay = false

    /// What of the bucket it is about: the path of the object, with the number or the range of the part if it is one.
    package var place: String {
      let parts = target.split(separator: "?", maxSplits: 1)
      let number = parts.dropFirst().first?.split(separator: "&")
        .first { $0.hasPrefix("partNumber=") }
      return parts[0] + (number.map { "?\($0)" } ?? "") + (range.map { " \($0)" } ?? "")
    }

    package var isDownload: Bool { method == "GET" && !target.contains("?") }
    /// Whether an object or a part was sent.
    package var isUpload: Bool { method == "PUT" }
    package var isPart: Bool { isUpload && target.contains("partNumber=") }
    package var isCompletion: Bool { method == "POST" && target.contains("uploadId=") }

    /// Whether the client knows that it was done.
    package var isDone: Bool { isDelivered && status.map { $0 < 300 } ?? false }
  }

  /// How the answer to a request is spoiled; nil leaves it. `number` counts requests from 1.
  package typealias Script =
    @Sendable (_ request: ScriptedServer.Request, _ number: Int) -> Fault?

  private let listener: LoopbackListener
  private let record: Record

  package init(
    before port: UInt16, fault script: @escaping Script = { _, _ in nil }
  ) throws {
    let record = Record(script)
    self.record = record
    listener = try LoopbackListener { client in
      var reader = RequestReader(client)
      while let request = reader.next() {
        guard Relay(client, port, record).pass(request, head: reader.head) else {
          return resetConnection(client)
        }
      }
    }
  }

  /// Another script takes over; requests are counted anew, the record goes on.
  package func setScript(_ script: @escaping Script = { _, _ in nil }) {
    record.state.withLock { ($0.script, $0.count) = (script, 0) }
  }

  /// Begins a new record.
  package func forget() { record.forget() }

  /// Waits until all clients have gone, and the server has done what they had sent.
  package func settled() async throws { try await listener.settled() }

  package var port: UInt16 { listener.port }
  package var endpoint: String { "http://127.0.0.1:\(port)" }
  /// What was asked so far. What a client has read counts as delivered.
  package var exchanges: [Exchange] { record.exchanges }
  /// The requests that wait for nothing.
  package var stalled: Int { record.state.withLock { $0.stalled } }

  /// How many parts have arrived, as the client knows.
  package var partsDone: Int { exchanges.filter { $0.isPart && $0.isDone }.count }

  /// Objects and parts that were sent again although the client knew that they had arrived.
  package var sentAgain: [String] { repeated(\.isUpload) }

  /// Objects, or parts of them, that were asked for again although the client had them.
  package var fetchedAgain: [String] { repeated(\.isDownload) }

  private func repeated(_ picks: (Exchange) -> Bool) -> [String] {
    var done: Set<String> = []
    return exchanges.filter(picks).compactMap { exchange in
      let isAgain = done.contains(exchange.place)
      if exchange.isDone { done.insert(exchange.place) }
      return isAgain ? exchange.place : nil
    }
  }
}

/// What is known of the exchanges.
private final class Record: Sendable {
  struct State {
    var script: HTTPFaultProxy.Script
    var count = 0
    var exchanges: [HTTPFaultProxy.Exchange] = []
    /// How many were forgotten before these.
    var forgotten = 0
    var stalled = 0
  }

  let state: Mutex<State>

  init(_ script: @escaping HTTPFaultProxy.Script) {
    state = Mutex(State(script: script))
  }

  func fault(of request: ScriptedServer.Request) -> HTTPFaultProxy.Fault? {
    let (script, number) = state.withLock { state in
      state.count += 1
      return (state.script, state.count)
    }
    return script(request, number)
  }

  /// Those so far, at a moment when no answer is on its way.
  var exchanges: [HTTPFaultProxy.Exchange] {
    while true {
      let exchanges = state.withLock { $0.exchanges }
      if !exchanges.contains(where: \.isUnderWay) { return exchanges }
      usleep(1000)
    }
  }

  func forget() {
    state.withLock { state in
      state.forgotten += state.exchanges.count
      state.exchanges = []
    }
  }

  /// Notes a request; returns its number.
  func add(_ request: ScriptedServer.Request) -> Int {
    let exchange = HTTPFaultProxy.Exchange(
      method: request.method, target: request.target, range: request.headers["range"],
      bytes: request.body.count)
    return state.withLock { state in
      state.exchanges.append(exchange)
      return state.forgotten + state.exchanges.count - 1
    }
  }

  /// Changes what is known of a request, unless it was forgotten.
  func update(_ number: Int, _ change: (inout HTTPFaultProxy.Exchange) -> Void) {
    state.withLock { state in
      let index = number - state.forgotten
      if index >= 0 { change(&state.exchanges[index]) }
    }
  }
}

/// One exchange on its way between a client and the server.
private struct Relay {
  private let client: CInt
  private let port: UInt16
  private let record: Record

  init(_ client: CInt, _ port: UInt16, _ record: Record) {
    (self.client, self.port, self.record) = (client, port, record)
  }

  /// False when the connection of the client is to be reset.
  func pass(_ request: ScriptedServer.Request, head: [UInt8]) -> Bool {
    let number = record.add(request)
    let fault = record.fault(of: request)
    switch fault {
    case .answer(let answer): return sendAll(answer.bytes(for: request)[...], to: client)
    case .reset: return false
    case .stalled:
      record.state.withLock { $0.stalled += 1 }
      _ = receiveSome(from: client)
      return false
    case .cutRequest(let count):
      if let server = connection(to: port) {
        _ = sendAll((head + request.body.prefix(count))[...], to: server)
        resetConnection(server)
        close(server)
      }
      return false
    default: break
    }
    guard let answer = ask(request, head) else { return false }
    record.update(number) { ($0.status, $0.isUnderWay) = (answer.status, true) }
    let (bytes, isWhole) = answer.spoiled(by: fault)
    let isSent = sendAll(bytes[...], to: client)
    record.update(number) { ($0.isDelivered, $0.isUnderWay) = (isSent && fault == nil, false) }
    return isSent && isWhole
  }

  /// What the server answers; nil when it does not.
  private func ask(_ request: ScriptedServer.Request, _ head: [UInt8]) -> ServerAnswer? {
    guard let server = connection(to: port) else { return nil }
    defer { close(server) }
    guard sendAll((head + request.body)[...], to: server) else { return nil }
    return ServerAnswer(from: server, isHead: request.method == "HEAD")
  }
}

/// A whole answer of the server.
private struct ServerAnswer {
  var status: Int
  private var lines: [String]
  private var body: [UInt8]
  private let isHead: Bool

  init?(from server: CInt, isHead: Bool) {
    self.isHead = isHead
    var bytes: [UInt8] = []
    var head: [UInt8]
    repeat {
      while bytes.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
        guard let more = receiveSome(from: server) else { return nil }
        bytes += more
      }
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      head = Array(bytes[..<end.lowerBound])
      bytes.removeSubrange(..<end.upperBound)
    } while head.starts(with: "HTTP/1.1 1".utf8)
    lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
    status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    body = bytes
    let hasBody = !isHead && status != 204 && status != 304
    guard hasBody else { return }
    if value(of: "transfer-encoding")?.contains("chunked") == true {
      guard let whole = Self.unchunked(body, server) else { return nil }
      body = whole
      lines.removeAll { $0.lowercased().hasPrefix("transfer-encoding:") }
    } else {
      let length = value(of: "content-length").flatMap { Int($0) } ?? .max
      while body.count < length, let more = receiveSome(from: server) { body += more }
      if length != .max, body.count < length { return nil }
    }
    set("Content-Length", "\(body.count)")
  }

  private func value(of name: String) -> String? {
    let line = lines.dropFirst().first { $0.lowercased().hasPrefix(name + ":") }
    return line.map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
  }

  private mutating func set(_ name: String, _ value: String) {
    lines.removeAll { $0.lowercased().hasPrefix(name.lowercased() + ":") }
    lines.append("\(name): \(value)")
  }

  /// The bytes to send, and whether the connection goes on after them.
  func spoiled(by fault: HTTPFaultProxy.Fault?) -> (bytes: [UInt8], isWhole: Bool) {
    var copy = self
    switch fault {
    case .eaten: return ([], false)
    case .cutAnswer(let count): return (Array(bytes.prefix(count)), false)
    case .flipped(let offset):
      if offset < body.count { copy.body[offset] ^= 1 }
      return (copy.bytes, true)
    case .lying(let more):
      copy.set("Content-Length", "\(body.count + more)")
      return (copy.bytes, false)
    case .dated(let seconds):
      copy.set("Date", httpDate(secondsFromNow: seconds))
      return (copy.bytes, true)
    default: return (bytes, true)
    }
  }

  private var bytes: [UInt8] {
    Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (isHead ? [] : body)
  }

  /// The body that comes in chunks, of which some have arrived.
  private static func unchunked(_ first: [UInt8], _ server: CInt) -> [UInt8]? {
    var (rest, body) = (first, [UInt8]())
    let end = Array("\r\n".utf8)
    func fill(_ isEnough: ([UInt8]) -> Bool) -> Bool {
      while !isEnough(rest) {
        guard let more = receiveSome(from: server) else { return false }
        rest += more
      }
      return true
    }
    while true {
      guard fill({ $0.firstRange(of: end) != nil }), let line = rest.firstRange(of: end),
        let size = Int(
          String(
            decoding: rest[..<line.lowerBound].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self),
          radix: 16)
      else { return nil }
      rest.removeSubrange(..<line.upperBound)
      if size == 0 { return body }
      guard fill({ $0.count >= size + 2 }) else { return nil }
      body += rest.prefix(size)
      rest.removeFirst(size + 2)
    }
  }
}

/// `Fri, 24 May 2013 00:00:00 GMT`
private func httpDate(secondsFromNow seconds: Int64) -> String {
  var (moment, parts) = (time(nil) + time_t(seconds), tm())
  gmtime_r(&moment, &parts)
  var text = [CChar](repeating: 0, count: 64)
  let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
  return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

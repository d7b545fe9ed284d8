import Glibc

/// Reads one request of a connection after the other.
struct RequestReader {
  private let connection: CInt
  private var bytes: [UInt8] = []
  /// The head of the last request as it came, with the empty line at its end.
  private(set) var head: [UInt8] = []

  init(_ connection: CInt) {
    self.connection = connection
  }

  /// Nil when the client has gone.
  mutating func next() -> ScriptedServer.Request? {
    guard let head = takeHead() else { return nil }
    let lines = head.split(separator: "\r\n").map(String.init)
    let words = lines.first?.split(separator: " ").map(String.init) ?? []
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count < 2 ? "" : String(parts[1].drop { $0 == " " })
    }
    if headers["expect"] != nil {
      guard sendAll(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)[...], to: connection) else {
        return nil
      }
    }
    guard let body = takeBody(Int(headers["content-length"] ?? "0") ?? 0) else { return nil }
    return ScriptedServer.Request(
      method: words[0], target: words[1], headers: headers, body: body)
  }

  private mutating func takeHead() -> String? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = bytes.firstRange(of: end) {
        defer { bytes.removeSubrange(..<range.upperBound) }
        head = Array(bytes[..<range.upperBound])
        return String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
      }
      guard let more = receiveSome(from: connection) else { return nil }
      bytes += more
    }
  }

  private mutating func takeBody(_ count: Int) -> [UInt8]? {
    while bytes.count < count {
      guard let more = receiveSome(from: connection) else { return nil }
      bytes += more
    }
    defer { bytes.removeFirst(count) }
    return Array(bytes.prefix(count))
  }
}

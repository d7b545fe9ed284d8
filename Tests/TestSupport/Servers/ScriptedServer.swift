import Glibc
import Synchronization

/// A server of HTTP that answers what a test says.
package final class ScriptedServer: Sendable {
  package struct Request: Sendable {
    package var method: String
    /// The path with its query, as it was sent.
    package var target: String
    /// By names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]
  }

  package struct Answer: Sendable {
    package var status: String
    package var headers: [String: String]
    package var body: [UInt8]
    /// Where the connection ends; nil sends all.
    package var cut: Cut?

    package init(
      _ status: String, _ body: String = "", headers: [String: String] = [:], cut: Cut? = nil
    ) {
      (self.status, self.headers, self.cut) = (status, headers, cut)
      self.body = Array(body.utf8)
    }
  }

  package enum Cut: Sendable {
    case inHead
    /// After so many bytes of the body.
    case inBody(Int)
  }

  /// What is answered to a request; `number` counts requests from 1.
  package typealias Script = @Sendable (_ request: Request, _ number: Int) -> Answer

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
    let connections = Atomic(0)

    func add(_ request: Request) -> Int {
      requests.withLock { requests in
        requests.append(request)
        return requests.count
      }
    }
  }

  private let listener: LoopbackListener
  private let log: Log

  package init(_ script: @escaping Script) throws {
    let log = Log()
    listener = try LoopbackListener { connection in
      log.connections.add(1, ordering: .relaxed)
      var reader = RequestReader(connection)
      while let request = reader.next() {
        let answer = script(request, log.add(request))
        let isSent = sendAll(answer.bytes(for: request)[...], to: connection)
        if answer.cut != nil || !isSent { return resetConnection(connection) }
      }
    }
    self.log = log
  }

  package var endpoint: String { "http://127.0.0.1:\(listener.port)" }

  /// The requests so far.
  package var requests: [Request] { log.requests.withLock { $0 } }

  /// The connections that were made so far.
  package var connections: Int { log.connections.load(ordering: .relaxed) }
}

extension ScriptedServer.Answer {
  func bytes(for request: ScriptedServer.Request) -> [UInt8] {
    var headers = headers
    headers["Content-Length"] = headers["Content-Length"] ?? "\(body.count)"
    let lines = headers.map { "\($0): \($1)\r\n" }.joined()
    let head = Array("HTTP/1.1 \(status)\r\n\(lines)\r\n".utf8)
    switch cut {
    case .inHead: return Array(head.prefix(20))
    case .inBody(let count): return head + body.prefix(count)
    case nil: return request.method == "HEAD" ? head : head + body
    }
  }
}

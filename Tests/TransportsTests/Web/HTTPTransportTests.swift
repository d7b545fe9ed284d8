import Basics
import Hashing
import TestSupport
import Testing

@testable import Transports

struct HTTPTransportTests {
  @Test func asksByGetWhereHeadIsNotKnown() async throws {
    let web = try ScriptedWeb { request, _ in
      request.method == "HEAD"
        ? .init("405 Method Not Allowed")
        : .init("206 Partial Content", "0", headers: ["Content-Range": "bytes 0-0/42"])
    }
    #expect(try await web.stat()?.size == 42)
    #expect(try await web.stat()?.size == 42)
    #expect(web.targets == ["HEAD /root/key", "GET /root/key", "GET /root/key"])
  }

  @Test func knowsNothingOfWhatIsMissing() async throws {
    let web = try ScriptedWeb { _, _ in .init("404 Not Found") }
    #expect(try await web.stat() == nil)
  }

  @Test func postsUnlessToldOtherwise() async throws {
    let bytes = Array("content".utf8)
    let check = ContentCheck(.md5, Digest(of: bytes))
    for (options, method) in [([:], "POST"), (["method": "put"], "PUT")] {
      let web = try ScriptedWeb(options: options) { _, _ in .init("201 Created") }
      try await web.put(bytes, verifying: check)
      let request = try #require(web.server.requests.first)
      #expect(request.method == method)
      #expect(request.body == bytes)
      #expect(request.headers["content-md5"] == Base64.encode(check.digest.bytes))
    }
  }

  /// What is promised and not there must not even reach the server whole.
  @Test func holdsBackTheEndOfWrongContent() async throws {
    let web = try ScriptedWeb { _, _ in .init("201 Created") }
    let check = ContentCheck(.md5, Digest(of: [1]))
    let error = await transportError { try await web.put(sampleBytes(3 << 20), verifying: check) }
    #expect(error?.kind == .mismatch)
    #expect(web.targets == [])
  }

  @Test func uploadsMoreThanItHasInMemory() async throws {
    let bytes = sampleBytes(5 << 20)
    let web = try ScriptedWeb(options: ["method": "PUT"]) { _, _ in .init("204 No Content") }
    let counter = ByteCounter()
    try await web.transport.upload(
      .bytes(bytes), to: web.key(), verifying: nil, progress: counter)
    #expect(web.server.requests.first?.body == bytes)
    #expect(counter.bytes == Int64(bytes.count))
  }

  @Test func uploadsToWhereItIsSentOn() async throws {
    let bytes = sampleBytes(2 << 20)
    let web = try ScriptedWeb(options: ["method": "PUT"]) { request, number in
      number == 1 ? .init("307 There", headers: ["Location": "/there"]) : .init("201 Created")
    }
    let counter = ByteCounter()
    try await web.transport.upload(.bytes(bytes), to: web.key(), verifying: nil, progress: counter)
    #expect(web.targets == ["PUT /root/key", "PUT /there"])
    #expect(web.server.requests.last?.body == bytes)
    #expect(counter.bytes == Int64(bytes.count))
  }

  /// A page to log in is no success.
  @Test func doesNotBelieveThatItIsSentToAPage() async throws {
    let web = try ScriptedWeb { request, _ in
      request.method == "POST"
        ? .init("302 Found", headers: ["Location": "/login"]) : .init("404 Not Found")
    }
    let error = await transportError { try await web.put([1]) }
    #expect(error?.kind == .failed)
    #expect(web.targets == ["POST /root/key", "HEAD /root/key"])
  }

  @Test func goesOnAndOnOnlySoLong() async throws {
    let web = try ScriptedWeb { _, _ in .init("302 Found", headers: ["Location": "/again"]) }
    let error = await transportError { _ = try await web.get() }
    #expect(error?.kind == .rejected)
    #expect(error?.detail == "\(web.server.endpoint)/root/key is sent on and on by the server")
    #expect(web.targets.count == 11)
  }

  /// As some small servers write them.
  @Test func readsHeadsWithShortEndsOfLines() {
    var head = HTTPHead()
    for line in ["HTTP/1.0 200 OK\n", "Content-Length: 3\n", "\n"] {
      Array(line.utf8).withUnsafeBytes { head.take($0) }
    }
    #expect(head.isWhole)
    #expect((head.status, head["content-length"]) == (200, "3"))
  }

  @Test func copesWithServersWithoutRanges() async throws {
    let web = try ScriptedWeb { _, _ in .init("200 OK", "0123456789") }
    #expect(try await web.get(3..<5) == Array("34".utf8))
  }

  @Test(arguments: [
    ("401 Who", TransportError.Kind.credentials), ("403 Forbidden", .denied),
    ("404 Not Found", .notFound), ("410 Gone", .notFound), ("413 Large", .rejected),
    ("429 Slow", .throttled), ("500 Oops", .interrupted), ("502 Gateway", .interrupted),
    ("503 Busy", .throttled), ("504 Time", .interrupted), ("507 Full", .full),
  ])
  func saysWhatAStatusMeans(_ status: String, _ kind: TransportError.Kind) async throws {
    let web = try ScriptedWeb(
      options: ["auth": "basic", "user": "ann", "password": "open-sesame"]
    ) { _, _ in .init(status, headers: ["Retry-After": "7"]) }
    let error = await transportError { _ = try await web.get() }
    #expect(error?.kind == kind)
    #expect(error?.key == (try web.key()))
    #expect("\(String(describing: error))".contains("sesame") == false)
    guard kind != .notFound else { return }
    let words = status.split(separator: " ")
    #expect(
      error?.detail
        == "\(words[0]), message='\(words[1])', url='\(web.server.endpoint)/root/key'")
    #expect(error?.retryAfter == .seconds(7))
  }

  @Test func noticesAnAnswerThatEndsEarly() async throws {
    let web = try ScriptedWeb { _, _ in .init("200 OK", "0123456789", cut: .inBody(4)) }
    #expect(await transportError { _ = try await web.get() }?.kind == .interrupted)
  }

  @Test func saysThatNobodyIsThere() async throws {
    let port = try RefusingPort()
    defer { withExtendedLifetime(port) {} }
    let transport = try TransportRegistry.standard.transport(
      for: TransportRequest(url: "http://127.0.0.1:\(port.number)/x"))
    let key = try #require(ObjectKey("key"))
    #expect(await transportError { _ = try await transport.stat(key) }?.kind == .unreachable)
  }
}

import Basics
import Glibc
import Hashing
import Synchronization
import TestSupport
import Testing

@testable import Transports

struct S3UploadTests {
  /// Takes uploads of any kind, and counts what is asked.
  private static func accepting(
    _ request: ScriptedServer.Request, _ number: Int
  ) -> ScriptedServer.Answer {
    if request.target.hasSuffix("?uploads=") {
      return .init(
        "200 OK",
        "<InitiateMultipartUploadResult><UploadId>ID</UploadId></InitiateMultipartUploadResult>")
    }
    if request.method == "POST" { return .init("200 OK", "\n <CompleteMultipartUploadResult/>") }
    return .init("200 OK", headers: ["ETag": "\"\(Digest(of: request.body))\""])
  }

  private func check(_ text: String) -> ContentCheck { ContentCheck(.md5, Digest(of: text.utf8)) }

  @Test func sendsTheDigestThatWasPromised() async throws {
    let s3 = try ScriptedS3(Self.accepting)
    try await s3.put("foo\n", check("foo\n"))
    let request = try #require(s3.server.requests.first)
    #expect(request.headers["content-md5"] == "07BzhNET7exJ6qYjitX/AA==")
    #expect(request.headers["x-amz-content-sha256"] == sha256Hex(Array("foo\n".utf8)))
    #expect(request.headers["content-type"] == nil)
    #expect(request.headers["content-length"] == "4")
    #expect(request.headers["transfer-encoding"] == nil)
    #expect(request.body == Array("foo\n".utf8))
  }

  @Test func sendsNothingOfWrongContent() async throws {
    let s3 = try ScriptedS3(Self.accepting)
    let error = await transportError { try await s3.put("bar", check("foo")) }
    #expect(error?.kind == .mismatch)
    #expect(s3.targets.isEmpty)
  }

  @Test(arguments: [
    (0, 0), (1, 0), (7, 0), (8, 0), (9, 2), (16, 2), (17, 3), (80, 10), (81, 11),
  ])
  func cutsWhatIsLarger(_ size: Int, _ parts: Int) async throws {
    let s3 = try ScriptedS3(Self.accepting)
    let bytes = sampleBytes(size)
    let counter = ByteCounter()
    try await s3.transport.upload(
      .bytes(bytes), to: s3.key(), verifying: ContentCheck(.md5, Digest(of: bytes)),
      progress: counter)
    #expect(counter.bytes == Int64(size))
    let puts = s3.server.requests.filter { $0.method == "PUT" }
    #expect(puts.count == max(1, parts))
    #expect(s3.targets.count == (parts == 0 ? 1 : parts + 2))
    #expect(puts.sorted { ($0.part ?? 0) < ($1.part ?? 0) }.flatMap(\.body) == bytes)
  }

  @Test func completesWithThePartsInOrder() async throws {
    let s3 = try ScriptedS3(Self.accepting)
    try await s3.put("0123456789abcdefX", check("0123456789abcdefX"))
    let complete = try #require(s3.server.requests.last)
    #expect(complete.target == "/bucket/root/key?uploadId=ID")
    let parts = ["01234567", "89abcdef", "X"].enumerated().map { index, text in
      "<Part><PartNumber>\(index + 1)</PartNumber>"
        + "<ETag>&quot;\(Digest(of: text.utf8))&quot;</ETag></Part>"
    }
    #expect(
      String(decoding: complete.body, as: UTF8.self)
        == "<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>")
  }

  @Test func abortsWhatDoesNotHashToThePromise() async throws {
    let s3 = try ScriptedS3(Self.accepting)
    let error = await transportError { try await s3.put("0123456789", check("other")) }
    #expect(error?.kind == .mismatch)
    #expect(s3.targets.last == "DELETE /bucket/root/key?uploadId=ID")
    #expect(!s3.targets.contains("POST /bucket/root/key?uploadId=ID"))
  }

  @Test func sendsAPartAgainAndNoOther() async throws {
    let s3 = try ScriptedS3 { request, number in
      request.part == 2 && number < 5
        ? .error("500 Oops", "InternalError") : Self.accepting(request, number)
    }
    let counter = ByteCounter()
    try await s3.transport.upload(
      .bytes(Array("0123456789".utf8)), to: s3.key(), verifying: nil, progress: counter)
    #expect(counter.bytes == 10)
    #expect(s3.server.requests.filter { $0.part == 1 }.count == 1)
    #expect(s3.server.requests.filter { $0.part == 2 }.count > 1)
  }

  /// Also when the server is too busy to abort at first.
  @Test func abortsWhenAPartIsRefused() async throws {
    let hasFirst = Atomic<Bool>(false)
    let wasBusy = Atomic<Bool>(false)
    let s3 = try ScriptedS3 { request, number in
      if request.method == "DELETE", !wasBusy.exchange(true, ordering: .relaxed) {
        return .error("503 Slow Down", "SlowDown")
      }
      if request.part == 1 { hasFirst.store(true, ordering: .relaxed) }
      guard request.part == 2 else { return Self.accepting(request, number) }
      // The parts go side by side; the server is not to read the first one after it was given up.
      while !hasFirst.load(ordering: .relaxed) { usleep(1000) }
      return .error("403 Forbidden", "AccessDenied")
    }
    let error = await transportError { try await s3.put("0123456789") }
    #expect(error?.kind == .denied)
    #expect(
      s3.targets.suffix(2) == [String](repeating: "DELETE /bucket/root/key?uploadId=ID", count: 2))
  }

  @Test func takesAnErrorInASuccessForAnError() async throws {
    let s3 = try ScriptedS3 { request, number in
      request.isCompletion ? .error("200 OK", "InternalError") : Self.accepting(request, number)
    }
    let error = await transportError { try await s3.put("0123456789") }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail.hasSuffix("(tried 5 times)") == true)
    #expect(s3.server.requests.filter(\.isCompletion).count == 5)
    #expect(s3.targets.last == "DELETE /bucket/root/key?uploadId=ID")
  }

  /// The server puts the parts together, but its answer gets lost.
  @Test(arguments: [true, false])
  func looksWhetherALostAnswerWasASuccess(_ wasSuccess: Bool) async throws {
    let completions = Atomic<Int>(0)
    let tag = "\(Digest(of: ["01234567", "89"].flatMap { Digest(of: $0.utf8).bytes }))-2"
    let s3 = try ScriptedS3 { request, number in
      if request.isCompletion {
        let isFirst = completions.wrappingAdd(1, ordering: .relaxed).oldValue == 0
        return isFirst
          ? .init("200 OK", cut: .inHead) : .error("404 Not Found", "NoSuchUpload")
      }
      if request.method == "HEAD" {
        return .init(
          "200 OK",
          headers: ["Content-Length": "10", "ETag": wasSuccess ? "\"\(tag)\"" : "\"other\""])
      }
      return Self.accepting(request, number)
    }
    if wasSuccess {
      try await s3.put("0123456789")
      #expect(!s3.targets.contains { $0.hasPrefix("DELETE") })
    } else {
      let error = await transportError { try await s3.put("0123456789") }
      #expect(error?.detail.contains("NoSuchUpload") == true)
    }
  }

  @Test func refusesAnAnswerWithoutUploadID() async throws {
    let s3 = try ScriptedS3 { _, _ in .init("200 OK", "<InitiateMultipartUploadResult/>") }
    let error = await transportError { try await s3.put("0123456789") }
    #expect(error?.kind == .interrupted)
    #expect(s3.targets.count == 1)
  }

  @Test func sendsTheHeadersThatOptionsAskFor() async throws {
    let key = S3ObjectHeaders.Header(name: "x-amz-server-side-encryption-customer-key", value: "k")
    let acl = S3ObjectHeaders.Header(name: "x-amz-acl", value: "private")
    let s3 = try ScriptedS3(
      changing: {
        $0.headers.creating = [acl]
        $0.headers.always = [key]
      }, Self.accepting)
    try await s3.put("x")
    try await s3.put("0123456789")
    for request in s3.server.requests {
      let creates = request.part == nil && !request.isCompletion
      #expect(request.headers[acl.name] == (creates ? "private" : nil), "\(request.target)")
      #expect(request.headers[key.name] == (request.isCompletion ? nil : "k"), "\(request.target)")
    }
    _ = try await s3.get()
    #expect(s3.server.requests.last?.headers[key.name] == "k")
    #expect(s3.server.requests.last?.headers[acl.name] == nil)
  }

  @Test func signsNothingForAnonymousUsers() async throws {
    let s3 = try ScriptedS3(changing: { $0.isAnonymous = true }, Self.accepting)
    try await s3.put("x")
    let request = try #require(s3.server.requests.first)
    #expect(request.headers["authorization"] == nil)
    #expect(!request.headers.keys.contains { $0.hasPrefix("x-amz-") })
  }

  @Test func sendsTheTokenOfTemporaryKeys() async throws {
    let s3 = try ScriptedS3(changing: { $0.keys?.sessionToken = "token" }, Self.accepting)
    try await s3.put("x")
    let request = try #require(s3.server.requests.first)
    #expect(request.headers["x-amz-security-token"] == "token")
    #expect(request.headers["authorization"]?.contains("x-amz-security-token") == true)
  }
}

extension ScriptedServer.Request {
  /// The number of the part that an upload has; nil for a request that is none.
  fileprivate var part: Int? {
    guard let range = target.firstRange(of: "partNumber=") else { return nil }
    return Int(target[range.upperBound...].prefix { $0.isNumber })
  }

  fileprivate var isCompletion: Bool { method == "POST" && target.hasSuffix("?uploadId=ID") }
}

import Basics
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Transports

struct S3ErrorTests {
  @Test(arguments: [
    ("404 Not Found", "NoSuchKey", TransportError.Kind.notFound),
    ("404 Not Found", "NoSuchBucket", .noRoot), ("403 Forbidden", "AccessDenied", .denied),
    ("403 Forbidden", "InvalidAccessKeyId", .credentials),
    ("403 Forbidden", "SignatureDoesNotMatch", .credentials),
    ("400 Bad Request", "ExpiredToken", .credentials), ("503 Slow Down", "SlowDown", .throttled),
    ("429 Too Many", "Whatever", .throttled), ("503 Unavailable", "Whatever", .throttled),
    ("500 Oops", "InternalError", .interrupted), ("500 Oops", "Whatever", .interrupted),
    ("502 Bad Gateway", "Whatever", .interrupted), ("504 Timeout", "Whatever", .interrupted),
    ("400 Bad Request", "RequestTimeout", .interrupted), ("507 Full", "Whatever", .full),
    ("403 Forbidden", "QuotaExceeded", .full), ("501 No", "NotImplemented", .unsupported),
    ("400 Bad Request", "InvalidArgument", .rejected), ("401 Who", "Whatever", .credentials),
    ("400 Bad Request", "BadDigest", .mismatch), ("400 Bad Request", "KeyTooLongError", .rejected),
    ("302 Found", "Whatever", .failed), ("505 Version", "Whatever", .failed),
  ])
  func saysWhatACodeMeans(
    _ status: String, _ code: String, _ kind: TransportError.Kind
  ) async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .init("200 OK", "<ListBucketResult/>") : .error(status, code)
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == kind)
    #expect(error?.key == (try s3.key()))
    #expect(
      error?.detail
        == "because: An error occurred (\(code)) when calling the GetObject operation: because")
    #expect(error?.userError.hints.first?.contains("request ID is REQ1") == true)
    let looks = kind == .notFound ? ["HEAD /bucket/root/key"] : []
    let requests = s3.server.requests.filter { !$0.isListing }.map { "\($0.method) \($0.target)" }
    #expect(requests == ["GET /bucket/root/key"] + looks)
  }

  @Test(arguments: [
    ("AccessDenied", "s3:GetObject"), ("InvalidAccessKeyId", "access_key_id"),
    ("SignatureDoesNotMatch", "secret_access_key"), ("ExpiredToken", "new keys"),
    ("RequestTimeTooSkewed", "clock"), ("NoSuchBucket", "url s3://<bucket>/<path>"),
    ("AuthorizationHeaderMalformed", "region <region>"),
  ])
  func saysWhatToDo(_ code: String, _ remedy: String) async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .init("200 OK", "<ListBucketResult/>") : .error("403 Forbidden", code)
    }
    let error = await transportError { _ = try await s3.get() }
    let hint = error?.userError.hints.last ?? ""
    #expect(hint.contains(remedy), "\(hint)")
  }

  @Test func waitsAsLongAsTheServerAsks() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .error("503 Slow Down", "SlowDown", headers: ["Retry-After": "7"])
    }
    let error = await transportError { try await s3.put("x") }
    #expect(error?.kind == .throttled)
    #expect(error?.retryAfter == .seconds(7))
  }

  @Test func showsAnswersThatAreNotOfS3() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .init("502 Bad Gateway", "<html>not <b>well</html>", headers: ["x-amz-request-id": "REQ2"])
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .interrupted)
    #expect(error?.detail.hasPrefix("Bad Gateway: An error occurred (502)") == true)
    #expect(error?.userError.hints.first?.contains("REQ2") == true)
  }

  @Test func saysThatForbiddenMayMeanMissing() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .error("403 Forbidden", "AccessDenied") : .init("403 Forbidden")
    }
    let error = await transportError { _ = try await s3.transport.stat(s3.key()) }
    #expect(error?.kind == .denied)
    #expect(
      error?.detail
        == "Forbidden: An error occurred (403) when calling the HeadObject operation: Forbidden")
    #expect(error?.userError.hints.contains { $0.contains("missing objects, too") } == true)
  }

  @Test func findsOutWhatIsBehindAForbiddenHead() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .error("403 Forbidden", "SignatureDoesNotMatch") : .init("403 Forbidden")
    }
    let error = await transportError { _ = try await s3.transport.stat(s3.key()) }
    #expect(error?.kind == .credentials)
  }

  @Test func asksOnceWhetherTheBucketIsThere() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .init("200 OK", "<ListBucketResult/>") : .init("404 Not Found")
    }
    for _ in 0..<3 { #expect(try await s3.transport.stat(s3.key()) == nil) }
    #expect(s3.targets.filter { $0.contains("list-type") }.count == 1)
    #expect(s3.targets.count == 4)
  }

  @Test func takesA404AtItsWordWhereListingIsDenied() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.isListing ? .error("403 Forbidden", "AccessDenied") : .init("404 Not Found")
    }
    #expect(try await s3.transport.stat(s3.key()) == nil)
  }

  @Test func givesUpAServerThatSaysNothing() async throws {
    let isGivenUp = Atomic<Bool>(false)
    let s3 = try ScriptedS3(changing: { $0.readTimeout = 1 }) { _, _ in
      let deadline = ContinuousClock.now + .seconds(60)
      while !isGivenUp.load(ordering: .relaxed), .now < deadline { usleep(1000) }
      return .init("200 OK")
    }
    let error = await transportError { _ = try await s3.get() }
    isGivenUp.store(true, ordering: .relaxed)
    #expect(error?.kind == .interrupted)
  }

  @Test func saysWhereNobodyListens() async throws {
    let port = try RefusingPort()
    let s3 = try ScriptedS3(changing: { $0.endpoint = "http://127.0.0.1:\(port.number)" }) { _, _ in
      .init("200 OK")
    }
    defer { withExtendedLifetime(port) {} }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .unreachable)
    #expect(error?.detail.contains("127.0.0.1 port \(port.number)") == true)
  }

  @Test func saysWhichHostIsNone() async throws {
    let s3 = try ScriptedS3(changing: { $0.endpoint = "http://nowhere.invalid" }) { _, _ in
      .init("200 OK")
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .unreachable)
    #expect(error?.detail.contains("nowhere.invalid") == true)
  }

  @Test func saysWhatIsMissingBeforeItAsks() async throws {
    let s3 = try ScriptedS3(changing: { $0.keys = nil }) { _, _ in .init("200 OK") }
    let error = await transportError { try await s3.put("x") }
    #expect(error?.kind == .credentials)
    #expect(error?.detail == "Unable to locate credentials")
    #expect(s3.targets.isEmpty)
  }
}

import Synchronization
import TestSupport
import Testing

@testable import Transports

/// What a client finds out from errors and puts right by itself.
struct S3CorrectionTests {
  /// `Fri, 24 May 2030 00:00:00 GMT`
  private static let serverTime = ["Date": "Fri, 24 May 2030 00:00:00 GMT"]

  @Test func readsTheClockOffTheServer() async throws {
    let s3 = try ScriptedS3 { request, number in
      request.headers["x-amz-date"]?.hasPrefix("20300524T") == true
        ? .init("200 OK", "bytes", headers: Self.serverTime)
        : .error("403 Forbidden", "RequestTimeTooSkewed", headers: Self.serverTime)
    }
    #expect(try await s3.get() == Array("bytes".utf8))
    #expect(s3.targets.count == 2)
    #expect(try await s3.get() == Array("bytes".utf8))
    #expect(s3.targets.count == 3)
  }

  @Test func readsTheClockOffAnAnswerWithoutBody() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.headers["x-amz-date"]?.hasPrefix("2030") == true
        ? .init("200 OK", headers: ["Content-Length": "7"])
        : .init("403 Forbidden", headers: Self.serverTime)
    }
    #expect(try await s3.transport.stat(s3.key())?.size == 7)
  }

  @Test func givesUpWhenTheClockWasNotIt() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .error("403 Forbidden", "RequestTimeTooSkewed", headers: Self.serverTime)
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .credentials)
    #expect(s3.targets.count == 2)
  }

  @Test func takesTheRegionFromTheAnswer() async throws {
    let s3 = try ScriptedS3 { request, _ in
      request.headers["authorization"]?.contains("/eu-central-1/s3/") == true
        ? .init("200 OK", "bytes")
        : .error(
          "400 Bad Request", "AuthorizationHeaderMalformed", "<Region>eu-central-1</Region>")
    }
    #expect(try await s3.get() == Array("bytes".utf8))
    #expect(try await s3.get() == Array("bytes".utf8))
    #expect(s3.targets.count == 3)
  }

  @Test func givesUpOnAServerThatSendsItRound() async throws {
    let s3 = try ScriptedS3 { _, number in
      .error("301 Moved", "PermanentRedirect", "<Region>region-\(number)</Region>")
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .failed)
    #expect(s3.targets.count == 3)
  }

  @Test func doesNotTakeNonsenseForARegion() async throws {
    let s3 = try ScriptedS3 { _, _ in
      .error("400 Bad Request", "AuthorizationHeaderMalformed", "<Region>a/b c</Region>")
    }
    let error = await transportError { _ = try await s3.get() }
    #expect(error?.kind == .credentials)
    #expect(s3.targets.count == 1)
  }
}

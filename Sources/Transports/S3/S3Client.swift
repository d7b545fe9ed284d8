import Basics

/// Sends operations to a bucket, and corrects what the server's answer says is wrong with us: our
/// clock, the region that we took the bucket to be in, and keys that have expired.
struct S3Client: Sendable {
  let session: S3Session

  /// The first try and two corrections.
  private static let attempts = 3
  /// The most bytes of an answer that is no object: a listing of 1,000 keys has 4 MiB at worst.
  private static let mostOfAnAnswer = 16 << 20
  private static let mostOfAnError = 256 << 10

  /// Sends a request, and waits for the beginning of an answer that is no error.
  func open(_ request: S3Request) async throws(S3Failure) -> HTTPAnswer {
    var (attempt, hasNewKeys) = (1, false)
    while true {
      let view = try await view()
      var answer = try await begin(request, view)
      guard answer.head.status >= 300 else { return answer }
      let body = try await rest(of: &answer, upTo: Self.mostOfAnError, request)
      let error = S3ServerError(request.operation, answer.head, body)
      if !hasNewKeys, try await renewsKeys(error, view) {
        hasNewKeys = true
      } else if attempt < Self.attempts, try learns(error, view) {
        attempt += 1
      } else {
        throw .server(error)
      }
    }
  }

  /// Sends a request, and returns the whole answer.
  func send(_ request: S3Request) async throws(S3Failure) -> (head: HTTPHead, body: [UInt8]) {
    var answer = try await open(request)
    return (answer.head, try await rest(of: &answer, upTo: Self.mostOfAnAnswer, request))
  }

  /// Where the object called `name` lies, without a query.
  func url(of name: [UInt8]) async throws(S3Failure) -> String {
    try await view().settings.url(of: name)
  }

  private func rest(
    of answer: inout HTTPAnswer, upTo most: Int, _ request: S3Request
  ) async throws(S3Failure) -> [UInt8] {
    do { return try await answer.rest(upTo: most, of: request.operation) } catch {
      throw .http(error)
    }
  }

  private func begin(
    _ request: S3Request, _ view: S3Session.View
  ) async throws(S3Failure) -> HTTPAnswer {
    let http = view.settings.request(
      request, by: view.signer, at: session.time(view))
    do throws(HTTPFailure) {
      return try await HTTPAnswer(to: CurlLoop.start(http, view.settings.http))
    } catch {
      throw .http(error)
    }
  }

  private func view() async throws(S3Failure) -> S3Session.View {
    do { return try await session.view() } catch { throw .settings(error) }
  }

  private func renewsKeys(
    _ error: S3ServerError, _ view: S3Session.View
  ) async throws(S3Failure) -> Bool {
    do { return try await session.renewsKeys(after: error, with: view) } catch {
      throw .settings(error)
    }
  }

  private func learns(
    _ error: S3ServerError, _ view: S3Session.View
  ) throws(S3Failure) -> Bool {
    do { return try session.learns(from: error, after: view) } catch { throw .settings(error) }
  }
}

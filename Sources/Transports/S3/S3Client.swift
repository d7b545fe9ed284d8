import Basics

/// Sends operations to a bucket, and corrects what the server's answer says is wrong with us: our
/// clock, and the region that we took the bucket to be in.
struct S3Client: Sendable {
  let session: S3Session

  /// The first try and two corrections.
  private static let attempts = 3
  /// The most bytes of an answer that is no object: a listing of 1,000 keys has 4 MiB at worst.
  private static let mostOfAnAnswer = 16 << 20
  private static let mostOfAnError = 256 << 10

  /// Sends a request, and waits for the beginning of an answer that is no error.
  func open(_ request: S3Request) async throws(S3Failure) -> S3Answer {
    var attempt = 1
    while true {
      let view = try view()
      var answer = try await begin(request, view)
      guard answer.head.status >= 300 else { return answer }
      let body = try await answer.rest(upTo: Self.mostOfAnError, request.operation)
      let error = S3ServerError(request.operation, answer.head, body)
      guard attempt < Self.attempts, try learns(error, view) else { throw .server(error) }
      attempt += 1
    }
  }

  /// Sends a request, and returns the whole answer.
  func send(_ request: S3Request) async throws(S3Failure) -> (head: HTTPHead, body: [UInt8]) {
    var answer = try await open(request)
    return (answer.head, try await answer.rest(upTo: Self.mostOfAnAnswer, request.operation))
  }

  private func begin(
    _ request: S3Request, _ view: S3Session.View
  ) async throws(S3Failure) -> S3Answer {
    let http = view.settings.request(request, at: session.time(view))
    do throws(HTTPFailure) {
      return try await S3Answer(to: CurlLoop.start(http, view.settings.http))
    } catch {
      throw .http(error)
    }
  }

  private func view() throws(S3Failure) -> S3Session.View {
    do { return try session.view() } catch { throw .settings(error) }
  }

  private func learns(
    _ error: S3ServerError, _ view: S3Session.View
  ) throws(S3Failure) -> Bool {
    do { return try session.learns(from: error, after: view) } catch { throw .settings(error) }
  }
}

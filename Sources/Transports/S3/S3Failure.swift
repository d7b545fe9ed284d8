import Basics

/// Why an operation of S3 failed.
enum S3Failure: Error {
  /// No answer came.
  case http(HTTPFailure)
  case server(S3ServerError)
  /// There is nothing to ask with.
  case settings(CairnError)
  /// An answer that is none of S3.
  case nonsense(operation: String, String)
}

/// What a server answered instead of doing what it was asked.
struct S3ServerError: Sendable {
  var operation: String
  var status: Int
  /// `AccessDenied`; the status where there is no code.
  var code: String
  var message: String
  /// What the server's people find the request by.
  var requestID: String?
  /// The region of the bucket, where the answer tells.
  var region: String?
  /// In seconds, to wait before another try.
  var retryAfter: Int64?
  /// By the server's clock, in seconds since 1970.
  var date: Int64?

  init(_ operation: String, _ head: HTTPHead, _ body: [UInt8]) {
    let document = Self.document(body)
    self.operation = operation
    status = head.status
    code = document?.text("Code") ?? "\(head.status)"
    message = document?.text("Message") ?? head.reason
    requestID = document?.text("RequestId") ?? head["x-amz-request-id"]
    region = document?.text("Region") ?? head["x-amz-bucket-region"]
    retryAfter = head["retry-after"].flatMap { Int64($0) }
    date = head["date"].flatMap { ServerTime.seconds(ofHeader: $0) }
  }

  /// An error about one key, in an answer about several.
  init(_ operation: String, _ element: XMLElement) {
    self.operation = operation
    status = 200
    code = element.text("Code") ?? "Unknown"
    message = element.text("Message") ?? code
  }

  /// The `Error` that a body may hold: servers and what stands before them answer HTML as well.
  static func document(_ body: [UInt8]) -> XMLElement? {
    // What is no XML has nothing to tell.
    guard let root = try? XMLReader.read(body), root.isNamed("Error") else { return nil }
    return root
  }
}

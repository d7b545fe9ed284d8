/// A request of HTTP, as it goes out.
struct HTTPRequest: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"
  }

  var method: Method
  var url: String
  /// In the order in which they are sent; a value that is empty keeps libcurl from sending its own.
  var headers: [(name: String, value: String)] = []
  var body: RequestBody?
  /// Told, on the thread of the loop, how many bytes of a large body have gone out so far.
  var sent: (@Sendable (Int64) -> Void)?
}

/// The bytes of a request, which stay where they are while they are sent.
///
/// Unchecked: who makes it fills it before anybody else has it.
final class RequestBody: @unchecked Sendable {
  let count: Int
  let bytes: UnsafeMutableRawBufferPointer
  private let whenGone: @Sendable () -> Void

  init(capacity: Int, whenGone: @escaping @Sendable () -> Void = {}) {
    count = capacity
    bytes = .allocate(byteCount: max(capacity, 1), alignment: 16)
    self.whenGone = whenGone
  }

  convenience init(_ content: [UInt8]) {
    self.init(capacity: content.count)
    bytes.copyBytes(from: content)
  }

  deinit {
    bytes.deallocate()
    whenGone()
  }

  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }
}

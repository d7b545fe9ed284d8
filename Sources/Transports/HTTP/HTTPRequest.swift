/// A request of HTTP, as it goes out.
struct HTTPRequest: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"
    case propfind = "PROPFIND"
    case makeCollection = "MKCOL"
    case move = "MOVE"
  }

  var method: Method
  var url: String
  /// In the order in which they are sent; a value that is empty keeps libcurl from sending its own.
  var headers: [(name: String, value: String)] = []
  var body: RequestBody?
  /// A body that is still being read while it is sent, instead of `body`.
  var stream: BodyStream?
  /// Told, on the thread of the loop, how many bytes of a large body have gone out so far.
  var sent: (@Sendable (Int64) -> Void)?

  mutating func addRange(_ range: Range<Int64>) {
    let last = range.upperBound == .max ? "" : "\(range.upperBound - 1)"
    headers.append(("Range", "bytes=\(range.lowerBound)-\(last)"))
  }
}

/// The bytes of a request, which stay where they are while they are sent.
///
/// Unchecked: who makes it fills it before anybody else has it.
final class RequestBody: @unchecked Sendable {
  let count: Int
  let bytes: UnsafeMutableRawBufferPointer
  private let whenGone: @Sendable (UnsafeMutableRawBufferPointer) -> Void

  /// A body in memory of its own.
  convenience init(
    capacity: Int, whenGone: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void = { _ in }
  ) {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(capacity, 1), alignment: 16)
    self.init(count: capacity, in: memory) { memory in
      memory.deallocate()
      whenGone(memory)
    }
  }

  /// A body at the beginning of `memory`, which `whenGone` takes back.
  init(
    count: Int, in memory: UnsafeMutableRawBufferPointer,
    whenGone: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) {
    (self.count, bytes) = (count, memory)
    self.whenGone = whenGone
  }

  convenience init(_ content: [UInt8]) {
    self.init(capacity: content.count)
    bytes.copyBytes(from: content)
  }

  deinit {
    whenGone(bytes)
  }

  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }
}

/// Which bytes of an object an answer has.
struct ContentExtent {
  /// Up to `Int64.max` when the answer does not tell.
  let bytes: Range<Int64>
  let objectSize: Int64?

  /// Some servers send a part with status 200, others all of the object whatever is wanted.
  init(_ head: HTTPHead, wanted: Range<Int64>?) {
    if let header = head["content-range"], let part = Self.part(header) {
      (bytes, objectSize) = part
      return
    }
    let size = head["content-length"].flatMap { Int64($0) }
    let start = head.status == 206 ? wanted?.lowerBound ?? 0 : 0
    bytes = start..<(size.map { start + $0 } ?? .max)
    objectSize = head.status == 206 ? nil : size
  }

  /// The number of bytes; nil when the answer does not tell.
  var size: Int64? { bytes.upperBound == .max ? nil : bytes.upperBound - bytes.lowerBound }

  /// Reads `bytes 0-9/443`.
  private static func part(_ header: String) -> (Range<Int64>, Int64?)? {
    let words = header.utf8.split { " -/".utf8.contains($0) }.map { Substring($0) }
    guard words.count == 4, let first = Int64(words[1]), let last = Int64(words[2]), last >= first,
      last < .max
    else { return nil }
    return (first..<(last + 1), Int64(words[3]))
  }
}

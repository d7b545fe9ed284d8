/// How a large object is cut into parts: equal ones, but for the last; S3 takes 10,000 at most.
struct S3PartPlan: Equatable, Sendable {
  let size: Int64
  let partSize: Int64

  private static let usualMost: Int64 = 9_000

  init(size: Int64, smallest: Int64) {
    self.size = size
    partSize = max(smallest, (size + Self.usualMost - 1) / Self.usualMost)
  }

  var count: Int { Int((size + partSize - 1) / partSize) }

  /// The bytes in part number `number`, from 1.
  func size(ofPart number: Int) -> Int64 {
    min(partSize, size - Int64(number - 1) * partSize)
  }
}

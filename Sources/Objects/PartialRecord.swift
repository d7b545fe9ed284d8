import FileAccess
import Glibc
import SystemPackage

/// Which ranges of an object are there, beside its bytes: what a later run needs to go on.
///
/// A line with the size of the object, 16 hexadecimal digits, or as many dashes where nobody knows; then a
/// line of 8 digits for each range that is complete, in any order. A line that was cut off counts for nothing.
/// What the record promises and a power failure took away shows when the object is hashed.
struct PartialRecord: ~Copyable {
  private let file: OpenFile
  let size: Int64?
  /// The numbers of the ranges that are there.
  let ranges: Set<Int>

  /// Begins a record, replacing one that is there.
  init(creating path: FilePath, size: Int64?) throws(FileError) {
    let line = size.map { Self.hexadecimal($0, digits: 16) } ?? String(repeating: "-", count: 16)
    let file = try OpenFile(path, .create, flags: Self.create, mode: 0o600)
    try file.write(Array("\(line)\n".utf8))
    self.file = file
    self.size = size
    ranges = []
  }

  /// Reads a record, and goes on with it.
  ///
  /// - Throws: also for one that is of no use.
  init(continuing path: FilePath) throws(FileError) {
    guard let (size, ranges) = Self.parse(try readFile(path)) else {
      throw FileError(.read, path, .invalidArgument)
    }
    let file = try OpenFile(path, flags: Self.append)
    try file.truncate(to: Int64(Self.headLength + ranges.count * Self.lineLength))
    self.file = file
    self.size = size
    self.ranges = Set(ranges)
  }

  private static func parse(_ bytes: [UInt8]) -> (size: Int64?, ranges: [Int])? {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.first, head.utf8.count == headLength - 1, lines.count > 1 else {
      return nil
    }
    let size = Int64(head, radix: 16)
    guard size != nil || head.allSatisfy({ $0 == "-" }) else { return nil }
    var ranges: [Int] = []
    for line in lines.dropFirst().dropLast() {
      guard line.utf8.count == lineLength - 1, let range = Int(line, radix: 16) else { return nil }
      ranges.append(range)
    }
    return (size, ranges)
  }

  /// Notes that a range is there. May be called by several tasks at the same time.
  func note(_ range: Int) throws(FileError) {
    try file.write(Array("\(Self.hexadecimal(Int64(range), digits: 8))\n".utf8))
  }

  private static let headLength = 17
  private static let lineLength = 9
  private static let append = O_WRONLY | O_APPEND | O_NOFOLLOW
  private static let create = append | O_CREAT | O_TRUNC

  private static func hexadecimal(_ number: Int64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}

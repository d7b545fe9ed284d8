import Formats
import Glibc
import SystemPackage
import Testing

/// Files of the repository's `fixtures` directory.
enum Fixture {
  /// The bytes of `fixtures/PATH`.
  static func bytes(_ path: String, file: StaticString = #filePath) throws -> [UInt8] {
    let root = FilePath("\(file)").removingLastComponent().removingLastComponent()
      .removingLastComponent()
    let descriptor = try FileDescriptor.open(
      root.appending("fixtures").pushing(FilePath(path)), .readOnly)
    return try descriptor.closeAfter {
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
      }
    }
  }

  /// The values of a file with one JSON value on each line.
  static func values(_ path: String) throws -> [Value] {
    try bytes(path).split(separator: UInt8(ascii: "\n")).map { try parseJSON(Array($0)) }
  }
}

/// Text as bytes, and bytes as text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

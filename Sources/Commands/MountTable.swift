import Basics
import SystemPackage

/// What is mounted where, of a Linux machine.
struct MountTable: Sendable {
  struct Mount: Sendable, Equatable {
    var point: FilePath
    /// `ext4`
    var type: String
    /// `/dev/vda`
    var source: String
  }

  var mounts: [Mount]

  /// Reads the form of `/proc/self/mountinfo` (proc(5)).
  init(parsing text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 2, dash > 4 else {
        return nil
      }
      return Mount(
        point: FilePath(Self.unescaped(fields[4])), type: String(fields[dash + 1]),
        source: Self.unescaped(fields[dash + 2]))
    }
  }

  /// The mount that an absolute path lies in; the last one mounted there.
  func mount(of path: FilePath) -> Mount? {
    mounts.filter { path.starts(with: $0.point) }.enumerated().max {
      ($0.element.point.components.count, $0.offset) < (
        $1.element.point.components.count, $1.offset
      )
    }?.element
  }

  /// `ext4 on /dev/vda`
  func place(of path: FilePath) -> String {
    mount(of: path).map { "\($0.type) on \($0.source)" } ?? "unknown"
  }

  /// Blanks and backslashes are written as `\040`.
  private static func unescaped(_ field: Substring) -> String {
    let parts = field.split(separator: "\\", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts.first ?? "")) { text, part in
      guard let code = UInt8(part.prefix(3), radix: 8) else { return "\(text)\\\(part)" }
      return text + String(UnicodeScalar(code)) + part.dropFirst(3)
    }
  }
}

import Glibc
import SystemPackage

/// The few questions about files that Git's own directory needs.
enum SmallFile {
  /// The bytes of a file; nil when it cannot be read.
  static func read(_ path: FilePath, followingLinks: Bool = true) -> [UInt8]? {
    do {
      let options: FileDescriptor.OpenOptions = followingLinks ? [] : .noFollow
      let file = try FileDescriptor.open(
        path, .readOnly, options: options.union([.closeOnExec, .nonBlocking]))
      return try file.closeAfter { try readAll(file) }
    } catch {
      return nil
    }
  }

  static func exists(_ path: FilePath) -> Bool {
    mode(of: path) != nil
  }

  static func isDirectory(_ path: FilePath, followingLinks: Bool = true) -> Bool {
    mode(of: path, followingLinks: followingLinks).map { $0 & S_IFMT == S_IFDIR } ?? false
  }

  static func isSymbolicLink(_ path: FilePath) -> Bool {
    mode(of: path).map { $0 & S_IFMT == S_IFLNK } ?? false
  }

  /// The mode of what is at `path`; nil when there is nothing.
  private static func mode(of path: FilePath, followingLinks: Bool = false) -> mode_t? {
    var status = stat()
    let result = path.withPlatformString {
      followingLinks ? stat($0, &status) : lstat($0, &status)
    }
    return result == 0 ? status.st_mode : nil
  }

  private static func readAll(_ file: FileDescriptor) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

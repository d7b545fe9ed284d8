package import Basics
package import SystemPackage

/// A call on the file system that failed.
package struct FileError: UserFacingError, Equatable, Sendable {
  /// What was being done.
  package enum Operation: String, Sendable {
    case open, read, write, create, rename, remove, link, status, list, sync, lock
    case changeMode = "change mode"
  }

  package var operation: Operation
  package var path: FilePath
  /// The second path of a rename or link.
  package var destination: FilePath?
  package var errno: Errno

  package init(
    _ operation: Operation, _ path: FilePath, _ errno: Errno, destination: FilePath? = nil
  ) {
    self.operation = operation
    self.path = path
    self.errno = errno
    self.destination = destination
  }

  /// In Python's form: `[Errno 2] No such file or directory: '/abs/path'`.
  package var message: String {
    let arrow = destination.map { " -> " + pythonQuoted($0.bytes) } ?? ""
    return "[Errno \(errno.rawValue)] \(errno): \(pythonQuoted(path.bytes))\(arrow)"
  }

  package var userError: CairnError {
    let isForeseen = isNotFound || errno == .fileExists || errno == .isDirectory
    return CairnError(message, kind: isForeseen ? .general : .unexpected)
  }

  /// Whether nothing is there: no such name, or a part of the path is not a directory.
  package var isNotFound: Bool { errno == .noSuchFileOrDirectory || errno == .notDirectory }

  /// Whether this user may not write there, or nobody may.
  package var isReadOnly: Bool {
    [.permissionDenied, .notPermitted, .readOnlyFileSystem].contains(errno)
  }
}

extension FileError: CustomStringConvertible {
  package var description: String { message }
}

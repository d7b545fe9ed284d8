import Basics
import Glibc
import SystemPackage

/// What one `stat` of a name in a directory found.
enum FileLookup: Sendable {
  case found(FileStatus)
  /// There was a name, and now there is none.
  case gone
  case failed(Errno)

  /// Asks for the status of `name`, following a symbolic link only when `followsLinks`.
  init(_ name: ArraySlice<UInt8>, in directory: CInt, followsLinks: Bool) {
    var raw = stat()
    let flags = followsLinks ? 0 : AT_SYMLINK_NOFOLLOW
    switch systemCall({ name.withCString { fstatat(directory, $0, &raw, flags) } }) {
    case .success: self = .found(FileStatus(raw))
    case .failure(.noSuchFileOrDirectory) where !followsLinks: self = .gone
    case .failure(let errno): self = .failed(errno)
    }
  }
}

extension DirectoryNames {
  /// Looks up the names that `indices` choose, on `width` threads when they are many.
  ///
  /// Symbolic links are followed.
  func lookUp(
    _ indices: ArraySlice<Int>, in directory: borrowing OpenFile, width: Int
  ) throws -> [FileLookup] {
    let descriptor = directory.descriptor
    var lookups = [FileLookup](repeating: .gone, count: indices.count)
    try lookups.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let results = buffer  // each index is written by one thread
      try inParallelBatches(of: indices.count, batch: 1024, width: width) { range throws -> Void in
        try checkInterruption()
        for position in range {
          let index = indices[indices.startIndex + position]
          results[position] = FileLookup(
            self[index], in: descriptor, followsLinks: types[index] == UInt8(DT_LNK))
        }
      }
    }
    return lookups
  }

  /// Whether a name is that of a directory itself, not of a link to one.
  func isDirectory(_ index: Int, in directory: borrowing OpenFile) -> Bool {
    guard types[index] == UInt8(DT_UNKNOWN) else { return types[index] == UInt8(DT_DIR) }
    let lookup = FileLookup(self[index], in: directory.descriptor, followsLinks: false)
    if case .found(let status) = lookup { return status.kind == .directory }
    return false
  }
}

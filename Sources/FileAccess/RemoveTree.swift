import Basics
import Glibc
package import SystemPackage

/// Removes what is at `path` with everything below it; nothing happens when nothing is there.
///
/// Symbolic links are removed, never followed. Directories of ours that forbid it are made writable.
/// Needs two descriptors however deep the tree is.
package func removeTree(_ path: FilePath) throws(FileError) {
  switch try FileStatus.ifExists(at: path, followingLinks: false)?.kind {
  case nil: return
  case .directory:
    try removeContents(of: path)
    try systemCall(.remove, path) { path.withPlatformString { rmdir($0) } }
  default: try removeFile(path)
  }
}

/// Removes everything below the directory at `path`, and leaves the directory.
package func removeContents(of path: FilePath) throws(FileError) {
  var removal = TreeRemoval(path)
  try removal.run()
}

/// One removal: goes down by `openat` and up by `..`, so that neither the depth nor the length of a
/// path matters.
private struct TreeRemoval {
  private struct Level {
    var name: [UInt8]
    var inode: UInt64
    var subdirectories: [[UInt8]]
  }

  private let root: FilePath
  private var levels: [Level] = []

  init(_ root: FilePath) {
    self.root = root
  }

  mutating func run() throws(FileError) {
    var directory = try open(root.bytes, in: AT_FDCWD)
    levels = [try clear(directory, name: [])]
    while let name = levels[levels.count - 1].subdirectories.popLast() {
      directory = try open(name, in: directory.descriptor)
      levels.append(try clear(directory, name: name))
      while levels.count > 1, levels[levels.count - 1].subdirectories.isEmpty {
        directory = try leave(directory)
      }
    }
  }

  /// Unlinks all that is not a directory.
  private func clear(_ directory: borrowing OpenFile, name: [UInt8]) throws(FileError) -> Level {
    let names = try DirectoryNames(of: directory)
    var level = Level(name: name, inode: try directory.status().inode, subdirectories: [])
    for index in names.indices {
      let entry = Array(names[index])
      if names.types[index] == UInt8(DT_DIR) {
        level.subdirectories.append(entry)
      } else if try unlink(entry, in: directory, flags: 0) == .isDirectory {
        level.subdirectories.append(entry)
      }
    }
    return level
  }

  /// Goes up and removes the directory that was left, which is empty now.
  private mutating func leave(_ directory: borrowing OpenFile) throws(FileError) -> OpenFile {
    let parent = try open(Array("..".utf8), in: directory.descriptor)
    let left = levels.removeLast()
    guard try parent.status().inode == levels[levels.count - 1].inode else {
      throw FileError(.remove, pathOfDirectory(), .noSuchFileOrDirectory)
    }
    if let errno = try unlink(left.name, in: parent, flags: AT_REMOVEDIR) {
      throw FileError(.remove, pathOfDirectory().appending(pathBytes: left.name[...]), errno)
    }
    return parent
  }

  /// Unlinks one name, if need be after making its directory writable; returns the errno when the
  /// name turned out to be of another type.
  private func unlink(
    _ name: [UInt8], in directory: borrowing OpenFile, flags: CInt
  ) throws(FileError) -> Errno? {
    var outcome = unlinkOnce(name, in: directory, flags: flags)
    if case .failure(.permissionDenied) = outcome {
      try directory.setMode(0o700)
      outcome = unlinkOnce(name, in: directory, flags: flags)
    }
    switch outcome {
    case .success, .failure(.noSuchFileOrDirectory): return nil
    case .failure(.isDirectory): return .isDirectory
    case .failure(let errno):
      throw FileError(.remove, pathOfDirectory().appending(pathBytes: name[...]), errno)
    }
  }

  private func unlinkOnce(
    _ name: [UInt8], in directory: borrowing OpenFile, flags: CInt
  ) -> Result<CInt, Errno> {
    let descriptor = directory.descriptor
    return systemCall { name.withCString { unlinkat(descriptor, $0, flags) } }
  }

  /// The path of what is opened is only spelled out for an error: that costs as much as the depth.
  private func open(_ name: [UInt8], in descriptor: CInt) throws(FileError) -> OpenFile {
    do {
      return try openDirectory(name[...], in: descriptor, path: root)
    } catch  where error.errno == .permissionDenied {
      let path = levels.isEmpty ? root : pathOfDirectory().appending(pathBytes: name[...])
      try systemCall(.changeMode, path) { name.withCString { fchmodat(descriptor, $0, 0o700, 0) } }
      return try openDirectory(name[...], in: descriptor, path: path)
    }
  }

  private func pathOfDirectory() -> FilePath {
    levels.dropFirst().reduce(root) { $0.appending(pathBytes: $1.name[...]) }
  }
}

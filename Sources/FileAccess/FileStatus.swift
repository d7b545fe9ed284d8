import Glibc
package import SystemPackage

/// What one `stat` says about a file.
package struct FileStatus: Hashable, Sendable {
  package enum Kind: Sendable {
    case file, directory, symlink, other
  }

  package var device: UInt64
  package var inode: UInt64
  /// In bytes.
  package var size: Int64
  /// When the content changed, in nanoseconds since 1970.
  package var modified: Int64
  /// When the content, the mode or the links changed, in nanoseconds since 1970.
  package var changed: Int64
  /// Type and permission bits.
  package var mode: UInt32
  package var linkCount: UInt32

  package init(
    device: UInt64 = 0, inode: UInt64 = 0, size: Int64, modified: Int64 = 0, changed: Int64 = 0,
    mode: UInt32, linkCount: UInt32 = 1
  ) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
    self.mode = mode
    self.linkCount = linkCount
  }

  init(_ raw: stat) {
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
    size = Int64(raw.st_size)
    modified = Int64(raw.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_mtim.tv_nsec)
    changed = Int64(raw.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_ctim.tv_nsec)
    mode = raw.st_mode
    linkCount = UInt32(truncatingIfNeeded: raw.st_nlink)
  }

  /// Asks for the status of what is at `path`.
  ///
  /// - Parameter followingLinks: false asks about a symbolic link itself.
  package init(at path: FilePath, followingLinks: Bool = true) throws(FileError) {
    var raw = stat()
    let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
    try systemCall(.status, path) {
      path.withPlatformString { fstatat(AT_FDCWD, $0, &raw, flags) }
    }
    self.init(raw)
  }

  /// The status of what is at `path`; nil when nothing is.
  package static func ifExists(
    at path: FilePath, followingLinks: Bool = true
  ) throws(FileError) -> FileStatus? {
    do {
      return try FileStatus(at: path, followingLinks: followingLinks)
    } catch  where error.isNotFound {
      return nil
    }
  }

  package var kind: Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .symlink
    default: .other
    }
  }

  /// The permission bits, with set-user-ID, set-group-ID and sticky.
  package var permissions: UInt32 { mode & 0o7777 }

  /// Whether the owner may execute it.
  package var isExecutable: Bool { mode & S_IXUSR != 0 }

  /// Whether this is the same, unchanged file as `other`.
  ///
  /// The device number, which differs between mounts, and the link count do not matter.
  package func isUnchanged(since other: FileStatus) -> Bool {
    inode == other.inode && size == other.size && modified == other.modified
      && changed == other.changed && mode == other.mode
  }
}

import Basics
package import Hashing
package import SystemPackage

/// What the files of one output were when they were last hashed, so that those which are still the same
/// need not be read.
///
/// Losing it costs reading the files again. A file counts as the same when its inode, size, times and
/// mode are; the device, which differs between mounts, does not count. An entry that was younger than
/// the look at the directory is never trusted, since it can change again without its times showing it. Nor is
/// one of an empty file with the digest of something: it was made from an object that lost its bytes.
package struct FileIndex: Sendable {
  struct Entry {
    var inode: UInt64
    var size: Int64
    var modified: Int64
    var changed: Int64
    var mode: UInt32
    var isTrusted: Bool
  }

  private static let nothing = Digest(of: [UInt8]())

  let paths: PackedPaths
  let entries: [Entry]
  let digests: [Digest]

  package static let empty = FileIndex(paths: PackedPaths(), entries: [], digests: [])

  init(paths: PackedPaths, entries: [Entry], digests: [Digest]) {
    self.paths = paths
    self.entries = entries
    self.digests = digests
  }

  /// Takes files as they were found, with their digests.
  ///
  /// - Parameters:
  ///   - moment: the time, by the file system's clock, at which the look at them began.
  ///   - ours: the files that nobody but us changed since then, in nothing but links and mode.
  package init(
    _ listing: DirectoryListing, _ digests: [Digest], lookedAt moment: Int64, ours: Set<Int> = []
  ) {
    self.init(
      paths: listing.paths,
      entries: listing.statuses.enumerated().map { index, status in
        Entry(
          inode: status.inode, size: status.size, modified: status.modified,
          changed: status.changed, mode: status.mode,
          isTrusted: status.modified < moment
            && (status.changed < moment || ours.contains(index))
            && (status.size > 0 || digests[index] == Self.nothing))
      },
      digests: digests)
  }

  package var count: Int { digests.count }

  package func contains(_ path: ArraySlice<UInt8>) -> Bool { paths.sortedIndex(of: path) != nil }

  /// For each file of `listing` its digest, if the file is the one that was hashed.
  ///
  /// Both are sorted, so this is one pass over both.
  package func lookup(_ listing: DirectoryListing) -> [Digest?] {
    var found = [Digest?](repeating: nil, count: listing.count)
    var mine = 0
    for index in 0..<listing.count {
      let path = listing.paths[index]
      while mine < count, paths[mine].lexicographicallyPrecedes(path) { mine += 1 }
      guard mine < count, paths[mine].elementsEqual(path) else { continue }
      if entries[mine].matches(listing.statuses[index]) { found[index] = digests[mine] }
    }
    return found
  }
}

extension FileIndex.Entry {
  func matches(_ status: FileStatus) -> Bool {
    isTrusted && inode == status.inode && size == status.size && modified == status.modified
      && changed == status.changed && mode == status.mode
  }
}

/// The present time by the clock of the file system that `directory` is on, in nanoseconds since 1970.
package func fileSystemTime(in directory: FilePath) throws(FileError) -> Int64 {
  let probe = try TemporaryFile(in: directory)
  return try probe.file.status().modified
}

package import Basics
import Glibc
import Synchronization
package import SystemPackage

/// A name in a directory, before anything else is known of it.
package typealias DirectoryEntryName = (name: ArraySlice<UInt8>, isDirectory: Bool)

/// Decides which names of a directory are walked: one call for each directory, from several threads.
///
/// - Parameters:
///   - directory: below the root of the walk.
///   - names: in the order of the file system. Symbolic links count as files, whatever they lead to.
/// - Returns: for each name, whether to go on with it.
package typealias DirectoryFilter =
  @Sendable (_ directory: RelativePath, _ names: [DirectoryEntryName]) -> [Bool]

/// Lists all files below `root`, with one `stat` for each, on `width` threads.
///
/// Symbolic links to files are entries with their target's status, those to directories are skipped;
/// what is neither file nor directory becomes a problem, as do broken links and unreadable
/// directories. A name that vanishes during the walk counts as never seen. Each thread has at most two
/// directories open, however deep the tree is.
///
/// - Throws: `FileError` when `root` itself cannot be read, or `InterruptionError`.
package func walk(
  root: FilePath, width: Int = 4, filter: DirectoryFilter? = nil
) throws -> DirectoryListing {
  let walk = try DirectoryWalk(root: root, width: width, filter: filter)
  var levels = [try walk.visitRoot()]
  while let paths = levels.last?.subdirectories(), !paths.isEmpty {
    levels.append(try walk.visit(paths))
  }
  return assembleListing(of: levels)
}

/// The directories at one depth, in the order of their paths, and what they hold.
struct WalkLevel {
  /// Directories that one chunk holds.
  static let chunkSize = 16

  var paths: PackedPaths
  var chunks: [WalkChunk]

  /// The paths of all directories one level down, in order.
  func subdirectories() -> PackedPaths {
    var result = PackedPaths()
    for index in paths.indices {
      let chunk = chunks[index / Self.chunkSize]
      for name in chunk.subdirectoryRange(index % Self.chunkSize) {
        result.append(directory: paths[index], name: chunk.subdirectories[name])
      }
    }
    return result
  }
}

/// One walk: visits a level of directories at a time, each level's on all threads.
private final class DirectoryWalk: Sendable {
  private let root: OpenFile
  private let width: Int
  private let filter: DirectoryFilter?

  init(root: FilePath, width: Int, filter: DirectoryFilter?) throws(FileError) {
    self.root = try OpenFile(root, .list, flags: O_RDONLY | O_DIRECTORY)
    self.width = width
    self.filter = filter
  }

  func visitRoot() throws -> WalkLevel {
    var paths = PackedPaths()
    paths.append([])
    var chunk = WalkChunk()
    try chunk.visit(root, at: .root, width: width, filter: filter)
    return WalkLevel(paths: paths, chunks: [chunk])
  }

  func visit(_ paths: PackedPaths) throws -> WalkLevel {
    let size = WalkLevel.chunkSize
    let chunks = Mutex([WalkChunk](repeating: WalkChunk(), count: (paths.count + size - 1) / size))
    let visit: @Sendable (Range<Int>) throws -> Void = { range in
      let chunk = try self.chunk(of: paths, range)
      chunks.withLock { $0[range.lowerBound / size] = chunk }
    }
    try inParallelBatches(of: paths.count, batch: size, width: width, visit)
    return WalkLevel(paths: paths, chunks: chunks.withLock { $0 })
  }

  private func chunk(of paths: PackedPaths, _ range: Range<Int>) throws -> WalkChunk {
    var chunk = WalkChunk()
    for index in range {
      try checkInterruption()
      let path = paths.path(index)
      do {
        let directory = try open(path.bytes[...])
        try chunk.visit(directory, at: path, width: width, filter: filter)
      } catch let error as FileError {
        try chunk.addUnreadable(error)
      }
    }
    return chunk
  }

  /// Opens a directory below the root, in several steps when its path is longer than a path may be.
  private func open(_ path: ArraySlice<UInt8>) throws(FileError) -> OpenFile {
    let name = root.path.appending(pathBytes: path)
    var (head, rest) = split(path)
    var directory = try openDirectory(head, in: root.descriptor, path: name)
    while !rest.isEmpty {
      (head, rest) = split(rest)
      directory = try openDirectory(head, in: directory.descriptor, path: name)
    }
    return directory
  }

  /// As many parts of `path` as one call may name, and what follows them.
  private func split(
    _ path: ArraySlice<UInt8>
  ) -> (head: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
    let slash = UInt8(ascii: "/")
    guard path.count >= 4000, let end = path.prefix(4000).lastIndex(of: slash) else {
      return (path, [])
    }
    return (path[..<end], path[(end + 1)...])
  }
}

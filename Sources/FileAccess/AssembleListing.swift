import Basics

/// Puts the levels of a walk together into one listing in the order of the paths' bytes.
///
/// A directory's files and subdirectories, the latter sorted as if their names ended with a slash,
/// merge into exactly that order. Chunks are let go as soon as they are used up.
func assembleListing(of levels: [WalkLevel]) -> DirectoryListing {
  var assembly = ListingAssembly(levels)
  assembly.run()
  return assembly.listing
}

private struct ListingAssembly {
  /// A directory that is being written out.
  private struct Frame {
    var level: Int
    var directory: Int
    var files: Range<Int>
    var subdirectories: Range<Int>
  }

  private(set) var listing = DirectoryListing()
  private var levels: [WalkLevel]
  /// For each level, the first directory that was not begun yet.
  private var next: [Int]

  init(_ levels: [WalkLevel]) {
    self.levels = levels
    next = Array(repeating: 0, count: levels.count)
    listing.reserve(
      files: levels.reduce(0) { $0 + $1.fileCount },
      pathBytes: levels.reduce(0) { $0 + $1.pathBytes })
  }

  mutating func run() {
    for chunk in levels.lazy.flatMap(\.chunks) {
      listing.skipped += chunk.skipped
      listing.problems += chunk.problems
    }
    listing.skipped.sort()
    listing.problems.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    writeFiles()
  }

  private mutating func writeFiles() {
    var frames = [begin(level: 0)]
    while var frame = frames.popLast() {
      writeFilesBeforeSubdirectory(&frame)
      if frame.subdirectories.isEmpty {
        end(frame)
      } else {
        frame.subdirectories.removeFirst()
        frames.append(frame)
        frames.append(begin(level: frame.level + 1))
        listing.directories.append(levels[frame.level + 1].paths[next[frame.level + 1] - 1])
      }
    }
  }

  private mutating func begin(level: Int) -> Frame {
    let directory = next[level]
    next[level] += 1
    let chunk = levels[level].chunks[directory / WalkLevel.chunkSize]
    let position = directory % WalkLevel.chunkSize
    return Frame(
      level: level, directory: directory, files: chunk.fileRange(position),
      subdirectories: chunk.subdirectoryRange(position))
  }

  private mutating func end(_ frame: Frame) {
    let level = frame.level
    let isLast =
      frame.directory % WalkLevel.chunkSize == WalkLevel.chunkSize - 1
      || frame.directory == levels[level].paths.count - 1
    if isLast { levels[level].chunks[frame.directory / WalkLevel.chunkSize] = WalkChunk() }
  }

  /// Writes the files that sort before the next subdirectory.
  private mutating func writeFilesBeforeSubdirectory(_ frame: inout Frame) {
    let level = levels[frame.level]
    let path = level.paths[frame.directory]
    let chunk = level.chunks[frame.directory / WalkLevel.chunkSize]
    let limit = frame.subdirectories.first.map { chunk.subdirectories[$0] + [UInt8(ascii: "/")] }
    while let file = frame.files.first {
      if let limit, limit.lexicographicallyPrecedes(chunk.names[file]) { return }
      listing.paths.append(directory: path, name: chunk.names[file])
      listing.statuses.append(chunk.statuses[file])
      listing.isSymlink.append(chunk.isSymlink[file])
      frame.files.removeFirst()
    }
  }
}

extension WalkLevel {
  fileprivate var fileCount: Int { chunks.reduce(0) { $0 + $1.statuses.count } }

  /// The bytes that the paths of all files at this depth need.
  fileprivate var pathBytes: Int {
    paths.indices.reduce(0) { total, index in
      let chunk = chunks[index / Self.chunkSize]
      let files = chunk.fileRange(index % Self.chunkSize)
      guard let first = files.first, let last = files.last else { return total }
      let names = chunk.names.range(first).lowerBound..<chunk.names.range(last).upperBound
      return total + names.count + files.count * (paths[index].count + 1)
    }
  }
}

extension DirectoryListing {
  fileprivate mutating func reserve(files: Int, pathBytes: Int) {
    paths.reserveCapacity(files, bytes: pathBytes)
    statuses.reserveCapacity(files)
    isSymlink.reserveCapacity(files)
  }
}

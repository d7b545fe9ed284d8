import Basics
import Glibc
import SystemPackage

/// What a few directories hold that are neighbours in a walk.
///
/// Arrays are shared by the directories of a chunk, because a tree may have as many directories as
/// files.
struct WalkChunk: Sendable {
  /// The names of files, sorted by bytes within each directory.
  private(set) var names = PackedPaths()
  private(set) var statuses: [FileStatus] = []
  private(set) var isSymlink: [Bool] = []
  /// The names of directories, sorted as if each ended with a slash within each directory.
  private(set) var subdirectories = PackedPaths()
  private(set) var skipped: [RelativePath] = []
  private(set) var problems: [WalkProblem] = []
  private var fileEnds: [Int] = []
  private var subdirectoryEnds: [Int] = []

  /// Where the files of directory number `index` of this chunk lie.
  func fileRange(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : fileEnds[index - 1])..<fileEnds[index]
  }

  /// Where the subdirectories of directory number `index` of this chunk lie.
  func subdirectoryRange(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : subdirectoryEnds[index - 1])..<subdirectoryEnds[index]
  }

  /// Adds a directory that could not be opened; nothing is said of one that is gone.
  mutating func addUnreadable(_ error: FileError) throws(FileError) {
    switch error.errno {
    case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels: break
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory: throw error
    default: problems.append(.unreadable(error))
    }
    endDirectory()
  }

  /// Adds a directory with all it holds.
  mutating func visit(
    _ directory: borrowing OpenFile, at path: RelativePath, width: Int, filter: DirectoryFilter?
  ) throws {
    let names = try DirectoryNames(of: directory)
    let isDirectory = names.indices.map { names.isDirectory($0, in: directory) }
    let kept = keptNames(names, isDirectory, path, filter)
    addSubdirectories(kept.filter { isDirectory[$0] }, of: names)
    try addFiles(
      kept.filter { !isDirectory[$0] }, of: names, in: directory, at: path, width: width)
    endDirectory()
  }

  private func keptNames(
    _ names: DirectoryNames, _ isDirectory: [Bool], _ path: RelativePath, _ filter: DirectoryFilter?
  ) -> [Int] {
    guard let filter else { return Array(names.indices) }
    let keeps = filter(path, names.indices.map { (names[$0], isDirectory[$0]) })
    return names.indices.filter { keeps[$0] }
  }

  private mutating func addSubdirectories(_ indices: [Int], of names: DirectoryNames) {
    let slash = CollectionOfOne(UInt8(ascii: "/"))
    let terminated = indices.map { names[$0] + slash }
    for name in terminated.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      subdirectories.append(name.dropLast())
    }
  }

  /// Looks files up some at a time, so that a huge directory takes no more memory than its listing.
  private mutating func addFiles(
    _ indices: [Int], of names: DirectoryNames, in directory: borrowing OpenFile,
    at path: RelativePath, width: Int
  ) throws {
    let sorted = names.sorted(indices)
    var rest = sorted[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 << 16)
      let found = try names.lookUp(part, in: directory, width: width)
      for (lookup, index) in zip(found, part) {
        add(lookup, named: names[index], type: names.types[index], at: path, directory.path)
      }
      rest = rest.dropFirst(part.count)
    }
  }

  private mutating func add(
    _ lookup: FileLookup, named name: ArraySlice<UInt8>, type: UInt8,
    at directory: RelativePath, _ path: FilePath
  ) {
    switch lookup {
    case .gone: break
    case .failed(let errno):
      problems.append(.unreadable(FileError(.status, path.appending(pathBytes: name), errno)))
    case .found(let status) where status.kind == .file:
      names.append(name)
      statuses.append(status)
      isSymlink.append(type == UInt8(DT_LNK))
    case .found(let status) where status.kind == .directory:
      if type == UInt8(DT_LNK) { skipped.append(directory.appending(name)) }
    case .found(let status):
      let kind = specialKind(status.mode)
      problems.append(.special(path.appending(pathBytes: name), kind: kind))
    }
  }

  private mutating func endDirectory() {
    fileEnds.append(statuses.count)
    subdirectoryEnds.append(subdirectories.count)
  }
}

/// What users call the files that are none.
private func specialKind(_ mode: UInt32) -> String {
  switch mode & S_IFMT {
  case S_IFIFO: "named pipe"
  case S_IFSOCK: "socket"
  case S_IFCHR, S_IFBLK: "device"
  default: "special file"
  }
}

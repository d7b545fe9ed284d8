import Basics
import FileAccess
import Glibc
import SystemPackage

/// Fills one page of a listing, walking the tree in the order of the keys' bytes.
///
/// Symbolic links to files are objects, those to directories are passed over, as DVC does.
struct DirectoryPager {
  private(set) var page = ListPage(objects: [], next: nil)
  private let store: DirectoryStore
  private let after: ArraySlice<UInt8>
  private let detail: ListDetail

  init(store: DirectoryStore, after token: ListToken?, detail: ListDetail) {
    self.store = store
    after = token?.bytes[...] ?? []
    self.detail = detail
  }

  /// Adds the objects below `directory` whose next name begins with `beginning`.
  mutating func visit(
    _ directory: RelativePath, beginning: ArraySlice<UInt8> = []
  ) throws(TransportError) {
    try checkCancellation()
    guard directory != ObjectKey.temporaryDirectory else { return }
    for entry in try entries(of: directory, beginning: beginning) where page.next == nil {
      let path = directory.appending(entry.name)
      if entry.isDirectory { try visit(path) } else { try add(ObjectKey(path)) }
    }
  }

  private mutating func add(_ key: ObjectKey) throws(TransportError) {
    if let last = page.objects.last, page.objects.count >= store.options.pageSize {
      page.next = ListToken(bytes: last.key.bytes)
    } else if detail == .keys {
      page.objects.append(RemoteObject(key: key))
    } else if let status = try status(of: key.path) {
      page.objects.append(RemoteObject(key, status))
    }
  }

  /// The directories and files in a directory that are still to come; none when it has vanished.
  private func entries(
    of directory: RelativePath, beginning: ArraySlice<UInt8>
  ) throws(TransportError) -> [ListingPlace] {
    let names = try names(in: directory)
    let after = ListingPlace.rest(of: after, below: directory)
    var entries: [ListingPlace] = []
    for index in names.indices where names[index].starts(with: beginning) {
      let name = names[index]
      let type = try kind(names.types[index], of: name, in: directory)
      guard type == .file || type == .directory else { continue }
      let entry = ListingPlace(name, isDirectory: type == .directory)
      if !entry.isPast(after) { entries.append(entry) }
    }
    return entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  private func names(in directory: RelativePath) throws(TransportError) -> DirectoryNames {
    do throws(FileError) {
      return try DirectoryNames(of: OpenFile(directory: store.path(directory)))
    } catch  where error.isNotFound {
      return DirectoryNames()
    } catch {
      throw TransportError(error, key: nil)
    }
  }

  /// What a directory entry is, asking the file where its directory does not say.
  private func kind(
    _ type: UInt8, of name: ArraySlice<UInt8>, in directory: RelativePath
  ) throws(TransportError) -> FileStatus.Kind {
    switch Int(type) {
    case DT_REG: return .file
    case DT_DIR: return .directory
    case DT_LNK, DT_UNKNOWN:
      let path = directory.appending(name)
      let own = try status(of: path, followingLinks: false)?.kind
      guard own == .symlink else { return own ?? .other }
      return try status(of: path)?.kind == .file ? .file : .other
    default: return .other
    }
  }

  private func status(
    of path: RelativePath, followingLinks: Bool = true
  ) throws(TransportError) -> FileStatus? {
    do {
      return try FileStatus.ifExists(at: store.path(path), followingLinks: followingLinks)
    } catch  where error.errno == .tooManySymbolicLinkLevels {
      return nil
    } catch {
      throw TransportError(error, key: nil)
    }
  }
}

extension OpenFile {
  init(directory: FilePath) throws(FileError) {
    try self.init(directory, .list, flags: O_RDONLY | O_DIRECTORY)
  }
}

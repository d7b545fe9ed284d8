import Basics

/// Fills one page of a listing, walking the tree in the order of the keys' bytes, with several
/// directories on their way.
///
/// Symbolic links to files are objects, those to directories are passed over, as DVC does.
struct SFTPPager {
  /// Directories that are read ahead.
  private static let ahead = 16

  private let server: SFTPServer
  private let session: SFTPSession
  private let pageSize: Int
  private let after: ArraySlice<UInt8>
  private let detail: ListDetail
  private var page = ListPage(objects: [], next: nil)

  struct Entry: Sendable {
    var place: ListingPlace
    var attributes: SFTPAttributes
  }

  init(
    _ server: SFTPServer, _ session: SFTPSession, pageSize: Int, after token: ListToken?,
    detail: ListDetail
  ) {
    self.server = server
    self.session = session
    self.pageSize = pageSize
    after = token?.bytes[...] ?? []
    self.detail = detail
  }

  /// The objects whose keys begin with `prefix`.
  mutating func page(prefix: [UInt8]) async throws(TransportError) -> ListPage {
    let slash = prefix.lastIndex(of: UInt8(ascii: "/"))
    var directory = RelativePath.root
    if let slash {
      guard let key = ObjectKey(bytes: prefix[..<slash]) else { return page }
      directory = key.path
    }
    let beginning = prefix[(slash.map { $0 + 1 } ?? 0)...]
    let entries = try await entries(of: directory)
    try await visit(directory, entries.filter { $0.place.name.starts(with: beginning) })
    return page
  }

  private mutating func visit(
    _ directory: RelativePath, _ entries: [Entry]
  ) async throws(TransportError) {
    var known: [Int: [Entry]] = [:]
    for index in entries.indices where page.next == nil {
      let place = entries[index].place
      let path = directory.appending(place.name)
      guard place.isDirectory else {
        add(ObjectKey(path), entries[index].attributes)
        continue
      }
      if known[index] == nil { known = try await readAhead(in: directory, entries, from: index) }
      try await visit(path, known.removeValue(forKey: index) ?? [])
    }
  }

  private mutating func add(_ key: ObjectKey, _ attributes: SFTPAttributes) {
    if let last = page.objects.last, page.objects.count >= pageSize {
      page.next = ListToken(bytes: last.key.bytes)
    } else {
      page.objects.append(
        detail == .keys ? RemoteObject(key: key) : RemoteObject(key, attributes))
    }
  }

  /// Reads the next directories among `entries` at the same time.
  private func readAhead(
    in directory: RelativePath, _ entries: [Entry], from start: Int
  ) async throws(TransportError) -> [Int: [Entry]] {
    let next = entries.indices[start...].filter { entries[$0].place.isDirectory }
    let indices = Array(next.prefix(Self.ahead))
    let pager = self
    let results = await concurrentMap(indices, width: Self.ahead) { index in
      try await pager.entries(of: directory.appending(entries[index].place.name))
    }
    var known: [Int: [Entry]] = [:]
    for (index, result) in zip(indices, results) {
      do { known[index] = try result.get() } catch {
        throw error as? TransportError ?? .cancelled(nil, error)
      }
    }
    return known
  }

  /// The directories and files in a directory that are still to come; none when it has vanished.
  private func entries(of directory: RelativePath) async throws(TransportError) -> [Entry] {
    try checkCancellation()
    guard directory != ObjectKey.temporaryDirectory else { return [] }
    let after = ListingPlace.rest(of: after, below: directory)
    let entries = try await server.kinds(
      of: server.names(in: directory, session), directory, session)
    return entries.filter { !$0.place.isPast(after) }
      .sorted { $0.place.key.lexicographicallyPrecedes($1.place.key) }
  }
}

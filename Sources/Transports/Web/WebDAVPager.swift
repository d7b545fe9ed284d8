import Basics

/// Fills one page of a listing, walking the tree in the order of the keys' bytes, a PROPFIND for each
/// collection.
struct WebDAVPager {
  private let server: WebDAVServer
  private let pageSize: Int
  private let after: ArraySlice<UInt8>
  private let detail: ListDetail
  private var page = ListPage(objects: [], next: nil)

  private struct Entry {
    var place: ListingPlace
    var found: WebDAVListing.Entry
  }

  init(
    _ server: WebDAVServer, pageSize: Int, after token: ListToken?, detail: ListDetail
  ) {
    (self.server, self.pageSize, self.detail) = (server, pageSize, detail)
    after = token?.bytes[...] ?? []
  }

  /// The objects whose keys begin with `prefix`.
  mutating func page(prefix: [UInt8]) async throws(TransportError) -> ListPage {
    let slash = prefix.lastIndex(of: UInt8(ascii: "/"))
    var directory = RelativePath.root
    if let slash {
      guard let key = ObjectKey(bytes: prefix[..<slash]) else { return page }
      directory = key.path
    }
    do throws(TransportError) {
      try await visit(directory, beginning: prefix[(slash.map { $0 + 1 } ?? 0)...])
    } catch  where error.kind == .rejected && !directory.isRoot {
      // There is nothing in an object, which servers find a bad question.
      guard try await server.stat(ObjectKey(directory)) != nil else { throw error }
    }
    return page
  }

  private mutating func visit(
    _ directory: RelativePath, beginning: ArraySlice<UInt8> = []
  ) async throws(TransportError) {
    try checkCancellation()
    guard directory != ObjectKey.temporaryDirectory else { return }
    for entry in try await entries(of: directory, beginning) where page.next == nil {
      let path = directory.appending(entry.place.name)
      if entry.place.isDirectory {
        try await visit(path)
      } else {
        add(ObjectKey(path), entry.found)
      }
    }
  }

  private mutating func add(_ key: ObjectKey, _ entry: WebDAVListing.Entry) {
    if let last = page.objects.last, page.objects.count >= pageSize {
      page.next = ListToken(bytes: last.key.bytes)
    } else {
      page.objects.append(detail == .keys ? RemoteObject(key: key) : RemoteObject(key, entry))
    }
  }

  /// What is in a collection and still to come; nothing when it has vanished.
  private func entries(
    of directory: RelativePath, _ beginning: ArraySlice<UInt8>
  ) async throws(TransportError) -> [Entry] {
    let url = server.client.url(below: directory, isDirectory: true)
    guard let found = try await server.listing(of: url, members: true, detail) else { return [] }
    let after = ListingPlace.rest(of: after, below: directory)
    return found.listing.members
      .filter { $0.name.starts(with: beginning) && ObjectKey(bytes: $0.name) != nil }
      .map { Entry(place: ListingPlace($0.name[...], isDirectory: $0.isCollection), found: $0) }
      .filter { !$0.place.isPast(after) }
      .sorted { $0.place.key.lexicographicallyPrecedes($1.place.key) }
  }
}

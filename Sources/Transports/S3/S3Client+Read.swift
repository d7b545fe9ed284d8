import Basics

extension S3Client {
  /// What lies at `name`; nil when nothing does.
  func stat(_ key: ObjectKey, name: [UInt8]) async throws(S3Failure) -> RemoteObject? {
    var request = S3Request("HeadObject", .head, key: name)
    request.add(session.options.headers.always)
    do throws(S3Failure) {
      let head = try await send(request).head
      session.hasSeenBucket = true
      return RemoteObject(key, head)
    } catch {
      guard case .server(let refusal) = error else { throw error }
      try await explain(refusal)
      if refusal.status == 404 { return nil }
      throw error
    }
  }

  /// Throws what is behind an answer to HEAD, which has a status only: no bucket, wrong keys.
  ///
  /// Asks once; a bucket that may not be listed tells nothing.
  private func explain(_ refusal: S3ServerError) async throws(S3Failure) {
    guard [400, 401, 403, 404].contains(refusal.status), !session.hasSeenBucket else { return }
    do throws(S3Failure) {
      let query = [("list-type", "2"), ("max-keys", "1"), ("prefix", session.options.root)]
      _ = try await send(S3Request("ListObjectsV2", .get, query: query))
      session.hasSeenBucket = true
    } catch {
      guard case .server(let reason) = error, reason.status == 403, reason.code == "AccessDenied"
      else { throw error }
    }
  }

  /// The objects whose keys begin with `root` and `prefix`, a page at a time, each page in order.
  ///
  /// Some servers take `a//` for `a/`: what they list too much is left out.
  func list(
    root: [UInt8], prefix: String, after token: ListToken?
  ) async throws(S3Failure) -> ListPage {
    let name = String(decoding: root, as: UTF8.self) + prefix
    var query = [
      ("list-type", "2"), ("encoding-type", "url"), ("max-keys", "\(session.options.pageSize)"),
      ("prefix", name),
    ]
    if let token {
      query.append(("continuation-token", String(decoding: token.bytes, as: UTF8.self)))
    }
    let request = S3Request("ListObjectsV2", .get, query: query)
    let listing = try Self.listing(try await send(request).body)
    session.hasSeenBucket = true
    let objects = listing.entries.filter { $0.key.starts(with: name.utf8) }
      .compactMap { RemoteObject($0, below: root) }
    return ListPage(
      objects: Self.ordered(objects), next: listing.continuation.map { ListToken($0) })
  }

  /// Servers that keep directories list them as such: `a/b` before `a.b`.
  private static func ordered(_ objects: [RemoteObject]) -> [RemoteObject] {
    let isOrdered = zip(objects, objects.dropFirst()).allSatisfy { $0.key < $1.key }
    return isOrdered ? objects : objects.sorted { $0.key < $1.key }
  }

  private static func listing(_ body: [UInt8]) throws(S3Failure) -> S3Listing {
    let root = try document(body, of: "ListObjectsV2")
    guard let listing = S3Listing(root) else {
      throw .nonsense(operation: "ListObjectsV2", "it is no page of a listing")
    }
    return listing
  }

  /// The root of an answer in XML.
  static func document(_ body: [UInt8], of operation: String) throws(S3Failure) -> XMLElement {
    do { return try XMLReader.read(body) } catch {
      throw .nonsense(operation: operation, "\(error.message) at byte \(error.offset)")
    }
  }
}

extension RemoteObject {
  /// Nil for a name that is no key, such as that of a directory's marker.
  fileprivate init?(_ entry: S3Listing.Entry, below root: [UInt8]) {
    guard entry.key.starts(with: root), let key = ObjectKey(bytes: entry.key.dropFirst(root.count))
    else { return nil }
    self.init(
      key: key, size: entry.size, modified: entry.modified.map(nanoseconds),
      entityTag: entry.entityTag)
  }
}

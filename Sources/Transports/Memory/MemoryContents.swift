import Basics

/// The objects of a `MemoryTransport`, and the rules it keeps.
struct MemoryContents {
  struct Entry {
    var bytes: [UInt8]
    /// Counts up with every upload to the remote.
    var version: Int
    var isSealed: Bool

    func object(_ key: ObjectKey) -> RemoteObject {
      RemoteObject(
        key: key, size: Int64(bytes.count), modified: Int64(version) * 1_000_000_000,
        entityTag: "v\(version)", permissions: isSealed ? 0o444 : 0o644)
    }
  }

  var isReadOnly = false
  var isClosed = false
  var calls = 0
  private(set) var peakCalls = 0
  private let width: Int
  private var hasRoot: Bool
  private var entries: [ObjectKey: Entry] = [:]
  /// The directories that the keys imply, with the number of objects below them.
  private var directories: [RelativePath: Int] = [:]
  private var lastVersion = 0
  private var prefixes: [ListToken: String] = [:]
  private var sortedKeys: [ObjectKey]?

  init(width: Int, hasRoot: Bool) {
    self.width = width
    self.hasRoot = hasRoot
  }

  mutating func begin(_ key: ObjectKey?) throws(TransportError) {
    if isClosed { throw TransportError(.failed, key: key, detail: "the transport is closed") }
    guard calls < width else {
      throw TransportError(.throttled, key: key, detail: "more than \(width) calls at once")
    }
    calls += 1
    peakCalls = max(peakCalls, calls)
  }

  func requireRoot(_ key: ObjectKey?) throws(TransportError) {
    if !hasRoot { throw TransportError(.noRoot, key: key, detail: "the remote does not exist") }
  }

  func entry(_ key: ObjectKey) throws(TransportError) -> Entry? {
    try requireGood(key)
    return entries[key]
  }

  /// Throws when `key` cannot be uploaded to.
  func requireRoom(for key: ObjectKey) throws(TransportError) {
    try requireWritable(key)
    try requireGood(key)
    var ancestor = key.path.parent
    while !ancestor.isRoot {
      if entries[ObjectKey(ancestor)] != nil { throw rejection(key, "lies below an object") }
      ancestor = ancestor.parent
    }
    if directories[key.path] != nil { throw rejection(key, "is a directory") }
  }

  mutating func put(_ bytes: [UInt8], at key: ObjectKey, isSealed: Bool) {
    hasRoot = true
    lastVersion += 1
    let old = entries.updateValue(
      Entry(bytes: bytes, version: lastVersion, isSealed: isSealed), forKey: key)
    if old == nil { count(key, 1) }
  }

  mutating func remove(_ key: ObjectKey) throws(TransportError) {
    try requireWritable(key)
    try requireRoot(key)
    try requireGood(key)
    if entries.removeValue(forKey: key) != nil { count(key, -1) }
  }

  mutating func page(
    prefix: String, after token: ListToken?, size: Int, detail: ListDetail
  ) throws(TransportError) -> ListPage {
    if let token, prefixes[token] != prefix {
      throw TransportError(.rejected, detail: "the token is not of a page of '\(prefix)'")
    }
    let keys = sortedKeys ?? entries.keys.sorted()
    sortedKeys = keys
    let start = token.map(\.bytes) ?? []
    let rest = keys.lazy.filter {
      $0.bytes.starts(with: prefix.utf8) && start.lexicographicallyPrecedes($0.bytes)
    }
    let found = Array(rest.prefix(size + 1))
    var page = ListPage(objects: found.prefix(size).map { listed($0, detail) }, next: nil)
    if found.count > size, let last = page.objects.last {
      let next = ListToken(bytes: last.key.bytes)
      prefixes[next] = prefix
      page.next = next
    }
    return page
  }

  private func listed(_ key: ObjectKey, _ detail: ListDetail) -> RemoteObject {
    guard detail == .sizes, let entry = entries[key] else { return RemoteObject(key: key) }
    return entry.object(key)
  }

  private mutating func count(_ key: ObjectKey, _ change: Int) {
    sortedKeys = nil
    var directory = key.path.parent
    while !directory.isRoot {
      let objects = directories[directory, default: 0] + change
      directories[directory] = objects > 0 ? objects : nil
      directory = directory.parent
    }
  }

  private func requireWritable(_ key: ObjectKey) throws(TransportError) {
    if isReadOnly { throw TransportError(.denied, key: key, detail: "the remote is read-only") }
  }

  private func requireGood(_ key: ObjectKey) throws(TransportError) {
    guard key.bytes.count <= 1024 else { throw rejection(key, "has more than 1,024 bytes") }
    guard String(validating: key.bytes, as: UTF8.self) != nil else {
      throw rejection(key, "is not UTF-8")
    }
  }

  private func rejection(_ key: ObjectKey, _ why: String) -> TransportError {
    TransportError(.rejected, key: key, detail: "'\(key)' \(why)")
  }
}

import Basics
import FileAccess
package import SystemPackage

/// Where a check runs: an empty part of a remote, and a local directory for sources.
package struct ConformanceSite: Sendable {
  package let transport: any Transport
  /// What all keys begin with: empty, or a directory with its slash.
  package let prefix: String
  /// Exists and is empty.
  package let scratch: FilePath
  /// More bytes than the transport reads of a source before it has handed any of them on.
  package let largeSize: Int
  /// Odd names that are known to be another's in this remote, which no transport can help.
  package let unfitNames: Set<String>

  package init(
    transport: any Transport, prefix: String, scratch: FilePath, largeSize: Int = 1 << 20,
    unfitNames: Set<String> = []
  ) {
    self.transport = transport
    self.prefix = prefix
    self.scratch = scratch
    self.largeSize = largeSize
    self.unfitNames = unfitNames
  }

  func key(_ name: String) throws -> ObjectKey {
    guard let key = ObjectKey(prefix + name) else {
      throw ConformanceFailure("'\(prefix)\(name)' is no key")
    }
    return key
  }

  func keys(_ names: some Sequence<String>) throws -> [ObjectKey] {
    try names.map(key)
  }

  /// A local file to upload.
  func file(_ name: String, _ bytes: [UInt8]) throws -> FilePath {
    let path = scratch.appending(name)
    try writeAtomically(bytes, to: path)
    return path
  }

  func put(_ bytes: [UInt8], _ name: String) async throws {
    try await transport.upload(.bytes(bytes), to: key(name), verifying: nil)
  }

  /// Puts an object of a few bytes under each name, as many at once as the transport likes.
  func put(names: [String]) async throws {
    let results = await concurrentMap(names, width: transport.traits.width) { name in
      try await put(Array(name.utf8), name)
    }
    for result in results { try result.get() }
  }

  func get(_ name: String, range: Range<Int64>? = nil) async throws -> [UInt8] {
    let collector = ByteCollector()
    _ = try await transport.download(key(name), range: range, into: collector.receive)
    return collector.bytes
  }

  /// What lies under a name; nil also when the remote does not exist yet.
  func stat(_ name: String) async throws -> RemoteObject? {
    do {
      return try await transport.stat(key(name))
    } catch let error as TransportError where error.kind == .noRoot {
      return nil
    }
  }

  /// The names under which a listing shows objects, in its order; none if the remote does not exist yet.
  func names(prefix: String = "") async throws -> [String] {
    do {
      return try await pages(prefix: prefix).joined().map(name)
    } catch let error as TransportError where error.kind == .noRoot {
      return []
    }
  }

  func pages(prefix: String = "", detail: ListDetail = .keys) async throws -> [[RemoteObject]] {
    var pages: [[RemoteObject]] = []
    var token: ListToken?
    repeat {
      let page = try await transport.list(
        prefix: self.prefix + prefix, after: token, detail: detail)
      pages.append(page.objects)
      token = page.next
    } while token != nil
    return pages
  }

  func name(_ object: RemoteObject) -> String {
    String(decoding: object.key.bytes.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// Makes sure that a listing shows just these names in this order; where there is no listing, that
  /// there are objects with these names.
  func requireNames(_ expected: [String], _ what: String) async throws {
    if transport.traits.canList { return try requireEqual(try await names(), expected, what) }
    for name in expected {
      let object = try await stat(name)
      try require(object != nil, "\(what): no '\(name)'")
    }
  }

  /// Makes sure that nothing can be seen of an upload that failed.
  func requireNothing(at name: String) async throws {
    try requireEqual(try await stat(name), nil, "stat after a failed upload")
    guard transport.traits.canList else { return }
    try requireEqual(try await names(prefix: name), [], "listing after a failed upload")
  }
}

import Basics
import Formats
import FileAccess
import Objects
import SystemPackage
import Transports

/// Moves the run cache's entries (`runs/xx/<key>/<value>`) between the cache and a remote.
struct RunCacheTransfer {
  private static let prefix = "runs/"

  private let project: Project
  private let remote: RemoteSettings

  init(_ project: Project, _ remote: RemoteSettings) {
    self.project = project
    self.remote = remote
  }

  private var directory: FilePath { project.cacheDirectory.appending("runs") }

  /// - Returns: how many entries were uploaded.
  func push() async throws -> Int {
    let transport = try project.transport(for: remote)
    let present = try await remoteEntries(transport)
    let absent = try localEntries().subtracting(present).sorted()
    let root = directory
    let results = await concurrentMap(absent, width: transport.traits.width) { path in
      try await transport.upload(
        .file(root.appending(path)), to: ObjectKey(RelativePath(Self.prefix + path.string)),
        verifying: nil)
    }
    for result in results { try result.get() }
    await transport.close()
    return absent.count
  }

  /// - Returns: how many entries were downloaded.
  func fetch() async throws -> Int {
    let transport = try project.transport(for: remote)
    let local = try localEntries()
    let absent = try await remoteEntries(transport).subtracting(local).sorted()
    let root = directory
    project.ledger.note(project.cacheDirectory)
    let results = await concurrentMap(absent, width: transport.traits.width) { path in
      let bytes = try await read(path, transport)
      try makeDirectories(root.appending(path.parent))
      try writeAtomically(bytes, to: root.appending(path))
    }
    for result in results { try result.get() }
    await transport.close()
    return absent.count
  }

  private func read(_ path: RelativePath, _ transport: any Transport) async throws -> [UInt8] {
    let sink = ByteCollector()
    _ = try await transport.download(
      ObjectKey(RelativePath(Self.prefix + path.string)), into: sink.receive)
    return sink.bytes
  }

  private func localEntries() throws -> Set<RelativePath> {
    guard try FileStatus.ifExists(at: directory) != nil else { return [] }
    let listing = try walk(root: directory)
    return Set(listing.paths.indices.map { listing.paths.path($0) }.filter(Self.isEntry))
  }

  private func remoteEntries(_ transport: any Transport) async throws -> Set<RelativePath> {
    var found: Set<RelativePath> = []
    var token: ListToken?
    repeat {
      guard let page = try await page(transport, after: token) else { return [] }
      let paths = page.objects.compactMap { $0.key.path.dropping(prefix: RelativePath("runs")) }
      found.formUnion(paths.filter(Self.isEntry))
      token = page.next
    } while token != nil
    return found
  }

  /// A page of the remote's entries; nil when it cannot have any.
  private func page(_ transport: any Transport, after token: ListToken?) async throws -> ListPage? {
    do throws(TransportError) {
      return try await transport.list(prefix: Self.prefix, after: token)
    } catch {
      let hasNone =
        transport.isEmpty(after: error) || [.notFound, .unsupported].contains(error.kind)
      guard hasNone else { throw error }
      return nil
    }
  }

  /// `xx/<64 hex>/<64 hex>`; temporaries and strangers are passed over.
  private static func isEntry(_ path: RelativePath) -> Bool {
    let parts = path.components
    return parts.count == 3 && parts[0].count == 2 && parts[1].count == 64 && parts[2].count == 64
  }
}

package import Basics

/// A directory of another machine, reached by `ssh`: through `cairn serve` where that is installed, as
/// an SFTP server's otherwise. Both keep it alike.
package struct SSHTransport: Transport {
  private let route: SSHRoute

  package init(_ connector: SSHConnector, _ options: SSHOptions, _ request: TransportRequest) {
    route = SSHRoute(connector, options, request)
  }

  /// For the registry.
  package init(request: TransportRequest) throws(CairnError) {
    let options = try SSHOptions(request)
    self.init(SSHConnector(options, environment: request.environment), options, request)
  }

  package var traits: TransportTraits { route.likely.traits }

  package func stat(_ key: ObjectKey) async throws(TransportError) -> RemoteObject? {
    try await route.transport().stat(key)
  }

  package func download(
    _ key: ObjectKey, range: Range<Int64>?, into sink: @escaping ByteSink
  ) async throws(TransportError) -> RemoteObject {
    try await route.transport().download(key, range: range, into: sink)
  }

  package func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) async throws(TransportError) {
    try await route.transport().upload(source, to: key, verifying: check, progress: progress)
  }

  package func delete(_ keys: [ObjectKey]) async -> [ObjectKey: TransportError] {
    do throws(TransportError) {
      return try await route.transport().delete(keys)
    } catch {
      return Dictionary(keys.map { ($0, error.about($0)) }) { first, _ in first }
    }
  }

  package func list(
    prefix: String, after token: ListToken?, detail: ListDetail
  ) async throws(TransportError) -> ListPage {
    try await route.transport().list(prefix: prefix, after: token, detail: detail)
  }

  package func holds(_ names: DigestNames) async throws(TransportError) -> [Bool]? {
    try await route.transport().holds(names)
  }

  package func synchronize() async throws(TransportError) {
    try await route.transport().synchronize()
  }

  package func close() async {
    await route.close()
  }
}

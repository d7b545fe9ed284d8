package import Basics

/// Makes transports from the URLs and options of configured remotes.
///
/// The program registers what it has; who needs a transport gets the registry passed in.
package struct TransportRegistry: Sendable {
  private var factories: [String: TransportFactory] = [:]

  /// The scheme of remotes whose URL has none: a directory.
  package static let directoryScheme = ""

  /// The schemes that DVC 3.67 takes in a remote's URL.
  package static let schemesOfDVC: Set<String> = [
    "azure", "gdrive", "gs", "hdfs", "http", "https", "oss", "s3", "ssh", "webdav", "webdavs",
    "webhdfs",
  ]

  package init() {}

  /// Knows directories, S3, SSH, HTTP and WebDAV.
  package static var standard: TransportRegistry {
    var registry = TransportRegistry()
    registry.register(directoryScheme) { (request) throws(CairnError) in
      try DirectoryTransport(request: request)
    }
    registry.register("s3") { (request) throws(CairnError) in try S3Transport(request: request) }
    registry.register("ssh") { (request) throws(CairnError) in try SSHTransport(request: request) }
    for scheme in ["http", "https"] {
      registry.register(scheme) { (request) throws(CairnError) in
        try HTTPTransport(request: request)
      }
    }
    for scheme in ["webdav", "webdavs"] {
      registry.register(scheme) { (request) throws(CairnError) in
        try WebDAVTransport(request: request)
      }
    }
    return registry
  }

  /// The kinds of remotes that can be used, `local` for directories; sorted.
  package var kinds: [String] {
    factories.keys.map { $0 == Self.directoryScheme ? "local" : $0 }.sorted()
  }

  package mutating func register(_ scheme: String, _ factory: @escaping TransportFactory) {
    factories[scheme] = factory
  }

  /// A transport for a remote. Nothing is connected, read or written yet.
  ///
  /// - Throws: a refusal that names the kind of remote when it is not built, so that a command can
  ///   ask before it writes anything.
  package func transport(for request: TransportRequest) throws(CairnError) -> any Transport {
    guard let factory = factories[request.scheme] else { throw refusal(of: request.scheme) }
    return try factory(request)
  }

  private func refusal(of scheme: String) -> CairnError {
    guard Self.schemesOfDVC.contains(scheme) else {
      return CairnError("Unsupported URL type \(scheme)://", kind: .configuration)
    }
    return CairnError(
      "remotes of kind '\(scheme)' are not supported by Cairn yet", kind: .configuration,
      hints: ["Supported now: \(supported). DVC can still use this remote."])
  }

  private var supported: String {
    factories.keys.sorted()
      .map { $0 == Self.directoryScheme ? "directories" : "\($0)://" }
      .joined(separator: ", ")
  }
}

package typealias TransportFactory =
  @Sendable (TransportRequest) throws(CairnError) -> any Transport

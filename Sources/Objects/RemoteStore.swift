import Formats
package import Hashing
package import Transports

/// The objects of one hash algorithm in a remote.
package struct RemoteStore: Sendable {
  package let transport: any Transport
  package let algorithm: HashAlgorithm

  package init(transport: any Transport, algorithm: HashAlgorithm) {
    self.transport = transport
    self.algorithm = algorithm
  }

  package func key(_ id: ObjectID) -> ObjectKey {
    ObjectKey(ObjectLayout.path(id, algorithm))
  }

  package func contains(_ id: ObjectID) async throws(TransportError) -> Bool {
    do throws(TransportError) {
      return try await transport.stat(key(id)) != nil
    } catch  where transport.isEmpty(after: error) || error.kind == .notFound {
      return false
    }
  }

  /// What the bytes of `id` must hash to; tree objects are JSON and never have their lines changed.
  package func check(_ id: ObjectID) -> ContentCheck {
    ContentCheck(id.isTree ? .md5 : algorithm, id.digest)
  }
}

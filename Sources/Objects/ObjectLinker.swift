package import FileAccess
package import Hashing
import Synchronization
package import SystemPackage

/// Brings objects of a cache into the workspace by the first link type that works.
package final class ObjectLinker: Sendable {
  private let cache: LocalCache
  private let types: Mutex<[LinkType]>

  package init(_ cache: LocalCache) {
    self.cache = cache
    types = Mutex(cache.options.linkTypes)
  }

  /// The type that is tried next.
  package var preferredType: LinkType? { types.withLock(\.first) }

  /// Puts the file at `path`.
  ///
  /// A type that turns out not to work between these directories is not tried again.
  ///
  /// - Parameter isExecutable: gives the owner the right to execute it, through the link where it is one.
  /// - Throws: `NoLinkTypeError` when none of the configured types works.
  package func place(
    _ digest: Digest, at path: FilePath, isExecutable: Bool = false,
    placement: LinkPlacement = .replacing()
  ) throws {
    let probe = LinkProbe(types: types.withLock { $0 })
    let used = try probe.link(cache.path(ObjectID(digest)), to: path, placement: placement)
    if isExecutable { try addOwnerExecute(path) }
    guard used != probe.types.first, probe.types.contains(used) else { return }
    types.withLock { types in types.removeSubrange(..<(types.firstIndex(of: used) ?? 0)) }
  }

  /// Whether the file at `path` already is what `place` would make of it.
  func isLinked(_ path: FilePath, to digest: Digest) throws -> Bool {
    let status = try FileStatus(at: path, followingLinks: false)
    let object = cache.path(ObjectID(digest))
    switch preferredType {
    case .hardlink:
      return try status.size == 0 || FileStatus(at: object).inode == status.inode
    case .symlink:
      return try status.kind == .symlink && readLink(path) == object
    case .reflink, .copy, nil:
      if status.kind == .symlink { return false }
      return try status.linkCount == 1
        || FileStatus.ifExists(at: object)?.inode != status.inode
    }
  }
}

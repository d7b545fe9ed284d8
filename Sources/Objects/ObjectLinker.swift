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

  /// Whether the file with these bytes at `path` already is a link of one of the first `count` configured
  /// types: an ordinary file where copies are, whatever comes before them.
  func isLinked(
    _ listing: DirectoryListing, _ index: Int, at path: FilePath, to digest: Digest,
    byFirst count: Int = .max
  ) throws -> Bool {
    let (status, isSymlink) = (listing.statuses[index], listing.isSymlink[index])
    let isPlain = status.linkCount == 1 && !isSymlink
    let object = cache.path(ObjectID(digest))
    for type in cache.options.linkTypes.prefix(count) {
      switch type {
      case .reflink, .copy: if isPlain { return true }
      case .hardlink:
        if status.linkCount > 1, let stored = try FileStatus.ifExists(at: object) {
          return stored.inode == status.inode
        }
        // Objects without bytes are copied.
        if isPlain, status.size == 0, status.permissions == defaultFileMode { return true }
      case .symlink: if isSymlink { return try readLink(path) == object }
      }
    }
    return false
  }

  /// Whether a file is a copy, and copies are what is wanted most: nothing has to be asked then.
  func isPlainCopy(_ listing: DirectoryListing, _ index: Int) -> Bool {
    switch cache.options.linkTypes.first {
    case .reflink, .copy: listing.statuses[index].linkCount == 1 && !listing.isSymlink[index]
    case .hardlink, .symlink, nil: false
    }
  }

  /// Whether a file becomes a copy of its object, by blocks shared or not.
  var makesCopies: Bool { cache.options.linkTypes.first { $0 != .reflink } == .copy }

  /// The mode of a file that is a copy.
  var copyMode: UInt32 {
    let isForGroup = cache.options.isGroupShared && cache.options.linkTypes.first == .copy
    return isForGroup ? 0o664 : defaultFileMode
  }
}

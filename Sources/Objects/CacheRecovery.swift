import Basics
import FileAccess
package import Hashing
import SystemPackage
import Glibc

/// Finds objects of a cache that lost their bytes because the power failed before they were synced.
package struct CacheRecovery: Sendable {
  private let caches: [LocalCache]

  /// - Parameter caches: all layouts below one root.
  package init(_ caches: [LocalCache]) {
    self.caches = caches
  }

  /// Looks at what commands left that did not come to their end.
  ///
  /// After a mere kill the bytes are synced; after a power failure all objects that are as young as the
  /// mark are read, and those with wrong bytes moved to `.cairn/quarantine`.
  ///
  /// - Returns: the objects that were moved.
  package func run() throws -> [ObjectID] {
    guard let root = caches.first?.root else { return [] }
    let directory = UnsyncedMark.directory(of: root)
    var damaged: [ObjectID] = []
    for name in try directoryNames(directory) {
      let path = directory.appending(String(decoding: name, as: UTF8.self))
      let mark = try OpenFile(path, flags: O_RDONLY)
      guard try mark.tryToLock() else { continue }
      if try readFile(path) != currentBoot() {
        damaged += try quarantineDamaged(since: mark.status().modified)
      }
      try syncFileSystem(holding: root)
      try removeFile(path)
    }
    return damaged
  }

  private func quarantineDamaged(since moment: Int64) throws -> [ObjectID] {
    try caches.flatMap { cache in
      try cache.objects().filter { id in
        let path = cache.path(id)
        guard try FileStatus(at: path).changed >= moment,
          try hashFile(path, algorithm: cache.algorithm(of: id)).digest != id.digest
        else { return false }
        try cache.quarantine(id)
        return true
      }
    }
  }
}

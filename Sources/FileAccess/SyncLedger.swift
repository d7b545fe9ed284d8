import Basics
package import SystemPackage
import Synchronization

/// The file systems that a command wrote to and that were not synced since.
///
/// A command that ends well settles it, so that what it promised survives a power failure: one call
/// for each file system, whatever the number of files.
package final class SyncLedger: Sendable {
  /// False for users who chose speed; nothing is synced then.
  package let isEnabled: Bool
  private let places = Mutex<[FilePath]>([])

  package init(isEnabled: Bool) {
    self.isEnabled = isEnabled
  }

  /// Notes that something was written below `directory`.
  package func note(_ directory: FilePath) {
    guard isEnabled else { return }
    places.withLock { places in
      if !places.contains(directory) { places.append(directory) }
    }
  }

  /// Waits until all that was noted is on the disk.
  package func settle() throws(FileError) {
    var devices: Set<UInt64> = []
    for place in places.withLock({ $0 }) {
      guard let status = try FileStatus.ifExists(at: place) else { continue }
      if devices.insert(status.device).inserted { try syncFileSystem(holding: place) }
    }
    places.withLock { $0 = [] }
  }
}

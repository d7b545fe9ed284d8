import Basics
package import FileAccess
package import SystemPackage
import Glibc
import Synchronization

/// A file in the cache that says: objects are being stored whose bytes may not be on the disk yet.
///
/// When the power fails, a file system may keep the name of such an object and lose its bytes. The mark
/// is on the disk before the first object gets its name, and goes when all are synced. One that is left
/// from before the last boot tells which objects must be read again (`CacheRecovery`). Its owner holds a
/// lock on it, so that nobody takes it for a leftover.
package final class UnsyncedMark: Sendable {
  private let cacheRoot: FilePath
  private let ledger: SyncLedger
  private let held = Mutex<HeldFile?>(nil)

  package init(cacheRoot: FilePath, ledger: SyncLedger) {
    self.cacheRoot = cacheRoot
    self.ledger = ledger
  }

  /// Whether what is stored is synced before the command ends.
  var isEnabled: Bool { ledger.isEnabled }

  /// Leaves the mark, once; called before an object gets its name.
  func set() throws(FileError) {
    guard ledger.isEnabled else { return }
    ledger.note(cacheRoot)
    try held.withLock { (held) throws(FileError) in
      if held == nil { held = try HeldFile(in: Self.directory(of: cacheRoot)) }
    }
  }

  /// Takes the mark away; called when everything is synced.
  package func clear() throws(FileError) {
    let file = held.withLock { held in
      defer { held = nil }
      return held
    }
    if let file { try removeFile(file.path) }
  }

  static func directory(of cacheRoot: FilePath) -> FilePath {
    cacheRoot.appending(".cairn/unsynced")
  }
}

/// The mark while it is locked.
private final class HeldFile: Sendable {
  private let file: OpenFile
  var path: FilePath { file.path }

  init(in directory: FilePath) throws(FileError) {
    try makeDirectories(directory)
    file = try OpenFile.creating(directory.appending(uniqueToken()))
    _ = try file.tryToLock()  // nobody else knows the name
    try file.write(try currentBoot())
    try file.sync()
    try OpenFile(directory, .sync, flags: O_RDONLY).sync()
  }
}

/// What is different after every start of the machine.
func currentBoot() throws(FileError) -> [UInt8] {
  try readFileIfExists("/proc/sys/kernel/random/boot_id") ?? []
}

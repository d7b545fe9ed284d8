import FileAccess
import Glibc
import SystemPackage

/// The name under which the beginning of an object outlives the process, and the record of what is there.
///
/// Whoever works at it holds a lock on the file, which ends with the process.
struct PartialObject: ~Copyable {
  static let recordSuffix = ".ranges"

  private let path: FilePath
  let record: PartialRecord

  /// Goes on with the file at `path`, which `file` has open.
  ///
  /// - Throws: when it is of no use, or somebody else is at work with it.
  init(continuing path: FilePath, _ file: borrowing OpenFile) throws(FileError) {
    guard try file.tryToLock() else { throw FileError(.lock, path, .wouldBlock) }
    do {
      record = try PartialRecord(continuing: Self.record(path))
    } catch {
      Self.remove(path)
      throw error
    }
    self.path = path
  }

  fileprivate init(_ path: FilePath, _ record: consuming PartialRecord) {
    self.path = path
    self.record = record
  }

  /// Takes its name and its record away.
  func remove() { Self.remove(path) }

  /// Opens the file at `path` and locks it, so that nobody goes on with it meanwhile.
  ///
  /// - Throws: `wouldBlock` when somebody is at work with it.
  static func claim(_ path: FilePath) throws(FileError) -> OpenFile {
    let file = try OpenFile(path, flags: O_RDONLY | O_NOFOLLOW)
    guard try file.tryToLock() else { throw FileError(.lock, path, .wouldBlock) }
    return file
  }

  /// What stays is swept later.
  static func remove(_ path: FilePath) {
    _ = try? removeFile(record(path))
    _ = try? removeFile(path)
  }

  /// Takes away what lies at `path`, which the caller has claimed.
  static func remove(_ path: FilePath, claimed file: borrowing OpenFile) throws(FileError) {
    try removeFile(record(path))
    try removeFile(path)
  }

  fileprivate static func record(_ path: FilePath) -> FilePath {
    FilePath(path.string + recordSuffix)
  }
}

extension TemporaryFile {
  /// Gives the file a second name, `path`, under which it stays.
  ///
  /// - Throws: when there is something already, or the file system has no second names.
  func keep(at path: FilePath, size: Int64?) throws -> PartialObject {
    guard try file.tryToLock() else { throw FileError(.lock, path, .wouldBlock) }
    try file.setMode(0o600)  // whoever goes on must be able to write
    try link(self.path, to: path, type: .hardlink, placement: .new)
    do {
      return PartialObject(
        path, try PartialRecord(creating: PartialObject.record(path), size: size))
    } catch {
      PartialObject.remove(path)
      throw error
    }
  }
}

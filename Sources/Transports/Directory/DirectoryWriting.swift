import FileAccess
import SystemPackage

/// One upload to a directory, piece by piece: what was written is in a temporary until it is published,
/// and goes with the last reference.
final class DirectoryWriting {
  private let store: DirectoryStore
  private let key: ObjectKey
  private let isChecked: Bool
  private var temporary: TemporaryFile?
  private(set) var writeback: Writeback

  /// Makes the temporary, and the directory of the object.
  ///
  /// - Parameter isChecked: whether the bytes are made sure of before they are published, and become
  ///   0444.
  init(_ store: DirectoryStore, _ key: ObjectKey, isChecked: Bool) throws(TransportError) {
    self.store = store
    self.key = key
    self.isChecked = isChecked
    writeback = Writeback(isWanted: store.options.isSynced)
    do throws(FileError) {
      try store.parents.make(for: key, mode: isChecked ? store.options.directoryMode : nil)
      temporary = .some(try store.temporaries.create(for: store.path(of: key)))
    } catch {
      throw store.failure(error, of: key)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    do { try temporary?.file.write(bytes) } catch { throw store.failure(error, of: key) }
    if let range = writeback.note(bytes.count) { temporary?.file.startWriteback(range) }
  }

  func write(_ bytes: [UInt8]) throws(TransportError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(TransportError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Gives what was written its name; called once, when all is there.
  func publish() throws(TransportError) {
    guard let temporary = temporary.take() else { return }
    do throws(FileError) {
      if isChecked { try temporary.file.makeReadOnly() }
      try temporary.file.surfaceDelayedErrors()
      try FailPoint.hit("directory-publish", temporary.path)
      try temporary.publish(as: store.path(of: key))
    } catch {
      throw store.failure(error, of: key)
    }
  }
}

extension DirectoryStore {
  /// What went wrong with an upload, told of the object rather than of its temporary.
  ///
  /// A directory that is gone was removed or unmounted under us, and is worth another try, which
  /// finds out.
  func failure(_ error: FileError, of key: ObjectKey) -> TransportError {
    let path = error.path == root ? root : path(of: key)
    var failure = TransportError(FileError(error.operation, path, error.errno), key: key)
    guard failure.kind == .notFound else { return failure }
    parents.forget()
    failure.kind = error.path == root ? .noRoot : .interrupted
    return failure
  }
}

extension OpenFile {
  /// Gives the file the mode of DVC's objects; file systems that know no modes may refuse.
  fileprivate func makeReadOnly() throws(FileError) {
    do {
      try setMode(0o444)
    } catch  where error.isRefusedMode {
      return
    }
  }

  /// Makes a network folder say now that its disk is full: it does when a descriptor is closed.
  fileprivate func surfaceDelayedErrors() throws(FileError) {
    do {
      try FileDescriptor(rawValue: descriptor).duplicate().close()
    } catch {
      throw FileError(.write, path, error as? Errno ?? .ioError)
    }
  }
}

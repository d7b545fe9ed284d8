import Basics
import FileAccess
import SystemPackage

extension DirectoryStore {
  func upload(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) throws(TransportError) {
    let attempt = RevocableProgress(progress)
    do throws(TransportError) {
      try uploadOnce(source, to: key, verifying: check, progress: attempt)
    } catch  where error.isCrossDevice {
      attempt.revoke()
      temporaries.stayBesideTargets()
      try uploadOnce(source, to: key, verifying: check, progress: progress)
    }
  }

  private func uploadOnce(
    _ source: UploadSource, to key: ObjectKey, verifying check: ContentCheck?,
    progress: any ProgressObserver
  ) throws(TransportError) {
    var reader = try SourceReader(source, for: key, verifying: check)
    let temporary = try here(key) { () throws(FileError) in
      try parents.make(for: key, mode: check == nil ? nil : options.directoryMode)
      return try temporaries.create(for: path(of: key))
    }
    try copy(&reader, into: temporary.file, key, progress)
    try reader.finish()
    try here(key) { () throws(FileError) in
      if check != nil { try temporary.file.makeReadOnly() }
      try temporary.file.surfaceDelayedErrors()
      try FailPoint.hit("directory-publish", temporary.path)
    }
    do { try temporary.publish(as: path(of: key)) } catch { throw failure(error, of: key) }
  }

  private func copy(
    _ reader: inout SourceReader, into file: borrowing OpenFile, _ key: ObjectKey,
    _ progress: any ProgressObserver
  ) throws(TransportError) {
    let piece = PieceBuffer(capacity: reader.pieceSize)
    while true {
      try checkCancellation(key)
      let count = try reader.read(into: piece.bytes)
      if count == 0 { return }
      do { try file.write(UnsafeRawBufferPointer(piece.prefix(count))) } catch {
        throw failure(error, of: key)
      }
      progress.observe(.advanced(files: 0, bytes: Int64(count)))
    }
  }

  private func here<Value: ~Copyable>(
    _ key: ObjectKey, _ body: () throws(FileError) -> Value
  ) throws(TransportError) -> Value {
    do { return try body() } catch { throw failure(error, of: key) }
  }

  /// What went wrong with an upload, told of the object rather than of its temporary.
  ///
  /// A directory that is gone was removed or unmounted under us, and is worth another try, which
  /// finds out.
  private func failure(_ error: FileError, of key: ObjectKey) -> TransportError {
    let path = error.path == root ? root : path(of: key)
    var failure = TransportError(FileError(error.operation, path, error.errno), key: key)
    guard failure.kind == .notFound else { return failure }
    parents.forget()
    failure.kind = error.path == root ? .noRoot : .interrupted
    return failure
  }
}

extension TransportError {
  fileprivate var isCrossDevice: Bool { (cause as? FileError)?.errno == .improperLink }
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

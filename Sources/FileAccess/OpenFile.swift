import Glibc
import Synchronization
package import SystemPackage

/// An open file, closed when its owner lets go of it.
package struct OpenFile: ~Copyable, Sendable {
  package let descriptor: CInt
  /// The path it was opened by, for messages.
  package let path: FilePath
  private let isLocked = Atomic(false)

  /// Opens a file; always closed on exec.
  package init(
    _ path: FilePath, _ operation: FileError.Operation = .open, flags: CInt, mode: UInt32 = 0o666
  ) throws(FileError) {
    descriptor = try systemCall(operation, path) {
      path.withPlatformString { open($0, flags | O_CLOEXEC, mode) }
    }
    self.path = path
  }

  /// Opens a regular file for reading; anything else is refused without waiting for it.
  package static func reading(_ path: FilePath) throws(FileError) -> OpenFile {
    let file = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK)
    switch try file.status().kind {
    case .file: return file
    case .directory: throw FileError(.read, path, .isDirectory)
    default: throw FileError(.read, path, .invalidArgument)
    }
  }

  /// Creates a file that must not exist yet; the kernel takes the umask off `mode`.
  package static func creating(_ path: FilePath, mode: UInt32 = 0o666) throws(FileError) -> OpenFile
  {
    try OpenFile(path, .create, flags: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
  }

  /// Takes over a descriptor that is already open.
  init(descriptor: CInt, path: FilePath) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    // A child that is being started has a copy of the descriptor for a moment, and with it the lock.
    if isLocked.load(ordering: .relaxed) { flock(descriptor, LOCK_UN) }
    close(descriptor)
  }

  package func status() throws(FileError) -> FileStatus {
    var raw = stat()
    try systemCall(.status, path) { fstat(descriptor, &raw) }
    return FileStatus(raw)
  }

  /// Reads up to the size of `buffer`; 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try systemCall(.read, path) { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
  }

  /// Reads up to the size of `buffer` from `offset` on; 0 at the end of the file.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(FileError) -> Int {
    try systemCall(.read, path) {
      pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    }
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = try systemCall(.write, path) {
        Glibc.write(descriptor, part.baseAddress, part.count)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes all of `bytes` from `offset` on.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let position = off_t(offset) + off_t(bytes.count - part.count)
      let count = try systemCall(.write, path) {
        pwrite(descriptor, part.baseAddress, part.count, position)
      }
      rest = rest.dropFirst(count)
    }
  }

  package func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Moves to `offset`, from which the next read or write starts.
  package func seek(to offset: Int64) throws(FileError) {
    try systemCall(.read, path) { lseek(descriptor, off_t(offset), SEEK_SET) }
  }

  package func truncate(to size: Int64) throws(FileError) {
    try systemCall(.write, path) { ftruncate(descriptor, off_t(size)) }
  }

  package func setMode(_ mode: UInt32) throws(FileError) {
    try systemCall(.changeMode, path) { fchmod(descriptor, mode) }
  }

  /// Takes an exclusive `flock`, which ends when the file is closed; false when somebody else holds it.
  package func tryToLock() throws(FileError) -> Bool {
    switch systemCall({ flock(descriptor, LOCK_EX | LOCK_NB) }) {
    case .success:
      isLocked.store(true, ordering: .relaxed)
      return true
    case .failure(.wouldBlock): return false
    case .failure(let errno): throw FileError(.lock, path, errno)
    }
  }

  /// Waits until the file is on the disk.
  package func sync() throws(FileError) {
    try systemCall(.sync, path) { fsync(descriptor) }
  }
}

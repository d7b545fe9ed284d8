import Basics
import CPlatform
import Glibc
import Synchronization
package import SystemPackage

/// A file under a unique name (`.` and 22 characters and `.tmp`) that is removed when its owner lets go of it,
/// or by a signal, unless it was published.
package struct TemporaryFile: ~Copyable {
  package let path: FilePath
  package let file: OpenFile
  private let registration: TemporaryRegistration

  /// Creates an empty file in `directory`, which must exist; the kernel takes the umask off `mode`.
  package init(in directory: FilePath, mode: UInt32 = 0o666) throws(FileError) {
    let path = temporaryPath(in: directory)
    registration = TemporaryRegistration(path)
    file = try OpenFile.creating(path, mode: mode)
    self.path = path
  }

  /// Gives a file that is there a second name in `directory`, to go on writing to it.
  package init(linking existing: FilePath, in directory: FilePath) throws(FileError) {
    let path = temporaryPath(in: directory)
    registration = TemporaryRegistration(path)
    try hardlinkOnce(existing, to: path)
    file = try OpenFile(path, flags: O_RDWR | O_NOFOLLOW)
    self.path = path
  }

  deinit {
    registration.removeUnlessPublished()
  }

  /// Gives the file its final name, replacing what is there.
  package consuming func publish(as destination: FilePath) throws(FileError) {
    try renameFile(path, to: destination)
    registration.isPublished = true
  }
}

/// A name for something that is not a regular file (a link), removed like a `TemporaryFile`.
struct TemporaryName: ~Copyable {
  let path: FilePath
  private let registration: TemporaryRegistration

  init(in directory: FilePath) {
    path = temporaryPath(in: directory)
    registration = TemporaryRegistration(path)
  }

  deinit {
    registration.removeUnlessPublished()
  }

  /// Gives what was made here its final name, replacing what is there.
  ///
  /// Renaming one hard link of a file over another does nothing, so this name is removed afterwards.
  consuming func publish(as destination: FilePath) throws(FileError) {
    try renameFile(path, to: destination)
  }
}

/// A path that the signal handler unlinks while this lives.
private final class TemporaryRegistration {
  private let path: FilePath
  private let slot: CInt
  var isPublished = false

  init(_ path: FilePath) {
    self.path = path
    slot = path.withPlatformString { cairn_register_temporary($0) }
  }

  func removeUnlessPublished() {
    if !isPublished {
      _ = try? removeFile(path)  // nobody is left to be told, and its name is a temporary's
    }
  }

  deinit {
    cairn_forget_temporary(slot)
  }
}

/// Where to build what gets its name at `destination` by a rename: in `preferred`, out of sight, but
/// beside the destination when that is on another file system or hands down a group of its own.
///
/// Both directories are made if need be.
package func temporaryHome(
  for destination: FilePath, preferred: FilePath
) throws(FileError) -> FilePath {
  let parent = destination.directory
  try makeDirectories(parent)
  try makeDirectories(preferred)
  let (there, here) = (try FileStatus(at: parent), try FileStatus(at: preferred))
  let handsDownItsGroup = there.mode & 0o2000 != 0
  return handsDownItsGroup || there.device != here.device ? parent : preferred
}

/// A path in `directory` that nothing has: a name of 22 characters.
package func temporaryPath(in directory: FilePath) -> FilePath {
  directory.appending("." + uniqueToken() + ".tmp")
}

/// 22 characters that are safe in names and URLs: more than 90 random bits of this process, and a number.
package func uniqueToken() -> String {
  // Asking for random numbers each time would be a system call.
  let number = tokenCount.wrappingAdd(1, ordering: .relaxed).newValue
  let words = (tokenSeed.0, tokenSeed.1, number)
  return String(unsafeUninitializedCapacity: 22) { characters in
    for index in 0..<22 {
      let word = index < 8 ? words.0 : index < 16 ? words.1 : words.2
      characters[index] = tokenAlphabet[Int(word >> (6 * (index % 8)) & 63)]
    }
    return 22
  }
}

private let tokenSeed = (
  UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)
)
private let tokenCount = Atomic<UInt64>(0)
private let tokenAlphabet = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

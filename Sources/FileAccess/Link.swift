import Basics
import CPlatform
import Glibc
package import SystemPackage

/// Whether a link may take the place of what is at its path.
package enum LinkPlacement: Sendable, Equatable {
  /// In one step, replacing a file that is there.
  ///
  /// What is not finished lies in `temporaries`, or beside the target without one, or where the target is
  /// on another file system.
  case replacing(temporaries: FilePath? = nil)
  /// Nothing may be there. When it fails nothing is left, but a process that dies leaves a half-written
  /// copy: only for a directory that nobody sees yet, where it saves a rename.
  case new
}

/// Makes `target` a file with the bytes of `object`.
///
/// Reflinks and copies get mode 0666 less the umask, hardlinks keep the object's mode. An empty object is
/// never hardlinked: a new empty file is made, so that thousands of empty files do not share one.
///
/// - Parameters:
///   - object: an absolute path, which a symbolic link points to.
///   - target: in a directory that exists.
/// - Throws: `FileError`, which may be a reason to try the next type, or `InterruptionError`.
package func link(
  _ object: FilePath, to target: FilePath, type: LinkType, placement: LinkPlacement = .replacing()
) throws {
  precondition(object.isAbsolute || type != .symlink)
  switch type {
  case .reflink: try makeFile(target, placement) { file in try reflink(object, to: file) }
  case .copy: try makeFile(target, placement) { file in try copyContent(of: object, to: file) }
  case .symlink:
    try makeName(target, placement) { (name) throws(FileError) in try symlinkOnce(object, to: name)
    }
  case .hardlink:
    if try FileStatus(at: object).size == 0 {
      try makeFile(target, placement) { _ in }
    } else {
      try makeName(target, placement) { (name) throws(FileError) in
        try hardlinkOnce(object, to: name)
      }
    }
  }
}

/// Gives the owner the right to execute what is at `path`, following a symbolic link.
package func addOwnerExecute(_ path: FilePath) throws(FileError) {
  let status = try FileStatus(at: path)
  if !status.isExecutable { try setMode(status.permissions | 0o100, of: path) }
}

/// Makes a regular file and fills it.
private func makeFile(
  _ target: FilePath, _ placement: LinkPlacement, _ fill: (borrowing OpenFile) throws -> Void
) throws {
  switch placement {
  case .replacing(let directory):
    try replace(target, temporaries: directory) { directory in
      let temporary = try TemporaryFile(in: directory)
      do {
        try fill(temporary.file)
      } catch let error as FileError {
        throw error.naming(target, insteadOf: temporary.path)
      }
      try temporary.publish(as: target)
    }
  case .new:
    let file = try OpenFile.creating(target)
    do {
      try fill(file)
    } catch {
      try removeFile(target)
      throw error
    }
  }
}

/// Makes a link, under its own name if nothing is there.
private func makeName(
  _ target: FilePath, _ placement: LinkPlacement, _ make: (FilePath) throws(FileError) -> Void
) throws {
  do throws(FileError) {
    try make(target)
  } catch {
    guard error.errno == .fileExists, case .replacing(let directory) = placement else {
      throw error
    }
    try replace(target, temporaries: directory) { directory in
      let temporary = TemporaryName(in: directory)
      do throws(FileError) {
        try make(temporary.path)
      } catch {
        throw error.naming(target, insteadOf: temporary.path)
      }
      try temporary.publish(as: target)
    }
  }
}

/// Builds what replaces `target` in `temporaries`, or beside it when the two are on different file systems.
private func replace(
  _ target: FilePath, temporaries: FilePath?, _ body: (_ directory: FilePath) throws -> Void
) throws {
  do {
    try body(temporaries ?? target.directory)
  } catch let error as FileError
    where temporaries != nil && error.errno == .improperLink && error.destination == target
  {
    try body(target.directory)
  }
}

extension FileError {
  /// The same error about the file that the user knows, not about a temporary.
  func naming(_ path: FilePath, insteadOf temporary: FilePath) -> FileError {
    var error = self
    if error.path == temporary { error.path = path }
    if error.destination == temporary { error.destination = path }
    return error
  }
}

func hardlinkOnce(_ object: FilePath, to target: FilePath) throws(FileError) {
  try FailPoint.hit("hardlink", target)
  try systemCall(.link, object, to: target) {
    object.withPlatformString { from in target.withPlatformString { Glibc.link(from, $0) } }
  }
}

private func symlinkOnce(_ object: FilePath, to target: FilePath) throws(FileError) {
  try FailPoint.hit("symlink", target)
  try systemCall(.link, object, to: target) {
    object.withPlatformString { from in target.withPlatformString { symlink(from, $0) } }
  }
}

private func reflink(_ object: FilePath, to file: borrowing OpenFile) throws(FileError) {
  try FailPoint.hit("reflink", file.path)
  let source = try OpenFile.reading(object)
  let (from, to) = (source.descriptor, file.descriptor)
  try systemCall(.link, object, to: file.path) { cairn_reflink(to, from) }
}

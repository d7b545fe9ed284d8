import FileAccess
import SystemPackage

/// The open file, or the bytes, that an upload reads.
enum SourceInput {
  case file(SourceFile)
  case bytes([UInt8])

  init(opening content: UploadSource.Content) throws(FileError) {
    switch content {
    case .bytes(let bytes): self = .bytes(bytes)
    case .file(let path):
      self = .file(try SourceFile(path))
    }
  }

  /// What there was to read when it was opened, in bytes.
  var size: Int64 {
    switch self {
    case .file(let source): source.opened.size
    case .bytes(let bytes): Int64(bytes.count)
    }
  }

  /// Fills `buffer` from `offset` as far as the input goes; returns how many bytes came.
  func read(
    at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    switch self {
    case .file(let source): return try source.file.fill(buffer, from: offset)
    case .bytes(let bytes):
      let part = bytes[Int(offset)...].prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
  }

  /// Whether a file is as it was when it was opened.
  func isUnchanged() throws(FileError) -> Bool {
    switch self {
    case .file(let source): try source.file.status().isUnchanged(since: source.opened)
    case .bytes: true
    }
  }
}

/// A file to upload, and how it was when it was opened.
final class SourceFile {
  let file: OpenFile
  let opened: FileStatus

  init(_ path: FilePath) throws(FileError) {
    file = try OpenFile.reading(path)
    opened = try file.status()
  }
}

extension OpenFile {
  /// Fills `buffer` from `offset` as far as the file goes; returns how many bytes came.
  func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from offset: Int64
  ) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try read(into: room, at: offset + Int64(filled))
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

import Glibc

/// What SFTP tells of a file; each part only where the server sends it.
struct SFTPAttributes: Sendable, Equatable {
  enum Kind: Sendable {
    case file
    case directory
    case symlink
    case other
  }

  var size: UInt64?
  /// The whole mode: type and permission bits.
  var mode: UInt32?
  /// Seconds since 1970.
  var modified: UInt32?

  /// Nil when the server does not tell.
  var kind: Kind? {
    mode.map { mode in
      switch mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      default: .other
      }
    }
  }
}

extension SFTPAttributes {
  private struct Flags {
    static let size: UInt32 = 1
    static let owner: UInt32 = 2
    static let mode: UInt32 = 4
    static let times: UInt32 = 8
    static let extended: UInt32 = 0x8000_0000
  }

  init(_ reader: inout PacketReader) throws(PacketError) {
    let flags = try reader.word()
    if flags & Flags.size != 0 { size = try reader.long() }
    if flags & Flags.owner != 0 { _ = try reader.long() }
    if flags & Flags.mode != 0 { mode = try reader.word() }
    if flags & Flags.times != 0 {
      _ = try reader.word()
      modified = try reader.word()
    }
    guard flags & Flags.extended != 0 else { return }
    for _ in 0..<(try reader.word()) {
      _ = try reader.string()
      _ = try reader.string()
    }
  }

  func write(to packet: inout Packet) {
    packet.append((size == nil ? 0 : Flags.size) | (mode == nil ? 0 : Flags.mode))
    if let size { packet.append(size) }
    if let mode { packet.append(mode) }
  }
}

/// What a server is asked to do.
struct SFTPRequest: Sendable {
  var packet: Packet
  /// Whether the server may be silent for ten times as long as usual.
  var isSlow = false

  private init(_ packet: Packet, isSlow: Bool = false) {
    self.packet = packet
    self.isSlow = isSlow
  }
}

// Files.
extension SFTPRequest {
  struct OpenFlags: OptionSet {
    let rawValue: UInt32
    static let read = OpenFlags(rawValue: 1)
    static let write = OpenFlags(rawValue: 2)
    static let create = OpenFlags(rawValue: 8)
    static let exclusive = OpenFlags(rawValue: 32)
  }

  /// - Parameter mode: that a new file gets, less the server's umask.
  static func open(_ path: [UInt8], _ flags: OpenFlags, mode: UInt32? = nil) -> SFTPRequest {
    var packet = Packet(.open, path)
    packet.append(flags.rawValue)
    SFTPAttributes(mode: mode).write(to: &packet)
    return SFTPRequest(packet)
  }

  static func close(_ handle: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.close, handle))
  }

  static func read(_ handle: [UInt8], at offset: Int64, count: Int) -> SFTPRequest {
    var packet = Packet(.read, handle)
    packet.append(UInt64(offset))
    packet.append(UInt32(count))
    return SFTPRequest(packet)
  }

  /// Writes at most `capacity` bytes, which `fill` gives, and returns how many it gave.
  static func write(
    _ handle: [UInt8], at offset: Int64, capacity: Int,
    _ fill: (UnsafeMutableRawBufferPointer) throws(TransportError) -> Int
  ) throws(TransportError) -> (request: SFTPRequest, count: Int) {
    var packet = Packet(.write, capacity: capacity + handle.count + 32)
    packet.append(handle)
    packet.append(UInt64(offset))
    let count = try packet.append(capacity: capacity, fill)
    return (SFTPRequest(packet), count)
  }

  static func attributes(ofHandle handle: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.handleStatus, handle))
  }

  static func setMode(_ mode: UInt32, ofHandle handle: [UInt8]) -> SFTPRequest {
    var packet = Packet(.setHandleStatus, handle)
    SFTPAttributes(mode: mode).write(to: &packet)
    return SFTPRequest(packet)
  }

  /// Waits until the file is on the disk. Only with `features.synchronizes`.
  static func synchronize(_ handle: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(extension: SFTPFeatures.synchronize, handle), isSlow: true)
  }
}

// Names.
extension SFTPRequest {
  /// What is at `path`, following symbolic links.
  static func attributes(_ path: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.status, path))
  }

  static func openDirectory(_ path: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.openDirectory, path))
  }

  static func readDirectory(_ handle: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.readDirectory, handle))
  }

  static func makeDirectory(_ path: [UInt8]) -> SFTPRequest {
    var packet = Packet(.makeDirectory, path)
    SFTPAttributes().write(to: &packet)
    return SFTPRequest(packet)
  }

  static func removeDirectory(_ path: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.removeDirectory, path))
  }

  static func remove(_ path: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.remove, path))
  }

  /// Fails when the target exists.
  static func rename(_ path: [UInt8], to target: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(.rename, path, target))
  }

  /// Replaces the target. Only with `features.renamesOver`.
  static func renameOver(_ path: [UInt8], to target: [UInt8]) -> SFTPRequest {
    SFTPRequest(Packet(extension: SFTPFeatures.renameOver, path, target))
  }

  /// Asks for `SFTPFeatures.apply(limits:)`.
  static var limits: SFTPRequest { SFTPRequest(Packet(extension: SFTPFeatures.limits)) }
}

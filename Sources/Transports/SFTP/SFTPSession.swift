import Synchronization

/// A server that has said hello, and the requests that it takes.
final class SFTPSession: Sendable {
  let channel: SFTPChannel
  let features: SFTPFeatures
  /// Calls that are using the session.
  private let users = Atomic<Int>(0)

  /// Bytes that are on their way at a time, over all transfers.
  private static let budget = 4 << 20

  /// Waits for the server to answer the greeting.
  init(_ channel: SFTPChannel) async throws(TransportError) {
    self.channel = channel
    do throws(SFTPError) {
      features = try await Self.negotiate(channel)
    } catch {
      channel.startClosing()
      throw TransportError(error, path: [], key: nil)
    }
  }

  private static func negotiate(_ channel: SFTPChannel) async throws(SFTPError) -> SFTPFeatures {
    guard case .version(3..., let extensions) = try await channel.greeting.reply() else {
      throw .broken(
        TransportError(.unsupported, detail: "the server does not speak version 3 of SFTP"))
    }
    var features = SFTPFeatures(extensions: extensions)
    guard features.tellsLimits else { return features }
    let limits = try await channel.send(SFTPPacket(extension: SFTPFeatures.limits)).extended()
    try? features.apply(limits: limits)  // a short answer leaves what every server takes
    return features
  }

  var isOpen: Bool { channel.isOpen }

  var load: Int { users.load(ordering: .relaxed) }

  func enter() { users.add(1, ordering: .relaxed) }

  func leave() { users.subtract(1, ordering: .relaxed) }

  /// How many requests of `size` bytes one of the transfers may have on their way now.
  func window(of size: Int) -> Int {
    max(2, Self.budget / size / max(1, load))
  }
}

// The requests.
extension SFTPSession {
  struct OpenFlags: OptionSet {
    let rawValue: UInt32
    static let read = OpenFlags(rawValue: 1)
    static let write = OpenFlags(rawValue: 2)
    static let create = OpenFlags(rawValue: 8)
    static let exclusive = OpenFlags(rawValue: 32)
  }

  func open(_ path: [UInt8], _ flags: OpenFlags) -> SFTPPending {
    var packet = SFTPPacket(.open, path)
    packet.append(flags.rawValue)
    SFTPAttributes().write(to: &packet)
    return channel.send(packet)
  }

  @discardableResult func close(_ handle: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.close, handle))
  }

  func read(_ handle: [UInt8], at offset: Int64, count: Int) -> SFTPPending {
    var packet = SFTPPacket(.read, handle)
    packet.append(UInt64(offset))
    packet.append(UInt32(count))
    return channel.send(packet)
  }

  func attributes(ofHandle handle: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.handleStatus, handle))
  }

  /// Of what is at `path`, following symbolic links.
  func attributes(_ path: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.status, path))
  }

  func setMode(_ mode: UInt32, ofHandle handle: [UInt8]) -> SFTPPending {
    var packet = SFTPPacket(.setHandleStatus, handle)
    SFTPAttributes(mode: mode).write(to: &packet)
    return channel.send(packet)
  }

  func openDirectory(_ path: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.openDirectory, path))
  }

  func readDirectory(_ handle: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.readDirectory, handle))
  }

  func makeDirectory(_ path: [UInt8]) -> SFTPPending {
    var packet = SFTPPacket(.makeDirectory, path)
    SFTPAttributes().write(to: &packet)
    return channel.send(packet)
  }

  @discardableResult func removeDirectory(_ path: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.removeDirectory, path))
  }

  func remove(_ path: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.remove, path))
  }

  /// Fails when the target exists.
  func rename(_ path: [UInt8], to target: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(.rename, path, target))
  }

  /// Replaces the target. Only with `features.renamesOver`.
  func renameOver(_ path: [UInt8], to target: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(extension: SFTPFeatures.renameOver, path, target))
  }

  /// Waits until the file is on the disk. Only with `features.synchronizes`.
  func synchronize(_ handle: [UInt8]) -> SFTPPending {
    channel.send(SFTPPacket(extension: SFTPFeatures.synchronize, handle))
  }
}

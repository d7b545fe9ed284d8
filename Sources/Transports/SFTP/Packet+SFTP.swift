// The requests of SFTP version 3.
extension Packet {
  init(_ type: SFTPPacketType, capacity: Int = 64) {
    self.init(type: type.rawValue, capacity: capacity)
  }

  init(_ type: SFTPPacketType, _ strings: [UInt8]...) {
    self.init(type, capacity: strings.reduce(16) { $0 + $1.count + 4 })
    for string in strings { append(string) }
  }

  /// One of OpenSSH's extensions.
  init(extension name: String, _ strings: [UInt8]...) {
    self.init(.extended, capacity: strings.reduce(64) { $0 + $1.count + 4 })
    append(Array(name.utf8))
    for string in strings { append(string) }
  }
}

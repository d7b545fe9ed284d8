/// What a server can do beyond version 3, and how much it takes in one request.
struct SFTPFeatures: Sendable, Equatable {
  var renamesOver = false
  var synchronizes = false
  var tellsLimits = false
  /// The most bytes of one READ; what every server takes, until it says more.
  var longestRead = 32 << 10
  var longestWrite = 32 << 10

  static let renameOver = "posix-rename@openssh.com"
  static let synchronize = "fsync@openssh.com"
  static let limits = "limits@openssh.com"

  /// Larger requests are no faster, and need more memory.
  private static let longestUseful: UInt64 = 128 << 10

  init() {}

  init(extensions: [String: String]) {
    renamesOver = extensions[Self.renameOver] != nil
    synchronizes = extensions[Self.synchronize] != nil
    tellsLimits = extensions[Self.limits] != nil
  }

  /// Takes the answer to `limits`: longest packet, read and write, most handles; 0 is unknown.
  mutating func apply(limits bytes: [UInt8]) throws(SFTPProtocolError) {
    var reader = SFTPPacketReader(bytes[...])
    _ = try reader.long()
    let (read, write) = (try reader.long(), try reader.long())
    if read > 0 { longestRead = Int(min(read, Self.longestUseful)) }
    if write > 0 { longestWrite = Int(min(write, Self.longestUseful)) }
  }
}

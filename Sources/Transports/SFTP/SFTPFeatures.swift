/// What a server can do beyond version 3, and how much it takes in one request.
struct SFTPFeatures: Sendable, Equatable {
  var renamesOver = false
  var synchronizes = false
  var tellsLimits = false
  /// Whether a file may be created read-only, and written nevertheless. Known of OpenSSH's server; others
  /// may open the file again for each request.
  var createsWithMode: Bool { tellsLimits }
  /// The most bytes of one READ; what every server takes, until it says more.
  var longestRead = 32 << 10
  var longestWrite = 32 << 10
  /// The files that may be open in one session; nil where the server does not tell.
  var mostHandles: Int?

  /// Calls that are worth having in flight at once: with 30 ms for each answer, three of which an upload waits
  /// for, 256 let 2,800 pass in a second. A server that does not say how many files may be open gets fewer.
  var width: Int { mostHandles.map { max(1, min(256, $0 / 2)) } ?? Self.usualWidth }

  static let usualWidth = 64

  static let renameOver = "posix-rename@openssh.com"
  static let synchronize = "fsync@openssh.com"
  static let limits = "limits@openssh.com"

  /// Larger requests are no faster, and need more memory.
  static let longestUseful: UInt64 = 128 << 10

  init() {}

  init(extensions: [String: String]) {
    renamesOver = extensions[Self.renameOver] != nil
    synchronizes = extensions[Self.synchronize] != nil
    tellsLimits = extensions[Self.limits] != nil
  }

  /// Takes the answer to `limits`: longest packet, read and write, most handles; 0 is unknown.
  mutating func apply(limits bytes: [UInt8]) throws(PacketError) {
    var reader = PacketReader(bytes[...])
    _ = try reader.long()
    let (read, write) = (try reader.long(), try reader.long())
    if read > 0 { longestRead = Int(min(read, Self.longestUseful)) }
    if write > 0 { longestWrite = Int(min(write, Self.longestUseful)) }
    let handles = try reader.long()
    if handles > 0 { mostHandles = Int(clamping: handles) }
  }
}

/// How the server says that a request went.
struct SFTPStatus: Sendable, Equatable {
  /// Codes of version 3, and those of later versions that some servers send all the same.
  enum Code: UInt32, Sendable {
    case ok = 0
    case endOfFile = 1
    case noSuchFile = 2
    case permissionDenied = 3
    case failure = 4
    case badMessage = 5
    case noConnection = 6
    case connectionLost = 7
    case unsupported = 8
    case noSuchPath = 10
    case alreadyExists = 11
    case writeProtected = 12
    case noSpace = 14
    case quotaExceeded = 15
    case isDirectory = 24
  }

  /// `failure` for codes that nobody knows.
  var code: Code
  /// The server's own words; may be empty.
  var message: String
}

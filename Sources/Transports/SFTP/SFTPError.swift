/// Why a request was not done.
enum SFTPError: Error {
  /// The server answered, and said no.
  case refused(SFTPStatus)
  /// There is no connection any more.
  case broken(TransportError)

  var code: SFTPStatus.Code? {
    if case .refused(let status) = self { status.code } else { nil }
  }

  /// Nothing is there, or a part of the path is no directory.
  var isNotFound: Bool { code == .noSuchFile || code == .noSuchPath }

  /// The server gave no reason; a look at the file may tell one.
  var isUnexplained: Bool {
    switch self {
    case .refused(let status): [.failure, .badMessage, .alreadyExists].contains(status.code)
    case .broken: false
    }
  }
}

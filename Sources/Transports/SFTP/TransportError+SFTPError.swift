extension TransportError {
  /// What an error of the server means for the object at `key`.
  ///
  /// - Parameter path: the path on the server that the request was about.
  init(_ error: SFTPError, path: [UInt8], key: ObjectKey?) {
    switch error {
    case .broken(let failure):
      self = failure
      self.key = key
    case .refused(let status):
      self.init(Kind(status), key: key, detail: "\(status.words): '\(Self.shown(path))'")
    }
  }

  static func shown(_ path: [UInt8]) -> String {
    String(decoding: path.isEmpty ? Array(".".utf8) : path, as: UTF8.self)
  }
}

extension TransportError.Kind {
  /// OpenSSH reports all that has no code of its own, a full disk too, as a mere failure.
  init(_ status: SFTPStatus) {
    switch status.code {
    case .noSuchFile, .noSuchPath: self = .notFound
    case .permissionDenied, .writeProtected: self = .denied
    case .noConnection, .connectionLost: self = .interrupted
    case .noSpace, .quotaExceeded: self = .full
    case .badMessage, .alreadyExists, .isDirectory: self = .rejected
    case .unsupported: self = .unsupported
    case .ok, .endOfFile, .failure: self = status.saysFull ? .full : .failed
    }
  }
}

extension SFTPStatus {
  /// The server's words, or ours where it has none.
  var words: String {
    if !message.isEmpty, message != "Failure" { return message }
    switch code {
    case .noSuchFile, .noSuchPath: return "No such file or directory"
    case .permissionDenied, .writeProtected: return "Permission denied"
    case .noSpace: return "No space left on device"
    case .quotaExceeded: return "Disk quota exceeded"
    default: return "the server gave no reason"
    }
  }

  fileprivate var saysFull: Bool {
    let text = message.lowercased()
    return ["no space", "quota", "disk full", "disk is full"].contains { text.contains($0) }
  }
}

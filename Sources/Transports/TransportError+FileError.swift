import FileAccess
import SystemPackage

extension TransportError {
  /// What an error of the file system that holds the remote means.
  init(_ error: FileError, key: ObjectKey?) {
    self.init(Kind(error.errno), key: key, detail: error.message, cause: error)
  }
}

extension FileError {
  /// Whether it comes from a file system that keeps no modes, or not that one: FAT, CIFS, some NFS.
  var isRefusedMode: Bool {
    operation == .changeMode
      && [.notPermitted, .permissionDenied, .notSupported, .noFunction, .invalidArgument].contains(
        errno)
  }
}

extension TransportError.Kind {
  /// Network folders report with `EIO`, `ETIMEDOUT` or `ESTALE` what passes, with `ENOTCONN` or
  /// `EHOSTDOWN` what does not.
  init(_ errno: Errno) {
    switch errno {
    case .noSuchFileOrDirectory: self = .notFound
    case .noSpace, .diskQuotaExceeded: self = .full
    case .permissionDenied, .notPermitted, .readOnlyFileSystem: self = .denied
    case .staleNFSFileHandle, .timedOut, .ioError, .interrupted, .resourceTemporarilyUnavailable,
      .connectionReset, .connectionAbort, .resourceBusy:
      self = .interrupted
    case .socketNotConnected, .hostIsDown, .noRouteToHost, .networkDown, .networkUnreachable,
      .connectionRefused, .noSuchAddressOrDevice, .operationNotSupportedByDevice:
      self = .unreachable
    case .fileNameTooLong, .illegalByteSequence, .invalidArgument, .notDirectory, .isDirectory,
      .fileExists, .directoryNotEmpty,
      .tooManySymbolicLinkLevels, .fileTooLarge:
      self = .rejected
    default: self = .failed
    }
  }
}

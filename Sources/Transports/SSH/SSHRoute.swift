import Basics
import Synchronization

/// Which way leads to a remote on another machine: through `cairn serve` where there is one, through
/// SFTP otherwise. Found out by the first call.
final class SSHRoute: Sendable {
  private let connector: SSHConnector
  private let serve: ServeTransport
  private let sftp: SFTPTransport
  private let memory: ServeMemory
  private let remark: @Sendable (String) -> Void
  private let place: String
  /// The one that was taken.
  private let taken: Mutex<Way?>

  private enum Way {
    case serve
    case sftp
  }

  init(_ connector: SSHConnector, _ options: SSHOptions, _ request: TransportRequest) {
    self.connector = connector
    serve = ServeTransport(connector, root: options.path, synchronizes: request.synchronizes)
    sftp = SFTPTransport(connector, root: options.path, synchronizes: request.synchronizes)
    memory = ServeMemory(request.stateDirectory, place: options.place)
    remark = request.remark
    place = options.place
    let wish = request.environment["CAIRN_SFTP"]
    if wish == "1" {
      remark("ssh to '\(place)': SFTP, as was asked for")
      taken = Mutex(.sftp)
    } else if wish != "0", memory.saysAbsent {
      remark("ssh to '\(place)': SFTP, for there was no 'cairn serve' today")
      taken = Mutex(.sftp)
    } else {
      taken = Mutex(nil)
    }
  }

  /// The sessions see to themselves.
  deinit {
    connector.startClosing()
  }

  /// The transport, as far as it is known.
  var likely: any Transport { taken.withLock { $0 } == .sftp ? sftp : serve }

  func transport() async throws(TransportError) -> any Transport {
    if let way = taken.withLock({ $0 }) { return way == .serve ? serve : sftp }
    let isServing = try await serve.isServing()
    let isFirst = taken.withLock { taken in
      defer { taken = isServing ? .serve : .sftp }
      return taken == nil
    }
    if isFirst {
      let name = isServing ? "cairn serve" : "SFTP, for there is no 'cairn serve'"
      remark("ssh to '\(place)': \(name)")
      if !isServing { memory.noteAbsence() }
    }
    return isServing ? serve : sftp
  }

  func close() async {
    await serve.close()
    await sftp.close()
    await connector.close()
  }
}

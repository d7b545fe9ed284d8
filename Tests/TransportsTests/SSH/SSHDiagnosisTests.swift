import Basics
import Testing

@testable import Transports

/// Words of OpenSSH 9.2, and what they mean.
struct SSHDiagnosisTests {
  private func error(
    _ words: String, status: Int32 = 255, established: Bool = false, reason: String? = nil,
    resolved: String = ""
  ) -> TransportError {
    var options = SSHOptions(host: "storage", path: "/p")
    options.user = "ann"
    let end = ProgramEnd(
      status: status, errors: words, wasEstablished: established, reason: reason)
    return SSHDiagnosis(options, end, ask: { SSHResolved(resolved.utf8) }).error
  }

  @Test(
    arguments: [
      ("ssh: Could not resolve hostname storage: Name or service not known", .unreachable),
      ("ssh: connect to host storage port 22: Connection refused", .unreachable),
      ("ssh: connect to host storage port 22: No route to host", .unreachable),
      ("ssh: connect to host storage port 22: Connection timed out", .unreachable),
      ("ann@storage: Permission denied (publickey,password).", .credentials),
      ("Received disconnect from ::1 port 22:2: Too many authentication failures", .credentials),
      ("Unable to negotiate with ::1 port 22: no matching host key type found.", .unreachable),
      ("kex_exchange_identification: read: Connection reset by peer", .interrupted),
      ("kex_exchange_identification: Connection closed by remote host", .interrupted),
      ("Connection closed by 127.0.0.1 port 22", .interrupted),
      ("session request failed: Session open refused by peer", .interrupted),
      ("Host key verification failed.", .unreachable),
      ("subsystem request failed on channel 0", .unsupported),
      ("command-line: line 0: Bad configuration option: x", .failed),
      ("", .failed),
    ] as [(String, TransportError.Kind)])
  func knowsWhyThereIsNoConnection(_ words: String, _ kind: TransportError.Kind) {
    let error = error(words + "\r\n")
    #expect(error.kind == kind)
    #expect(error.detail.hasPrefix("ssh to 'ann@storage': "))
  }

  @Test(arguments: [
    "client_loop: send disconnect: Broken pipe", "Timeout, server storage not responding.",
    "Connection to storage closed by remote host.", "",
  ])
  func callsALostConnectionInterrupted(_ words: String) {
    let error = error(words, established: true)
    #expect(error.kind == .interrupted)
    #expect(error.detail.hasSuffix(words.isEmpty ? "the connection was lost" : words))
  }

  @Test func showsTheWordsThatMatter() {
    let banner = "Welcome, stranger\r\nPermission denied, please try again.\r\n"
    let error = error(banner + "ann@storage: Permission denied (password).\r\nBye\r\n")
    #expect(error.detail == "ssh to 'ann@storage': ann@storage: Permission denied (password).")
  }

  @Test func tellsHowToTakeInAnUnknownHostKey() {
    let resolved = "hostname 10.0.0.1\nport 2222\nuserknownhostsfile /k /l\n"
    let hints = error("Host key verification failed.", resolved: resolved).userError.hints
    #expect(hints.last == "    ssh-keyscan -p 2222 10.0.0.1 >> /k")
    let usual = error("Host key verification failed.").userError.hints
    #expect(usual.last == "    ssh-keyscan storage >> ~/.ssh/known_hosts")
  }

  @Test func tellsHowToForgetAnOldHostKey() {
    let words = """
      @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r
      Offending ED25519 key in /k:1\r
        remove with:\r
        ssh-keygen -f "/k" -R "[10.0.0.1]:2222"\r
      Host key verification failed.\r

      """
    let resolved = "hostname 10.0.0.1\nport 2222\n"
    let hints = error(words, resolved: resolved).userError.hints
    #expect(hints[1] == "    ssh-keygen -f \"/k\" -R \"[10.0.0.1]:2222\"")
    #expect(hints[2] == "    ssh-keyscan -p 2222 10.0.0.1 >> ~/.ssh/known_hosts")
    let mute = error("REMOTE HOST IDENTIFICATION HAS CHANGED", resolved: resolved).userError.hints
    #expect(mute[1] == "    ssh-keygen -R '[10.0.0.1]:2222'")
  }

  @Test func tellsTextFromSFTP() {
    let error = error("", reason: "the server sent 'Welcome'")
    #expect(error.kind == .failed)
    #expect(error.detail.hasSuffix("the server sent 'Welcome' instead of SFTP"))
    #expect(error.userError.hints.count == 1)
    #expect(self.error("", established: true, reason: "nonsense").kind == .interrupted)
    #expect(self.error("", reason: "the server did not answer").kind == .interrupted)
  }
}

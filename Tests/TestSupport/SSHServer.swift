import Basics
import Dispatch
import FileAccess
import Glibc
import Synchronization
package import SystemPackage

/// OpenSSH's server on a free port of the loopback interface, with keys of its own, for one test or
/// many. It ends with its last reference, or with the tests.
///
/// Nothing below `/etc/ssh` or `~/.ssh` is read or written.
package final class SSHServer: Sendable {
  /// What the server allows.
  package enum Mode: String, Sendable, CaseIterable {
    case normal
    /// The user finds `cairn`.
    case serving
    /// The same, whatever the user asks for; every session notes its process in `sessions`.
    case servingOnly
    /// No shell.
    case sftpOnly
    case readOnly
    /// One session in a connection.
    case oneSession
    case twoSessions
    /// No shell, and `/` is a directory of the user's own, with `data` to write to; needs root.
    case chrooted
    /// Not even SFTP.
    case noSFTP
    /// Only passing on connections.
    case jump
    /// Every session first notes its server process in `sessions`.
    case noted
    /// Start-up files that print something.
    case chatty
    /// Passwords only; see `SSHServer.passwordUser`.
    case password
  }

  package static let program: FilePath = "/usr/sbin/sshd"
  /// A user whom a server of mode `password` knows, and his password.
  package static let passwordUser = (name: "cairn-test", password: "open sesame")

  private let scratch: TemporaryDirectory
  /// Below directories that are root's alone, as `sshd` wants it.
  private let jail: TemporaryDirectory?
  package let port: Int
  private let process: BoundProcess

  package var directory: FilePath { scratch.path }
  /// What the user of a server of mode `chrooted` sees as `/data`.
  package var jailedData: FilePath? { jail?.path.appending("data") }
  package var userKey: FilePath { directory.appending("user") }
  /// Has the passphrase `secret`.
  package var protectedKey: FilePath { directory.appending("protected") }
  /// A key that the server does not know.
  package var strangeKey: FilePath { directory.appending("strange") }
  package var knownHosts: FilePath { directory.appending("known_hosts") }
  package var user: String { Self.userName }

  package init(_ mode: Mode = .normal) throws {
    scratch = try TemporaryDirectory()
    jail = mode == .chrooted ? try TemporaryDirectory(in: "/srv") : nil
    _ = try jail?.makeDirectory("data")
    try Self.makeKeys(in: scratch)
    try scratch.makeDirectory("bin")
    guard symlink(builtProgram.string, "\(scratch.path)/bin/cairn") == 0 else {
      throw ToolFailure(description: "no link to \(builtProgram)")
    }
    (port, process) = try Self.start(mode, in: scratch, jail?.path)
    let key = try scratch.read("host.pub").split(separator: " ").prefix(2).joined(separator: " ")
    try scratch.write("[127.0.0.1]:\(port) \(key)\n", to: "known_hosts")
  }

  /// Ends the server, but not the sessions that are open.
  package func stop() { process.end() }

  /// The processes that serve sessions; with mode `noted`.
  package func sessions() throws -> [CInt] {
    try scratch.read("sessions").split(separator: "\n").compactMap { CInt($0) }
  }

  /// Ends the server, and says how often somebody had logged in with a key.
  package func stopAndCountLogins() -> Int {
    stop()
    _ = process.waits(for: "Received signal 15")  // what it says last
    return process.log.split(whereSeparator: \.isNewline)
      .count { $0.hasPrefix("Accepted publickey") }
  }

  /// Ends all connections at once; with mode `noted`.
  package func cutConnections() throws {
    for session in try sessions() { kill(session, SIGKILL) }
  }

  /// The lines of an `ssh_config` for the host `storage`.
  package func clientLines(key: FilePath? = nil, knownHosts: FilePath? = nil) -> String {
    """
    Host storage
      HostName 127.0.0.1
      Port \(port)
      User \(user)
      IdentityFile \(key ?? userKey)
    Host *
      IdentitiesOnly yes
      IdentityAgent none
      UserKnownHostsFile \(knownHosts ?? self.knownHosts)
      GlobalKnownHostsFile /dev/null

    """
  }

  private static let userName = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
}

// Starting.
extension SSHServer {
  private static func makeKeys(in scratch: TemporaryDirectory) throws {
    for (name, passphrase) in [
      ("host", ""), ("user", ""), ("strange", ""), ("protected", "secret"),
    ] {
      try runTool([
        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f",
        scratch.path.appending(name).string,
      ])
    }
    let known = try scratch.read("user.pub") + scratch.read("protected.pub")
    try scratch.write(known, to: "authorized_keys", mode: 0o644)
  }

  /// Another program may take a port before the server does; then another one is tried.
  private static func start(
    _ mode: Mode, in scratch: TemporaryDirectory, _ jail: FilePath?
  ) throws -> (Int, BoundProcess) {
    if getuid() == 0 { try makeDirectories("/run/sshd", mode: 0o755) }
    for _ in 0..<5 {
      let port = try freePort()
      let file = try scratch.write(settings(mode, port, scratch.path, jail), to: "sshd_config")
      let command = try self.command(mode, file, scratch)
      let process = try BoundProcess(command)
      if process.waits(for: "Server listening on") { return (port, process) }
    }
    throw ToolFailure(description: "sshd does not start on any port")
  }

  private static func command(
    _ mode: Mode, _ file: FilePath, _ scratch: TemporaryDirectory
  ) throws -> [String] {
    let server = [program.string, "-D", "-e", "-f", file.string]
    return mode == .password ? try PasswordUser(in: scratch).running(server) : server
  }

  private static func settings(
    _ mode: Mode, _ port: Int, _ directory: FilePath, _ jail: FilePath?
  ) -> String {
    """
    Port \(port)
    ListenAddress 127.0.0.1
    HostKey \(directory)/host
    PidFile none
    AuthorizedKeysFile \(directory)/authorized_keys
    StrictModes no
    UsePAM no
    PasswordAuthentication \(mode == .password ? "yes" : "no")
    PubkeyAuthentication \(mode == .password ? "no" : "yes")
    KbdInteractiveAuthentication no
    UseDNS no
    PrintMotd no
    MaxStartups 1000
    LogLevel VERBOSE
    \(mode == .noSFTP || mode == .jump ? "" : "Subsystem sftp internal-sftp")
    \(jail.map { "ChrootDirectory \($0)" } ?? "")
    \(lines(mode, directory))

    """
  }

  private static func lines(_ mode: Mode, _ directory: FilePath) -> String {
    switch mode {
    case .normal, .noSFTP: ""
    case .serving: "SetEnv PATH=\(directory)/bin:/usr/bin:/bin"
    case .servingOnly:
      "ForceCommand echo $$ >> '\(directory)/sessions'; exec '\(directory)/bin/cairn' serve"
    // The user has root's number, the only one that needs no files of its own.
    case .password: "PermitRootLogin yes"
    case .sftpOnly, .chrooted: "ForceCommand internal-sftp"
    case .readOnly: "ForceCommand internal-sftp -R"
    case .oneSession: "MaxSessions 1"
    case .twoSessions: "MaxSessions 2"
    case .jump: "ForceCommand /bin/false\nAllowTcpForwarding yes"
    case .noted:
      "ForceCommand echo $PPID >> '\(directory)/sessions'; exec /usr/lib/openssh/sftp-server"
    case .chatty: "ForceCommand echo Welcome to the machine; exec /usr/lib/openssh/sftp-server"
    }
  }
}

/// A user with a password whom only one server sees: it runs in a mount namespace of its own, with
/// lists of users of its own. Needs root.
private struct PasswordUser {
  private let scratch: TemporaryDirectory

  init(in scratch: TemporaryDirectory) throws {
    self.scratch = scratch
    let (name, password) = SSHServer.passwordUser
    let hash = try runTool(["openssl", "passwd", "-6", password]).out
    let users = String(decoding: try readFile("/etc/passwd"), as: UTF8.self)
    let shadow = String(decoding: try readFile("/etc/shadow"), as: UTF8.self)
    let home = try scratch.makeDirectory("home")
    try scratch.write(users + "\(name):x:0:0::\(home):/bin/sh\n", to: "passwd", mode: 0o644)
    try scratch.write(
      shadow + "\(name):\(hash.dropLast()):19000::::::\n", to: "shadow", mode: 0o600)
  }

  func running(_ command: [String]) -> [String] {
    let script = """
      mount --bind "$0/passwd" /etc/passwd
      mount --bind "$0/shadow" /etc/shadow
      exec "$@"
      """
    return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", script]
      + [scratch.path.string] + command
  }
}

/// Runs a program that must succeed.
@discardableResult
private func runTool(_ arguments: [String]) throws -> ProcessResult {
  let result = try RunningProcess(arguments, cwd: "/").wait()
  guard result.status == 0 else { throw ToolFailure(description: "\(arguments): \(result)") }
  return result
}

package struct ToolFailure: Error, CustomStringConvertible {
  package let description: String
}

import CPlatform
import Glibc
import SystemPackage

/// A password and a passphrase, kept where the helper of an `ssh` of ours finds them, and nobody else:
/// in files that exist in memory only and have no name, open in this process.
final class SSHSecrets: Sendable {
  private let password: FileDescriptor?
  private let passphrase: FileDescriptor?

  init(password: String?, passphrase: String?) throws(Errno) {
    self.password = try password.map(Self.keep)
    do throws(Errno) {
      self.passphrase = try passphrase.map(Self.keep)
    } catch {
      Self.close(self.password)
      throw error
    }
  }

  deinit {
    Self.close(password)
    Self.close(passphrase)
  }

  /// What `ssh` must be told for it to ask the helper.
  ///
  /// - Parameter helper: the program that `SSHAskpass` is part of.
  func environment(helper: FilePath) -> [String: String] {
    var variables = ["SSH_ASKPASS": helper.string, "SSH_ASKPASS_REQUIRE": "force"]
    variables[SSHAskpass.passwordVariable] = password.map(Self.path)
    variables[SSHAskpass.passphraseVariable] = passphrase.map(Self.path)
    return variables
  }

  private static func keep(_ secret: String) throws(Errno) -> FileDescriptor {
    let descriptor = FileDescriptor(rawValue: cairn_memory_file("secret"))
    guard descriptor.rawValue >= 0 else { throw Errno(rawValue: errno) }
    do {
      try descriptor.writeAll(secret.utf8)
    } catch {
      close(descriptor)
      throw error as? Errno ?? .ioError
    }
    return descriptor
  }

  private static func path(_ descriptor: FileDescriptor) -> String {
    "/proc/\(getpid())/fd/\(descriptor.rawValue)"
  }

  private static func close(_ descriptor: FileDescriptor?) {
    try? descriptor?.close()  // nothing can be done about a descriptor that does not close
  }
}

import FileAccess
import SystemPackage

/// The other side of `SSHSecrets`: what this program does when `ssh` starts it to ask for something.
package enum SSHAskpass {
  static let passwordVariable = "CAIRN_ASKPASS_PASSWORD"
  static let passphraseVariable = "CAIRN_ASKPASS_PASSPHRASE"

  /// Whether this process was started by `ssh` to answer a question.
  package static func isAsked(_ environment: [String: String]) -> Bool {
    environment[passwordVariable] != nil || environment[passphraseVariable] != nil
  }

  /// The answer; nil refuses to give one.
  ///
  /// A question about anything else, such as a host key, or the PIN of a security key that locks itself
  /// after a few wrong ones, must not be answered with a password.
  package static func answer(_ question: String, _ environment: [String: String]) -> [UInt8]? {
    let question = question.lowercased()
    let isPassphrase = question.contains("passphrase")
    guard isPassphrase || question.contains("assword") else { return nil }
    guard let path = environment[isPassphrase ? passphraseVariable : passwordVariable],
      let secret = try? readFile(FilePath(path))  // without it there is no answer either
    else { return nil }
    return secret + [UInt8(ascii: "\n")]
  }
}

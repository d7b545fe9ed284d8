import CPlatform
import Glibc
import SystemPackage

/// What the user's configuration makes of a host: the answer of `ssh -G`.
struct SSHResolved {
  private let values: [String: String]

  /// - Parameter answer: a name in lower case and a value on each line.
  init(_ answer: some Sequence<UInt8>) {
    let lines = String(decoding: Array(answer), as: UTF8.self).split(separator: "\n")
    values = Dictionary(
      lines.map { line in
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        return (words[0], words.count > 1 ? words[1] : "")
      }
    ) { first, _ in first }
  }

  var host: String? { values["hostname"] }
  var port: String? { values["port"] }

  /// The file that the keys of hosts are added to.
  var knownHosts: String? {
    values["userknownhostsfile"]?.split(separator: " ").first.map(String.init)
  }

  /// The socket of a connection of the user's own that may be shared.
  var socket: FilePath? {
    guard let path = values["controlpath"], path.hasPrefix("/"), access(path, F_OK) == 0 else {
      return nil
    }
    return FilePath(path)
  }

  /// The ciphers that the user allows with the fastest first, as DVC has it; nil to leave them alone.
  ///
  /// - Parameter hasAES: whether the processor has instructions for AES.
  func ciphers(hasAES: Bool = cairn_has_aes() != 0) -> String? {
    let fastest = "aes128-gcm@openssh.com"
    let names = values["ciphers"]?.split(separator: ",").map(String.init) ?? []
    guard hasAES, names.first?.hasPrefix("chacha20") == true, names.contains(fastest) else {
      return nil
    }
    return ([fastest] + names.filter { $0 != fastest }).joined(separator: ",")
  }
}

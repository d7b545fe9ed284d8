package import SystemPackage

/// What a transport is made from: a configured remote and what surrounds it.
package struct TransportRequest: Sendable {
  /// As configured, with relative paths and `remote://` resolved.
  package var url: String
  /// The remote's other options, as the configuration spells them.
  package var options: [String: String]
  /// The variables that credentials and proxies are taken from.
  package var environment: [String: String]
  /// Whether uploads wait until they are safe on the remote's disk, where that is not for free.
  package var synchronizes: Bool
  /// Where journals of unfinished uploads may be kept: `.dvc/tmp/cairn`.
  package var stateDirectory: FilePath?
  /// What relative paths in options are relative to.
  package var currentDirectory: FilePath
  /// In seconds, after which a remote that says nothing is given up; nil for what the options say, or 60.
  package var idleTimeout: Int?
  /// What the transfers of the command may use together; nil for all that there is.
  package var bandwidth: Bandwidth?
  /// Told what only matters to who wants to know more (`--verbose`).
  package var remark: @Sendable (String) -> Void = { _ in }

  package init(
    url: String, options: [String: String] = [:], environment: [String: String] = [:],
    synchronizes: Bool = true, stateDirectory: FilePath? = nil, currentDirectory: FilePath = ""
  ) {
    self.url = url
    self.options = options
    self.environment = environment
    self.synchronizes = synchronizes
    self.stateDirectory = stateDirectory
    self.currentDirectory = currentDirectory
  }

  /// The kind of remote, in lower case; empty for a directory.
  ///
  /// As in DVC, a URL without `scheme://host` is a path: `/store`, `../store`, `file:///store`.
  package var scheme: String {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return "" }
    let scheme = url.utf8[..<colon]
    let rest = url.utf8[url.utf8.index(after: colon)...]
    guard scheme.first.map(Self.isLetter) == true, scheme.allSatisfy(Self.isSchemeByte),
      rest.starts(with: "//".utf8), let host = rest.dropFirst(2).first, host != UInt8(ascii: "/")
    else { return "" }
    return String(decoding: scheme.map { Self.isLetter($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || "+-.".utf8.contains(byte)
  }
}

extension TransportRequest {
  /// The directory that a URL without a scheme names; nil when it is empty.
  var directory: FilePath? { url.isEmpty ? nil : FilePath(url) }
}

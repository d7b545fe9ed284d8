/// The kinds of remotes that DVC knows, told apart by the scheme of their URLs.
package enum RemoteKind: String, Sendable, CaseIterable {
  case local = ""
  case s3, gs, ssh, hdfs, webhdfs, azure, oss, gdrive, http, https, webdav, webdavs
  /// The URL names another remote: `remote://name/path`.
  case remote
}

/// The scheme of a URL, as far as it tells the kind of a remote.
enum RemoteScheme: Equatable {
  case known(RemoteKind)
  case unknown(String)
  /// The URL cannot be taken apart.
  case malformed

  /// - Parameter url: a path, or a URL. Without `//` and a host it is a path, whatever it begins with.
  init(ofURL url: String) {
    let (scheme, rest) = Self.split(url)
    guard rest.starts(with: "//".utf8) else {
      self = .known(.local)
      return
    }
    let host = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
    if host.contains(UInt8(ascii: "[")) != host.contains(UInt8(ascii: "]")) {
      self = .malformed
    } else if host.isEmpty || scheme.isEmpty {
      self = .known(.local)
    } else {
      self = RemoteKind(rawValue: scheme).map(Self.known) ?? .unknown(scheme)
    }
  }

  /// Splits at the first colon, when what stands before it is a scheme (RFC 3986 §3.1).
  private static func split(_ url: String) -> (scheme: String, rest: ArraySlice<UInt8>) {
    let bytes = Array(url.utf8)[...]
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first,
      isLetter(first), bytes[..<colon].allSatisfy(belongsToScheme)
    else { return ("", bytes) }
    return (String(decoding: bytes[..<colon], as: UTF8.self).lowercased(), bytes[(colon + 1)...])
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func belongsToScheme(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || "+-.".utf8.contains(byte)
  }
}

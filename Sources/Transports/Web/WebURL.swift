/// A URL of `http` or `https`, taken apart.
struct WebURL: Sendable, Equatable {
  /// `https://host:8443`: in lower case, without the port that goes without saying.
  var origin: String
  /// What follows: path and query, empty or beginning with `/` or `?`; fit for a request.
  var path: String
  var user: String?
  var password: String?

  /// Reads an absolute URL; nil for one of any other scheme, and for one without a host.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("//") else { return nil }
    let scheme = parts[0].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = parts[1].dropFirst(2)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    path = Self.escaped(rest[end...].prefix { $0 != "#" })
    var place = rest[..<end]
    if let at = place.lastIndex(of: "@") {
      let login = place[..<at].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      (user, password) = (Self.decoded(login.first), Self.decoded(login.dropFirst().first))
      place = place[place.index(after: at)...]
    }
    let port = scheme == "https" ? ":443" : ":80"
    if place.hasSuffix(port) { place = place.dropLast(port.count) }
    guard let host = place.utf8.first, host != UInt8(ascii: ":"),
      place.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    origin = "\(scheme)://\(place.lowercased())"
  }

  /// The URL without name and password.
  var text: String { origin + path }

  /// Where a `Location` in an answer from here leads; nil where we do not go.
  func following(_ location: String) -> WebURL? {
    if location.contains("://"), let absolute = WebURL(location) { return absolute }
    var target = self
    (target.user, target.password) = (nil, nil)
    if location.hasPrefix("//") {
      return WebURL(String(origin.prefix { $0 != "/" }) + location)
    }
    guard !location.hasPrefix("/") else {
      target.path = Self.escaped(location.prefix { $0 != "#" })
      return target
    }
    // A scheme that is not ours, such as `file:`.
    guard !location.prefix(while: { !"/?#".contains($0) }).contains(":") else { return nil }
    let directory = path.prefix { $0 != "?" }.lastIndex(of: "/").map { path[...$0] } ?? "/"
    target.path = directory + Self.escaped(location.prefix { $0 != "#" })
    return target
  }

  private static func decoded(_ text: Substring?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return PercentEncoding.decode(Array(text.utf8), isForm: false)
      .map { String(decoding: $0, as: UTF8.self) } ?? String(text)
  }

  /// Encodes what cannot stand in a URL; what is encoded already stays so.
  private static func escaped(_ text: some StringProtocol) -> String {
    text.utf8.map { byte in
      let stays = byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
      return stays ? String(UnicodeScalar(byte)) : PercentEncoding.encode([byte])
    }.joined()
  }
}

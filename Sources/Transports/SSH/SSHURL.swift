import Basics

/// The parts of `ssh://[user[:password]@]host[:port][/path]`, cut as DVC's Python does: nothing is
/// decoded, what follows a `?` is dropped, and a path without its `/` begins in the user's home.
struct SSHURL: Equatable {
  var host: String
  var user: String?
  var password: String?
  var port: UInt16?
  var path: [UInt8]

  init(_ url: String) throws(CairnError) {
    let rest = url.drop { $0 != ":" }.dropFirst("://".count)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    path = Self.path(rest[end...])
    var place = rest[..<end]
    if let at = place.lastIndex(of: "@") {
      let name = place[..<at]
      place = place[place.index(after: at)...]
      let colon = name.firstIndex(of: ":")
      user = Self.text(name[..<(colon ?? name.endIndex)])
      password = colon.flatMap { Self.text(name[name.index(after: $0)...]) }
    }
    (host, port) = try Self.address(place)
    guard !host.isEmpty, !host.hasPrefix("-"), host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
    else {
      throw CairnError(
        "config file error: the SSH remote's host '\(host)' is no host name", kind: .configuration)
    }
  }

  private static func text(_ text: Substring) -> String? { text.isEmpty ? nil : String(text) }

  private static func path(_ rest: Substring) -> [UInt8] {
    let hash = rest.firstIndex(of: "#")
    let main = rest[..<(hash ?? rest.endIndex)]
    let path = main[..<(main.firstIndex(of: "?") ?? main.endIndex)]
    let fragment = hash.map { rest[$0...] }.flatMap { $0.count > 1 ? $0 : nil } ?? ""
    return Array(path.utf8) + Array(fragment.utf8)
  }

  /// `host`, `host:port`, `[address]` or `[address]:port`.
  private static func address(_ place: Substring) throws(CairnError) -> (String, UInt16?) {
    var host = place
    var port: Substring?
    if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
      host = place[place.index(after: place.startIndex)..<end]
      let rest = place[place.index(after: end)...]
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else if let colon = place.lastIndex(of: ":") {
      host = place[..<colon]
      port = place[place.index(after: colon)...]
    }
    guard let port, !port.isEmpty else { return (String(host), nil) }
    guard let number = UInt16(port), number > 0 else {
      throw CairnError(
        "config file error: the SSH remote's port '\(port)' is no port", kind: .configuration)
    }
    return (String(host), number)
  }
}

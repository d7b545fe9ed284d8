import Basics

/// The answer to a PROPFIND: what lies at a URL and, at depth 1, in it (RFC 4918 §13).
struct WebDAVListing {
  struct Entry {
    /// Of the URL, in parts, decoded.
    var path: [[UInt8]]
    var isCollection = false
    var size: Int64?
    /// In seconds since 1970.
    var modified: Int64?
    var entityTag: String?

    var name: [UInt8] { path.last ?? [] }
  }

  /// What was asked for.
  var itself: Entry?
  /// What lies in it.
  var members: [Entry] = []

  /// The body of a request for a type, and with `.sizes` for all else that there is to know.
  static func question(_ detail: ListDetail) -> [UInt8] {
    let more = "<D:getcontentlength/><D:getlastmodified/><D:getetag/>"
    return Array(
      """
      <?xml version="1.0" encoding="utf-8"?>
      <D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/>\(detail == .sizes ? more : "")\
      </D:prop></D:propfind>
      """.utf8)
  }

  /// Nil for a document that is no such answer. What names a proxy puts before the paths is not looked at.
  init?(_ document: [UInt8]) {
    guard let root = try? XMLReader.read(document, droppingPrefixes: true),  // no XML, no answer
      root.isNamed("multistatus")
    else { return nil }
    let entries = root.all("response").compactMap { Entry($0) }
    guard let shortest = entries.map(\.path.count).min() else { return }
    itself = entries.first { $0.path.count == shortest }
    members = entries.filter { $0.path.count == shortest + 1 }
  }
}

extension WebDAVListing.Entry {
  /// Nil for what the server says is not there, and for what makes no sense.
  fileprivate init?(_ response: XMLElement) {
    guard let reference = response["href"]?.content, let path = Self.path(reference) else {
      return nil
    }
    if let status = response.text("status"), !status.contains(" 2") { return nil }
    self.path = path
    for group in response.all("propstat") where group.text("status")?.contains(" 200") != false {
      guard let properties = group["prop"] else { continue }
      isCollection = isCollection || properties["resourcetype"]?["collection"] != nil
      size = properties.text("getcontentlength").flatMap { Int64($0) } ?? size
      modified =
        properties.text("getlastmodified").flatMap { ServerTime.seconds(ofHeader: $0) } ?? modified
      entityTag = properties.text("getetag").map { unquoted($0) } ?? entityTag
    }
  }

  /// The parts of the path of a URL, whole or without its beginning.
  private static func path(_ reference: [UInt8]) -> [[UInt8]]? {
    let slash = UInt8(ascii: "/")
    var path = reference.drop { $0 <= 0x20 }
    while let last = path.last, last <= 0x20 { path.removeLast() }
    if let colon = path.firstRange(of: Array("://".utf8)),
      !path[..<colon.lowerBound].contains(slash)
    {
      path = path[colon.upperBound...].drop { $0 != slash }
    }
    var parts: [[UInt8]] = []
    for part in path.split(separator: slash) {
      guard let name = PercentEncoding.decode(Array(part), isForm: false) else { return nil }
      parts.append(name)
    }
    return parts
  }
}

extension RemoteObject {
  init(_ key: ObjectKey, _ entry: WebDAVListing.Entry) {
    self.init(
      key: key, size: entry.size, modified: entry.modified.map(nanoseconds),
      entityTag: entry.entityTag)
  }
}

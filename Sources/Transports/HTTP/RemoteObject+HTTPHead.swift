extension RemoteObject {
  /// What the headers of an answer say of the object at `key`.
  init(_ key: ObjectKey, _ head: HTTPHead) {
    self.init(
      key: key, size: head["content-length"].flatMap { Int64($0) },
      modified: head["last-modified"].flatMap { ServerTime.seconds(ofHeader: $0) }
        .map(nanoseconds),
      entityTag: head["etag"].map { unquoted($0) })
  }
}

func nanoseconds(_ seconds: Int64) -> Int64 { seconds * 1_000_000_000 }

/// An entity tag without its quotes, and without the mark of a weak one: servers take that off after a while.
func unquoted(_ tag: String) -> String {
  let quote = UInt8(ascii: "\"")
  let tag = tag.utf8.starts(with: "W/".utf8) ? tag.utf8.dropFirst(2) : tag.utf8[...]
  let isQuoted = tag.count >= 2 && tag.first == quote && tag.last == quote
  return String(Substring(isQuoted ? tag.dropFirst().dropLast() : tag))
}

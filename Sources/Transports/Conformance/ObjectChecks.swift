import Hashing

extension ConformanceCheck {
  static var objectChecks: [ConformanceCheck] {
    [
      ConformanceCheck("gives back what was put", run: givesBack),
      ConformanceCheck("tells a missing object from an empty one", run: tellsMissingFromEmpty),
      ConformanceCheck("holds an object of many pieces", run: holdsManyPieces),
      ConformanceCheck("replaces an object", run: replaces),
      ConformanceCheck("takes odd names", run: takesOddNames),
      ConformanceCheck("takes names that are not UTF-8, or refuses them", run: takesBytesOrRefuses),
      ConformanceCheck("sees no object in the first part of a key", run: seesNoObjectInPart),
    ]
  }

  private static func givesBack(_ site: ConformanceSite) async throws {
    let bytes = Array("some bytes\n".utf8)
    try await site.put(bytes, "a/b/c")
    let object = try await site.stat("a/b/c")
    try requireEqual(object?.size, Int64(bytes.count), "size by stat")
    try requireEqual(object?.key, try site.key("a/b/c"), "key by stat")
    try requireEqual(try await site.get("a/b/c"), bytes, "downloaded bytes")
  }

  private static func tellsMissingFromEmpty(_ site: ConformanceSite) async throws {
    try requireEqual(try await site.stat("empty"), nil, "stat before the upload")
    try await site.put([], "empty")
    try requireEqual(try await site.stat("empty")?.size, 0, "size of an empty object")
    try requireEqual(try await site.get("empty"), [], "bytes of an empty object")
    try requireEqual(try await site.stat("missing"), nil, "stat of a missing object")
    let missing = try site.key("missing")
    let error = try await requireFailure(.notFound, doing: "downloading a missing object") {
      () async throws(TransportError) in
      _ = try await site.transport.download(missing) { _ in }
    }
    try requireEqual(error.key, missing, "key in the error")
  }

  private static func holdsManyPieces(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(site.largeSize + 17)
    let source = UploadSource.file(try site.file("large", bytes), size: Int64(bytes.count))
    let check = ContentCheck(.md5, Digest(of: bytes))
    let counter = ByteCounter()
    try await site.transport.upload(
      source, to: site.key("large"), verifying: check, progress: counter)
    try requireEqual(counter.bytes, Int64(bytes.count), "bytes told to the progress observer")
    let collector = ByteCollector()
    let object = try await site.transport.download(site.key("large"), into: collector.receive)
    try requireEqual(object.size, Int64(bytes.count), "size by download")
    try require(collector.bytes == bytes, "other bytes came back")
    try require((collector.pieceSizes.max() ?? 0) <= 1 << 20, "a piece was larger than 1 MiB")
  }

  private static func replaces(_ site: ConformanceSite) async throws {
    try await site.put(sampleBytes(100_000), "object")
    try await site.put([1, 2, 3], "object")
    try requireEqual(try await site.get("object"), [1, 2, 3], "bytes after replacing")
    try requireEqual(try await site.stat("object")?.size, 3, "size after replacing")
    try await site.requireNames(["object"], "names after replacing")
  }

  private static func takesOddNames(_ site: ConformanceSite) async throws {
    let names = oddNames.filter { !site.unfitNames.contains($0) }
    for name in names { try await site.put(Array(name.utf8), name) }
    for name in names {
      try requireEqual(try await site.get(name), Array(name.utf8), "bytes of '\(name)'")
      try requireEqual(try await site.stat(name)?.size, Int64(name.utf8.count), "size of '\(name)'")
    }
    guard site.transport.traits.canList else { return }
    let listed = try await site.names().map { Array($0.utf8) }
    let expected = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    try requireEqual(listed, expected, "listed names")
    _ = await site.transport.delete(try site.keys(names))
    try requireEqual(try await site.names(), [], "listing after deleting")
  }

  /// Two of them differ in their Unicode normalisation only.
  private static var oddNames: [String] {
    [
      "with space", " leading", "trailing ", "tab\tand\nnewline", "quote'\"`", "back\\slash",
      "per%20cent", "plus+and&amp;", "q?u=e#f", "<tag>", "semi;colon:", "*glob[x]{y}", "$HOME~",
      ".hidden", "..two", "three...", "-dash", "caf\u{e9}", "cafe\u{301}", "\u{65e5}\u{672c}",
      "\u{1f600}", "\u{ffff}", String(repeating: "n", count: 200), "d.e/f g/h%2Fi",
    ]
  }

  private static func takesBytesOrRefuses(_ site: ConformanceSite) async throws {
    guard let key = ObjectKey(bytes: Array(site.prefix.utf8) + [0x66, 0xff, 0xfe]) else {
      throw ConformanceFailure("a key of bytes was not made")
    }
    guard site.transport.traits.keysAreBytes else {
      try await requireFailure(.rejected, doing: "uploading to a key that is not UTF-8") {
        () async throws(TransportError) in
        try await site.transport.upload(.bytes([1]), to: key, verifying: nil)
      }
      return
    }
    try await site.transport.upload(.bytes([1]), to: key, verifying: nil)
    try requireEqual(try await site.transport.stat(key)?.size, 1, "size")
    try requireEqual(try await site.pages().joined().map(\.key), [key], "listed key")
  }

  private static func seesNoObjectInPart(_ site: ConformanceSite) async throws {
    try await site.put([1], "directory/object")
    try requireEqual(try await site.stat("directory"), nil, "stat of a part of a key")
    let part = try site.key("directory")
    try await requireFailure(.notFound, doing: "downloading a part of a key") {
      () async throws(TransportError) in
      _ = try await site.transport.download(part) { _ in }
    }
  }
}

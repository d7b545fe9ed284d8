import Hashing

extension ConformanceCheck {
  static var integrityChecks: [ConformanceCheck] {
    [
      ConformanceCheck("takes content that is what was promised", run: takesRightContent),
      ConformanceCheck("refuses wrong content and shows nothing of it", run: refusesWrongContent),
      ConformanceCheck("keeps an object when its successor is wrong", run: keepsFormerObject),
      ConformanceCheck("checks legacy content by its own rule", run: checksLegacyContent),
    ]
  }

  private static func takesRightContent(_ site: ConformanceSite) async throws {
    for size in [0, 1, 131_072, 131_073] {
      let bytes = sampleBytes(size)
      let check = ContentCheck(.md5, Digest(of: bytes))
      try await site.transport.upload(.bytes(bytes), to: site.key("\(size)"), verifying: check)
      let found = try await site.get("\(size)")
      try require(found == bytes, "other bytes came back")
    }
  }

  private static func refusesWrongContent(_ site: ConformanceSite) async throws {
    let bytes = sampleBytes(site.largeSize)
    let key = try site.key("wrong")
    let check = ContentCheck(.md5, Digest(of: bytes.dropLast()))
    let file = try site.file("source", bytes)
    for source in [UploadSource.file(file), .bytes(bytes), .bytes([])] {
      try await requireFailure(.mismatch, doing: "uploading wrong content") {
        () async throws(TransportError) in
        try await site.transport.upload(source, to: key, verifying: check)
      }
      try await site.requireNothing(at: "wrong")
    }
  }

  private static func keepsFormerObject(_ site: ConformanceSite) async throws {
    let key = try site.key("object")
    try await site.put([1, 2, 3], "object")
    let check = ContentCheck(.md5, Digest(of: [7]))
    try await requireFailure(.mismatch, doing: "replacing with wrong content") {
      () async throws(TransportError) in
      try await site.transport.upload(.bytes([8]), to: key, verifying: check)
    }
    try requireEqual(try await site.get("object"), [1, 2, 3], "bytes of the former object")
  }

  private static func checksLegacyContent(_ site: ConformanceSite) async throws {
    let bytes = Array("one\r\ntwo\r\n".utf8)
    let check = ContentCheck(.md5Dos2Unix, Digest(of: Array("one\ntwo\n".utf8)))
    try await site.transport.upload(.bytes(bytes), to: site.key("legacy"), verifying: check)
    try requireEqual(try await site.get("legacy"), bytes, "bytes of a legacy object")
  }
}

import Basics
import Hashing

extension ConformanceCheck {
  static var concurrencyChecks: [ConformanceCheck] {
    [
      ConformanceCheck("lets many write and read the same object", run: keepsObjectsWhole),
      ConformanceCheck("does as much at once as its width says", run: worksAtItsWidth),
    ]
  }

  /// Half of the callers write, each its own content, and half read: nobody sees a mixture.
  private static func keepsObjectsWhole(_ site: ConformanceSite) async throws {
    let contents = (0..<4).map { [UInt8](repeating: UInt8($0), count: 300_000 + $0) }
    try await site.put(contents[0], "object")
    let key = try site.key("object")
    let results = await concurrentMap(Array(0..<32), width: site.transport.traits.width) { turn in
      guard turn % 2 == 0 else {
        return try await readWhole(contents, site)
      }
      let bytes = contents[turn / 2 % contents.count]
      let check = ContentCheck(.md5, Digest(of: bytes))
      try await site.transport.upload(.bytes(bytes), to: key, verifying: check)
    }
    for result in results { try result.get() }
    let left = try await site.get("object")
    try require(contents.contains(left), "a mixture is left")
    try await site.requireNames(["object"], "names left")
  }

  /// A reader may be told that the object changed meanwhile, or is not there where it cannot be
  /// replaced at one moment.
  private static func readWhole(_ contents: [[UInt8]], _ site: ConformanceSite) async throws {
    do {
      let found = try await site.get("object")
      try require(contents.contains(found), "a reader saw a mixture of \(found.count) bytes")
    } catch let error as TransportError where error.kind == .changed {
      return
    } catch let error as TransportError where error.kind == .notFound {
      try require(!site.transport.traits.atomicPut, "a reader saw no object")
    }
  }

  private static func worksAtItsWidth(_ site: ConformanceSite) async throws {
    let names = (0..<100).map { "\($0 % 7)/\($0)" }
    try await site.put(names: names)
    let results = await concurrentMap(names, width: site.transport.traits.width) { name in
      try requireEqual(try await site.get(name), Array(name.utf8), "bytes of '\(name)'")
    }
    for result in results { try result.get() }
  }
}

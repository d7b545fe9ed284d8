/// The name of an object in a cache or remote: a digest, and whether it is a tree object (`.dir`).
package struct ObjectID: Hashable, Sendable {
  package var digest: Digest
  package var isTree: Bool

  package static let treeSuffix = ".dir"

  package init(_ digest: Digest, isTree: Bool = false) {
    self.digest = digest
    self.isTree = isTree
  }

  /// Parses `32 lower-case hex digits` with or without `.dir`; nil for anything else, such as the
  /// upper-case digests that DVC accepts in a file and then never finds.
  package init?(_ text: String) {
    let isTree = text.hasSuffix(Self.treeSuffix)
    guard let digest = Digest(hex: isTree ? text.utf8.dropLast(4) : text.utf8.dropLast(0)) else {
      return nil
    }
    self.init(digest, isTree: isTree)
  }
}

extension ObjectID {
  /// Whether it names a file without a byte.
  package var isOfNothing: Bool { self == Self.nothing }

  private static let nothing = ObjectID(Digest(of: []))
}

extension ObjectID: Comparable {
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    left.digest == right.digest ? !left.isTree && right.isTree : left.digest < right.digest
  }
}

extension ObjectID: CustomStringConvertible {
  /// As it stands in pointer files: `32 hex[.dir]`.
  package var description: String { digest.hex + (isTree ? Self.treeSuffix : "") }
}

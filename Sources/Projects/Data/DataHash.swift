package import Formats
package import Hashing

/// The hash of an output or of a file in one, as far as two of them are compared.
package enum DataHash: Hashable, Sendable {
  /// One that names an object.
  case object(HashAlgorithm, ObjectID)
  /// Any other: an entity tag, or text that no object can have.
  case other(HashInfo)

  /// What is recorded of an output; nil when nothing is.
  package init?(_ content: ContentInfo) {
    guard let hash = content.hash else { return nil }
    let algorithm: HashAlgorithm = content.isLegacy ? .md5Dos2Unix : .md5
    guard hash.name == "md5", let id = ObjectID(hash.value) else {
      self = .other(hash)
      return
    }
    self = .object(algorithm, id)
  }

  /// As it stands in files and in `--show-hash`.
  package var text: String {
    switch self {
    case .object(_, let id): id.description
    case .other(let hash): hash.value
    }
  }

  package var isTree: Bool {
    switch self {
    case .object(_, let id): id.isTree
    case .other(let hash): hash.isTree
    }
  }
}

extension DataHash: Comparable {
  /// Any order will do; equal hashes come to stand together.
  package static func < (left: DataHash, right: DataHash) -> Bool {
    switch (left, right) {
    case (.object(let a, let x), .object(let b, let y)):
      a == b ? x < y : a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
    case (.object, .other): true
    case (.other, .object): false
    case (.other(let a), .other(let b)):
      (a.name + "\0" + a.value).utf8.lexicographicallyPrecedes((b.name + "\0" + b.value).utf8)
    }
  }
}

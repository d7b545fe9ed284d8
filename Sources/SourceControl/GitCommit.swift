/// A commit, as far as anybody here asks.
package struct GitCommit: Sendable, Equatable {
  package let id: GitObjectID
  package let tree: GitObjectID
  /// In a shallow clone, the parents that were cut off are not among them.
  package let parents: [GitObjectID]
  /// When it was committed, in seconds since 1970.
  package let time: Int64
  /// The whole message; bytes that are not UTF-8 show as U+FFFD.
  package let message: String

  init?(_ object: GitObject, id: GitObjectID, isCutOff: Bool) {
    guard object.kind == .commit, let tree = object.fields("tree").first,
      let treeID = GitObjectID(hex: tree)
    else { return nil }
    self.id = id
    self.tree = treeID
    parents = isCutOff ? [] : object.fields("parent").compactMap { GitObjectID(hex: $0) }
    time = Self.time(of: object.fields("committer").first ?? [])
    message = String(decoding: object.message, as: UTF8.self)
  }

  /// Reads the time in `Name <mail> 1700000000 +0100`.
  private static func time(of signature: ArraySlice<UInt8>) -> Int64 {
    let words = signature.split(separator: UInt8(ascii: " ")).suffix(2)
    return words.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
  }
}

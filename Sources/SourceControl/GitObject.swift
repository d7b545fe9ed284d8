/// A Git object as it is stored.
struct GitObject: Sendable, Equatable {
  enum Kind: String, Sendable {
    case commit, tree, blob, tag
  }

  let kind: Kind
  let bytes: [UInt8]

  /// The values of a header field of a commit or tag, in their order.
  func fields(_ name: String) -> [ArraySlice<UInt8>] {
    let prefix = Array(name.utf8) + [UInt8(ascii: " ")]
    return headers.filter { $0.starts(with: prefix) }.map { $0.dropFirst(prefix.count) }
  }

  /// What follows the header of a commit or tag.
  var message: ArraySlice<UInt8> {
    let headerLength = headers.reduce(0) { $0 + $1.count + 1 }
    return bytes.dropFirst(headerLength + 1)
  }

  private var headers: ArraySlice<ArraySlice<UInt8>> {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }
  }
}

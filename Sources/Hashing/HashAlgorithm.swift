/// How the bytes of a file become its digest.
package enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// MD5 of the bytes (DVC 3).
  case md5
  /// MD5 of the bytes, with line endings of text normalised (DVC 2).
  case md5Dos2Unix = "md5-dos2unix"
}

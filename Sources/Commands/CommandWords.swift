package import Basics

/// Decodes the words of a command line, which are whatever bytes the shell passed.
///
/// DVC fails on paths that are not UTF-8, some time after it began; here they are refused at once.
package func commandWords(_ arguments: [[UInt8]]) throws(CairnError) -> [String] {
  var words: [String] = []
  for bytes in arguments {
    guard let word = String(validating: bytes, as: UTF8.self) else {
      throw CairnError("argument is not valid UTF-8: \(pythonQuoted(bytes))")
    }
    words.append(word)
  }
  return words
}

import Hashing
import TestSupport
import Testing

@Suite struct ContentHasherTests {
  @Test(arguments: [
    ("hello\n", HashAlgorithm.md5, "b1946ac92492d2347c6235b4d2611184"),
    ("", .md5, "d41d8cd98f00b204e9800998ecf8427e"),
    ("", .md5Dos2Unix, "d41d8cd98f00b204e9800998ecf8427e"),
    ("a\r\nb\r\n", .md5, "59b0d7772f0561efb95518f3cb8abc60"),
    ("a\r\nb\r\n", .md5Dos2Unix, "dd8c6a395b5dd36c56d23275028f526c"),
    ("[]", .md5, "d751713988987e9331980363e24189ce"),
  ])
  func hashesTheVectors(text: String, algorithm: HashAlgorithm, hex: String) {
    #expect(Digest(of: Array(text.utf8), by: algorithm).hex == hex)
  }

  @Test func startsAnewAfterTheEnd() {
    var hasher = ContentHasher(.md5Dos2Unix)
    let bytes = Array("a\r\n".utf8)
    for _ in 0..<2 {
      bytes.withUnsafeBytes { hasher.update($0) }
      #expect(hasher.finish() == Digest(of: "a\n".utf8))
    }
  }

  @Test func aZeroMakesAChunkBinary() {
    let bytes = Array("a\r\n\0".utf8)
    #expect(Digest(of: bytes, by: .md5Dos2Unix) == Digest(of: bytes))
  }

  @Test func moreThanThirtyPercentOddBytesMakeAChunkBinary() {
    let text = Array("\r\n12345".utf8) + [0xFF, 0xFE, 0xFD]
    #expect(Digest(of: text, by: .md5Dos2Unix) == Digest(of: text.dropFirst()))
    let binary = text + [0xFC]
    #expect(Digest(of: binary, by: .md5Dos2Unix) == Digest(of: binary))
  }

  @Test func onlyTheFirstHalfKibibyteDecides() {
    let line = Array(repeating: UInt8(ascii: "x"), count: 512)
    let bytes = line + Array("\0\r\n".utf8)
    #expect(Digest(of: bytes, by: .md5Dos2Unix) == Digest(of: line + Array("\0\n".utf8)))
  }

  @Test func everyMebibyteIsJudgedByItself() {
    let text = Array(repeating: UInt8(ascii: "x"), count: (1 << 20) - 1)
    let end = Array("\n\r\n".utf8)
    let split = text + [UInt8(ascii: "\r")] + end
    #expect(Digest(of: split, by: .md5Dos2Unix) == Digest(of: text + Array("\r\n\n".utf8)))
    let binary = text + Array("\n\0\r\n".utf8)
    #expect(Digest(of: binary, by: .md5Dos2Unix) == Digest(of: binary))
  }

  @Test(arguments: [HashAlgorithm.md5, .md5Dos2Unix])
  func piecesDoNotMatter(algorithm: HashAlgorithm) {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("ab\r\n".utf8)
    let bytes = (0..<2_500_000).map { _ in alphabet[Int(generator.next() & 3)] }
    var hasher = ContentHasher(algorithm)
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...300_000, using: &generator))
      piece.withUnsafeBytes { hasher.update($0) }
      rest = rest.dropFirst(piece.count)
    }
    #expect(hasher.finish() == Digest(of: bytes, by: algorithm))
  }
}

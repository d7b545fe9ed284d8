import Hashing
import Testing

@Suite struct DigestTests {
  private let hex = "00112233445566778899aabbccddeeff"

  @Test func readsAndWritesHexadecimalDigits() throws {
    let digest = try #require(Digest(hex))
    #expect(digest.hex == hex)
    #expect(
      digest.bytes == [0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255])
    var bytes: [UInt8] = []
    digest.appendHex(to: &bytes)
    #expect(bytes == Array(hex.utf8))
  }

  @Test(arguments: [
    "", "00", "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeefg",
  ])
  func refusesAnythingElse(text: String) {
    #expect(Digest(text) == nil)
    #expect(Digest(text + "0") == nil)
  }

  @Test func ordersAsTheDigitsDo() throws {
    let smaller = try #require(Digest("0f" + hex.dropFirst(2)))
    let larger = try #require(Digest("f0" + hex.dropFirst(2)))
    #expect(smaller < larger)
    #expect(!(larger < smaller))
  }

  @Test func objectIDsTellTreesFromFiles() throws {
    let file = try #require(ObjectID(hex))
    let tree = try #require(ObjectID(hex + ".dir"))
    #expect(!file.isTree)
    #expect(tree.isTree)
    #expect(file.digest == tree.digest)
    #expect(file < tree)
    #expect(tree.description == hex + ".dir")
    #expect(ObjectID(hex.uppercased()) == nil)
    #expect(ObjectID(hex + ".txt") == nil)
  }

  @Test func sha256IsWhatTheStandardSays() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(sha256Hex(Array("abc".utf8)) == expected)
  }

  /// RFC 4231, test cases 1 and 2.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
  ])
  func hmacIsWhatTheStandardSays(_ key: [UInt8], _ text: String, _ expected: String) {
    #expect(lowerHex(hmacSHA256(Array(text.utf8), key: key)) == expected)
  }
}

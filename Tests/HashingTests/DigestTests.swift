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
}

import Hashing
import Testing

struct Base64Tests {
  /// RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func knowsTheVectorsOfTheStandard(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test func takesAllBytes() {
    let all = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(all)) == all)
    #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zm9v=", "====", "Zg= =", "Zm\n9v", "Zm9-"])
  func refusesWhatIsNone(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }
}

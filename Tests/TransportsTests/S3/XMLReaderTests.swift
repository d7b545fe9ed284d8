import Testing

@testable import Transports

struct XMLReaderTests {
  @Test func readsAnAnswerOfS3() throws {
    let root = try XMLReader.read(
      Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/" a='1 > 0'>
          <Name>bucket</Name><!-- a <comment> --><Prefix/><KeyCount >2</KeyCount >
          <Contents><Key>a&amp;b &#x1F600;&#65;&lt;</Key><Size>1</Size></Contents>
          <Contents><Key><![CDATA[<raw> & ]]>end</Key></Contents>
        </ListBucketResult>

        """.utf8))
    #expect(root.isNamed("ListBucketResult"))
    #expect(root.text("Name") == "bucket")
    #expect(root["Prefix"]?.content == [])
    #expect(root.text("Prefix") == nil)
    #expect(root.text("KeyCount") == "2")
    let keys = root.all("Contents").map { $0.text("Key") }
    #expect(keys == ["a&b \u{1F600}A<", "<raw> & end"])
  }

  @Test func readsWhatComesAfterWhiteSpace() throws {
    #expect(try XMLReader.read(Array(" \r\n\t<a>x</a>".utf8)).text == "x")
    #expect(try XMLReader.read(Array("\u{feff}<a/>".utf8)).isNamed("a"))
  }

  @Test(arguments: [
    "", " ", "text", "<a>", "<a", "<a></b>", "<a/><b/>", "<a>&nbsp;</a>", "<a>&amp</a>",
    "<a>&#xD800;</a>", "<a>&#0;</a>", "<a x></a>", "<a x=1></a>", "<a x='1></a>", "<!-- x",
    "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><![CDATA[x]]</a>", "<a>x</a> y", "</a>",
    "<a><!DOCTYPE b></a>", "{\"Code\": 1}", "<a>\u{0}", "<>x</>",
  ])
  func refusesWhatIsNoDocument(_ text: String) {
    #expect(throws: XMLReader.Problem.self) { try XMLReader.read(Array(text.utf8)) }
  }

  @Test func refusesNestingWithoutEnd() {
    func nested(_ depth: Int) -> [UInt8] {
      Array(
        (String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
    }
    #expect(throws: Never.self) { try XMLReader.read(nested(16)) }
    #expect(throws: XMLReader.Problem.self) { try XMLReader.read(nested(17)) }
    #expect(throws: XMLReader.Problem.self) { try XMLReader.read(nested(100_000)) }
  }

  @Test func survivesBytesAtRandom() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("<>/a&;!?-[]\"'= #x1".utf8)
    for _ in 0..<2_000 {
      let bytes = (0..<40).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      _ = try? XMLReader.read(bytes)  // whether it is a document does not matter here
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("a&b<c>\"d", "a&amp;b&lt;c&gt;&quot;d"),
    ("t\tn\nr\r", "t&#9;n&#10;r&#13;"),
    ("caf\u{e9} \u{1f600}", "caf\u{e9} \u{1f600}"),
  ])
  func readsBackWhatWasEscaped(_ text: String, _ escaped: String) throws {
    #expect(XMLText.escaped(text) == escaped)
    #expect(XMLText.canHold(text))
    #expect(try XMLReader.read(Array("<a>\(escaped)</a>".utf8)).text == text)
  }

  @Test(arguments: ["\u{1}", "a\u{b}b", "\u{ffff}", "\u{fffe}"])
  func knowsWhatXMLCannotHold(_ text: String) {
    #expect(!XMLText.canHold(text))
  }
}

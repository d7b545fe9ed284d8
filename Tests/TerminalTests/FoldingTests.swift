import Testing

@testable import Terminal

/// The expected lines are what DVC 3.67.1 prints on `checkout`, but for its mangling of `[x]` and `:x:`.
@Suite struct FoldingTests {
  @Test func expandsTabsToColumnsOfEight() {
    #expect(folded("A\tx", width: 80) == "A       x")
    #expect(folded("A\ttab\there.txt", width: 80) == "A       tab     here.txt")
    #expect(folded("12345678\tx", width: 80) == "12345678        x")
    #expect(folded("日本\tx", width: 80) == "日本    x")
  }

  @Test func breaksBetweenWordsAndKeepsBlanksThatFit() {
    let text = "A\tx y z " + String(repeating: "word ", count: 25) + "end"
    #expect(
      folded(text, width: 80) == """
        A       x y z word word word word word word word word word word word word word\u{20}
        word word word word word word word word word word word word end
        """)
    #expect(
      folded(text, width: 40) == """
        A       x y z word word word word word\u{20}
        word word word word word word word word\u{20}
        word word word word word word word word\u{20}
        word word word word end
        """)
  }

  @Test func startsALineForAWordThatIsTooWideAndCutsIt() {
    let name = String(repeating: "a", count: 100)
    let cut = String(repeating: "a", count: 80) + "\n" + String(repeating: "a", count: 20)
    #expect(folded("A\t\(name)/", width: 80) == "A       \n\(cut)/")
    #expect(folded(name, width: 80) == cut)
    #expect(folded("\(name) b", width: 80) == "\(cut) b")
  }

  @Test func cutsBetweenWideCharacters() {
    let name = String(repeating: "日", count: 5)
    #expect(folded(name, width: 5) == "日日\n日日\n日")
  }

  @Test func dropsBlanksBeyondTheWidth() {
    #expect(folded("abcd  ef", width: 4) == "abcd\nef")
    #expect(folded("abc   ef", width: 4) == "abc \nef")
    #expect(folded("e ", width: 4) == "e ")
  }

  @Test func leavesLinesBracketsAndColonsAlone() {
    #expect(folded("a [red] :smile:\n\nb\n", width: 80) == "a [red] :smile:\n\nb\n")
    #expect(folded("", width: 80) == "")
  }

  @Test func countsMarksAsNothing() {
    #expect("e\u{301}".unicodeScalars.map(\.columns) == [1, 0])
    #expect("😄日ｱ".unicodeScalars.map(\.columns) == [2, 2, 1])
  }
}

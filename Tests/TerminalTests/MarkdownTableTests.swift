import Terminal
import Testing

@Suite struct MarkdownTableTests {
  @Test func columnsAreAsWideAsTheirWidestCell() {
    let table = MarkdownTable(
      headers: ["Status", "Path"], rows: [["added", "a longer path"], ["deleted", "b"]])
    #expect(
      table.rendered == """
        | Status   | Path          |
        |----------|---------------|
        | added    | a longer path |
        | deleted  | b             |
        """)
  }

  @Test func aTableWithoutRowsIsTwoWiderThanItsHeaders() {
    #expect(MarkdownTable(headers: ["Path"], rows: []).rendered == "| Path   |\n|--------|")
  }

  @Test func wideCharactersTakeTwoColumns() {
    let table = MarkdownTable(headers: ["P"], rows: [["日本"], ["abcd"]])
    #expect(table.rendered == "| P    |\n|------|\n| 日本 |\n| abcd |")
  }
}

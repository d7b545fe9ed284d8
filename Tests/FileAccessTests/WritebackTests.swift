import Testing

@testable import FileAccess

struct WritebackTests {
  @Test func beginsWithWhatIsWorthARequest() {
    var writeback = Writeback(isWanted: true)
    let piece = 3 << 20
    let begun = (0..<7).map { _ in writeback.note(piece) }
    #expect(begun == [nil, nil, 0..<9 << 20, nil, nil, 9 << 20..<18 << 20, nil])
  }

  @Test func beginsWithNothingForWhoDoesNotSync() {
    var writeback = Writeback(isWanted: false)
    #expect(writeback.note(100 << 20) == nil)
  }
}

import Basics
import Testing

@testable import Formats

@Suite struct RWLockTableTests {
  private let ours = RWLockTable.Holder(processID: 1, command: "dvc add")
  private let theirs = RWLockTable.Holder(processID: 2, command: "dvc repro")

  private func bytes(_ paths: String...) -> [[UInt8]] { paths.map { Array($0.utf8) } }

  @Test func rendersAndParsesWhatDVCWrites() throws {
    let text = """
      {"read": {"/p/f": [{"pid": 18788, "cmd": "dvc repro"}], "/p/out": [{"pid": 18788, "cmd": \
      "dvc repro"}]}, "write": {"/p/out": {"pid": 18788, "cmd": "dvc repro"}}}
      """
    let table = try RWLockTable(parsing: Array(text.utf8), name: "rwlock")
    #expect(table.readings.count == 2)
    #expect(String(decoding: table.rendered(), as: UTF8.self) == text)
  }

  @Test(arguments: ["{}", #"{"write": {}}"#, #"{"read": {}}"#, #"{"read": {}, "write": {}}"#])
  func idleFilesAreEmptyTables(text: String) throws {
    #expect(try RWLockTable(parsing: Array(text.utf8), name: "rwlock") == RWLockTable())
  }

  @Test(arguments: [
    (#"{"wr"#, "corrupted: Unterminated string starting at: line 1 column 2 (char 1)"),
    ("", "corrupted: Expecting value: line 1 column 1 (char 0)"),
    ("[]", "error.: expected a dictionary"),
    (#"{"foo": 1}"#, "error.: extra keys not allowed @ data['foo']"),
    (#"{"write": []}"#, "error.: expected a dictionary for dictionary value @ data['write']"),
    (
      #"{"write": {"/a": {"pid": "x", "cmd": "y"}}}"#,
      "error.: expected int for dictionary value @ data['write']['/a']['pid']"
    ),
    (
      #"{"write": {"/a": {"pid": 5}}}"#,
      "error.: required key not provided @ data['write']['/a']['cmd']"
    ),
    (
      #"{"read": {"/a": {"pid": 5, "cmd": "x"}}}"#,
      "error.: expected a list for dictionary value @ data['read']['/a']"
    ),
    (#"{"read": {"/a": [[]]}}"#, "error.: expected a dictionary @ data['read']['/a'][0]"),
    (
      #"{"read": {"/a": [{"pid": 1, "cmd": "x", "z": 5}]}}"#,
      "error.: extra keys not allowed @ data['read']['/a'][0]['z']"
    ),
  ])
  func complainsAsDVCDoes(text: String, words: String) {
    let error = #expect(throws: RWLockFileError.self) {
      try RWLockTable(parsing: Array(text.utf8), name: ".dvc/tmp/rwlock")
    }
    #expect(error?.userError.fullMessage.hasSuffix(words) == true, "\(String(describing: error))")
  }

  @Test(arguments: ["/p/d", "/p", "/p/d/f"])
  func aWriterExcludesReadersAndWritersAboveAndBelow(path: String) throws {
    var table = RWLockTable()
    _ = try table.enter(reading: [], writing: bytes("/p/d"), holder: theirs) { _ in true }
    let busy = RWLockBusyError(path: Array(path.utf8), holders: [theirs])
    #expect(throws: busy) {
      try table.enter(reading: bytes(path), writing: [], holder: ours) { _ in true }
    }
    #expect(throws: busy) {
      try table.enter(reading: [], writing: bytes(path), holder: ours) { _ in true }
    }
  }

  @Test func readersExcludeWritersOnly() throws {
    var table = RWLockTable()
    _ = try table.enter(reading: bytes("/p/d"), writing: [], holder: theirs) { _ in true }
    _ = try table.enter(reading: bytes("/p/d"), writing: [], holder: ours) { _ in true }
    #expect(table.readings.first?.holders == [theirs, ours])
    #expect(throws: RWLockBusyError(path: Array("/p".utf8), holders: [theirs])) {
      try table.enter(reading: [], writing: bytes("/p"), holder: ours) { _ in true }
    }
  }

  @Test func neighboursDoNotDisturbEachOther() throws {
    var table = RWLockTable()
    _ = try table.enter(reading: [], writing: bytes("/p/d"), holder: theirs) { _ in true }
    _ = try table.enter(reading: bytes("/p/d2"), writing: bytes("/p/c"), holder: ours) { _ in true }
  }

  @Test func theSameProcessIsNeverInItsOwnWay() throws {
    var table = RWLockTable()
    for _ in 0..<2 {
      _ = try table.enter(reading: bytes("/a"), writing: bytes("/a"), holder: ours) { _ in true }
    }
    table.leave(reading: bytes("/a"), writing: bytes("/a"), holder: ours)
    #expect(table == RWLockTable())
  }

  @Test func theDeadAreDroppedWhereTheyAreInTheWay() throws {
    var table = RWLockTable()
    _ = try table.enter(reading: bytes("/a", "/b"), writing: [], holder: theirs) { _ in true }
    let dropped = try table.enter(reading: [], writing: bytes("/a"), holder: ours) { $0 == 1 }
    #expect(dropped == [.init(path: Array("/a".utf8), holder: theirs)])
    #expect(table.readings == [.init(path: Array("/b".utf8), holders: [theirs])])
    #expect(table.writings == [.init(path: Array("/a".utf8), holder: ours)])
  }

  @Test func leavingTouchesNothingOfOthers() throws {
    var table = RWLockTable()
    _ = try table.enter(reading: bytes("/a"), writing: bytes("/b"), holder: theirs) { _ in true }
    let before = table
    table.leave(reading: bytes("/a"), writing: bytes("/b"), holder: ours)
    #expect(table == before)
  }
}

import Formats
import Pipelines
import Testing

/// As `dvc status` of DVC 3.67.1 reports such changes.
@Suite struct ParamsChangeTests {
  @Test func reportsKeysInTheirOrder() throws {
    let document = try document("a: 2\nb: {c: 1}\nw: 5\n")
    let recorded: Value = ["a": 1, "b.c": 1, "b.d": 2, "gone": 3]
    let changes = try changes(["a", "b.c", "b.d", "gone", "w"], from: recorded, to: document)
    #expect(changes == ["a modified", "b.d deleted", "gone deleted", "w new"])
  }

  @Test func reportsWhatIsNeitherRecordedNorThereAsDeleted() throws {
    let changes = try changes(["zz"], from: ["a": 1], to: try document("a: 1"))
    #expect(changes == ["zz deleted"])
  }

  @Test func reportsAllKeysOfAWholeFile() throws {
    let document = try document("x: 1\nz: 3\n")
    let changes = try changes([], from: ["a": 0, "x": .float(1), "y": 2], to: document)
    #expect(changes == ["z new", "a deleted", "y deleted"])
  }

  @Test func takesAnEmptyFileForOneWithoutKeys() throws {
    #expect(try changes([], from: ["a": 1], to: try document("")) == ["a deleted"])
  }

  private func document(_ yaml: String) throws -> ParameterDocument {
    try ParameterDocument(parsing: Array(yaml.utf8), name: "params.yaml")
  }

  private func changes(
    _ keys: [String], from recorded: Value, to document: ParameterDocument
  ) throws -> [String] {
    try ParamsDependency(file: "params.yaml", keys: keys)
      .changes(from: recorded.map ?? Value.Mapping(), to: document)
      .map { "\($0.key) \($0.change.rawValue)" }
  }
}

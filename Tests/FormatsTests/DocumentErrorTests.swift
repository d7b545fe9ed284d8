import Basics
import Formats
import Testing

@Suite struct DocumentErrorTests {
  @Test func saysWhatDVCSays() throws {
    let cases = try Fixture.values("yaml/errors.jsonl").compactMap(\.array)
    #expect(cases.count > 150)
    for line in cases {
      let source = line[1].string ?? ""
      let said = message(of: source, kind: line[0].string ?? "")
      #expect(said == line[2].string, "\(source)")
    }
  }

  private func message(of source: String, kind: String) -> String? {
    do {
      if kind == "dvc" {
        _ = try PointerFile(parsing: bytes(source), path: "k.dvc")
      } else {
        let document = try YAMLDocument(parsing: bytes(source), name: "dvc.lock")
        _ = try document.validated(against: .lockFile, name: "dvc.lock")
      }
      return nil
    } catch {
      return error.userError.fullMessage
    }
  }
}

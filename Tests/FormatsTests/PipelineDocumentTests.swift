import Formats
import Testing

@Suite struct PipelineDocumentTests {
  private static let text = """
    # the pipeline
    vars:
    - x: 1
    stages:
      # first comment
      first:
        cmd: cp in one   # a copy
        deps: [z, a]
      second:
          cmd: echo ${x}

      third: {cmd: echo 3, outs: [q]}
    plots:
    - q

    """

  private func edited(_ change: (inout PipelineDocument) -> Void) throws -> String? {
    var document = try PipelineDocument(parsing: Array(Self.text.utf8), path: "dvc.yaml")
    change(&document)
    return document.rendered.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func freezingChangesOneLine() throws {
    let frozen = try edited {
      $0.setFrozen(true, of: "first")
      $0.setFrozen(true, of: "third")
      $0.setFrozen(true, of: "nope")
    }
    let wanted = Self.text
      .replacing("    deps: [z, a]\n", with: "    deps: [z, a]\n    frozen: true\n")
      .replacing("outs: [q]}", with: "outs: [q], frozen: true}")
    #expect(frozen == wanted)
  }

  @Test func unfreezingTakesTheKeyAway() throws {
    var document = try PipelineDocument(
      parsing: Array("stages:\n  a:\n    frozen: true\n    cmd: b\n".utf8), path: "dvc.yaml")
    document.setFrozen(false, of: "a")
    #expect(document.rendered == Array("stages:\n  a:\n    cmd: b\n".utf8))
  }

  @Test func removingLeavesTheOthersAlone() throws {
    let wanted = Self.text.replacing("  second:\n      cmd: echo ${x}\n", with: "")
    #expect(try edited { $0.remove(stage: "second") } == wanted)
  }

  @Test func nothingIsLeftWithoutStages() throws {
    let rest = try edited { document in
      for name in document.stageNames { document.remove(stage: name) }
      #expect(document.otherKeys == ["vars", "plots"])
    }
    #expect(rest == nil)
  }
}

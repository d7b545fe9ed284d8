import Formats
import Pipelines
import Testing

/// Every case of `fixtures/pipelines` against what DVC made of it.
@Suite struct BaselineTests {
  @Test(arguments: PipelineCase.all("expressions"))
  func resolvesExpressions(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("values"))
  func replacesValues(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("variables"))
  func loadsVariables(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("groups"))
  func expandsGroups(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("stages"))
  func readsStages(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("documents"))
  func readsDocuments(_ pipelineCase: PipelineCase) { check(pipelineCase) }

  @Test(arguments: PipelineCase.all("schema"))
  func checksTheSchema(_ pipelineCase: PipelineCase) { check(pipelineCase) }
}

private func check(_ pipelineCase: PipelineCase) {
  let answer = pipelineCase.answer
  do {
    let file = try pipelineCase.parse()
    let stages = try file.resolve()
    #expect(json(.array(stages.map(\.value))) == json(answer["stages"] ?? answer["error"] ?? .null))
    let warnings = try file.warnings().map(Value.string)
    #expect(json(.array(warnings)) == json(answer["warnings"] ?? []))
    checkTopLevel(of: file, answer)
  } catch {
    #expect(messageText(of: error) == answer["error"]?.string)
  }
}

private func checkTopLevel(of file: PipelineFile, _ answer: Value.Mapping) {
  do {
    #expect(json(try file.topLevel().value) == json(answer["top"] ?? .map(Value.Mapping())))
  } catch {
    #expect(messageText(of: error) == answer["top_error"]?.string)
  }
}

/// Keys sorted, so that equal values are equal text.
private func json(_ value: Value) -> String {
  String(decoding: renderJSON(value, sorted: true), as: UTF8.self)
}

import Formats
import Pipelines
import SystemPackage
import Testing

@Suite struct LockTests {
  /// The hashes come from the file that DVC wrote, all the rest from the stage.
  @Test(arguments: PipelineCase.all("locks"))
  func recordsStagesAsDVCDoes(_ pipelineCase: PipelineCase) throws {
    let stages = try pipelineCase.parse().resolve()
    let written = pipelineCase.answer["lock"]?.string
    do {
      let lock = try written.map { try LockFile(parsing: Array($0.utf8), path: "dvc.lock") }
      var rebuilt = LockFile()
      for stage in stages {
        rebuilt[stage: stage.name] = try locked(stage, pipelineCase, lock?[stage: stage.name])
      }
      #expect(String(decoding: rebuilt.rendered(), as: UTF8.self) == written)
    } catch {
      let message = "failed to reproduce '\(stages[0].name)': \(messageText(of: error))"
      #expect(message == pipelineCase.answer["repro_error"]?.string)
    }
  }

  @Test(arguments: PipelineCase.all("locks"))
  func findsNothingChangedInWhatDVCRecorded(_ pipelineCase: PipelineCase) throws {
    guard let written = pipelineCase.answer["lock"]?.string else { return }
    let lock = try LockFile(parsing: Array(written.utf8), path: "dvc.lock")
    for stage in try pipelineCase.parse().resolve() where !stage.params.isEmpty {
      let recorded = try #require(lock[stage: stage.name])
      #expect(recorded.cmd == stage.cmd)
      for dependency in stage.params where stage.lockName(of: dependency) == dependency.file {
        let values = recorded.params[dependency.file]?.map ?? Value.Mapping()
        let document = try parameters(dependency, stage, pipelineCase)
        let changes = try dependency.changes(from: values, to: document)
        #expect(changes.isEmpty, "\(dependency)")
      }
    }
  }
}

private func locked(
  _ stage: ResolvedStage, _ pipelineCase: PipelineCase, _ written: LockedStage?
) throws -> LockedStage {
  let params = try stage.params.map { dependency in
    let document = try parameters(dependency, stage, pipelineCase)
    return (dependency, try dependency.values(in: document, shown: dependency.file))
  }
  let deps = written?.deps ?? []
  let outs = written?.outs ?? []
  return LockedStage(
    stage, params: params,
    dep: { path in deps.first { $0.path == path }?.content ?? ContentInfo() },
    out: { output in outs.first { $0.path == output.path }?.content ?? ContentInfo() })
}

private func parameters(
  _ dependency: ParamsDependency, _ stage: ResolvedStage, _ pipelineCase: PipelineCase
) throws -> ParameterDocument {
  let path = stage.directory.pushing(FilePath(dependency.file)).lexicallyNormalized()
  return try ParameterDocument(parsing: pipelineCase.files[path] ?? [], name: dependency.file)
}

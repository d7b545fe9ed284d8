import Basics
import Formats
import Pipelines
import SystemPackage
import Testing

/// A small project of `fixtures/pipelines`, with what DVC 3.67.1 makes of it.
struct PipelineCase: Sendable, CustomTestStringConvertible {
  let topic: String
  let title: String
  var settings: [String: String] = [:]
  var files: [FilePath: [UInt8]] = [:]
  var answer = Value.Mapping()

  var testDescription: String { "\(topic): \(title)" }

  /// The current directory, relative to the project's root.
  var workingDirectory: FilePath { FilePath(settings["cwd"] ?? "") }

  /// The pipeline file, relative to the project's root.
  var file: FilePath {
    workingDirectory.pushing(FilePath(settings["file"] ?? "dvc.yaml")).lexicallyNormalized()
  }

  /// The case's files as the source of a pipeline file.
  var source: PipelineSource {
    PipelineSource(
      read: { [files] path in
        if let bytes = files[path] { return .bytes(bytes) }
        return files.keys.contains { $0.starts(with: path) && $0 != path } ? .directory : .missing
      },
      display: { [workingDirectory] in shown($0, from: workingDirectory) })
  }

  func parse() throws -> PipelineFile {
    try PipelineFile(parsing: files[file] ?? [], at: file, source: source)
  }
}

/// `path` relative to `directory`; both are relative to one root.
private func shown(_ path: FilePath, from directory: FilePath) -> String {
  var path = path.components[...]
  var directory = directory.components[...]
  while let first = path.first, first == directory.first {
    path.removeFirst()
    directory.removeFirst()
  }
  let parts = Array(repeating: "..", count: directory.count) + path.map(\.string)
  return parts.joined(separator: "/")
}

extension PipelineCase {
  static func all(_ topic: String) -> [PipelineCase] {
    do {
      let answers = try parseJSON(Fixture.bytes("\(topic).json")).map ?? Value.Mapping()
      return cases(in: String(decoding: try Fixture.bytes("\(topic).cases"), as: UTF8.self), topic)
        .map { pipelineCase in
          var pipelineCase = pipelineCase
          pipelineCase.answer = answers[pipelineCase.title]?.map ?? Value.Mapping()
          return pipelineCase
        }
    } catch {
      return []
    }
  }

  private static func cases(in text: String, _ topic: String) -> [PipelineCase] {
    var cases: [PipelineCase] = []
    var file: FilePath?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("=== ") {
        cases.append(PipelineCase(topic: topic, title: String(line.dropFirst(4))))
        file = nil
      } else if line.hasPrefix("--- ") {
        file = FilePath(String(line.dropFirst(4)))
        if let file { cases[cases.count - 1].files[file] = [] }
      } else if let file {
        cases[cases.count - 1].files[file]? += Array(line.utf8) + [0x0A]
      } else if line.hasPrefix("@ ") {
        let words = line.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
        cases[cases.count - 1].settings[words[0]] = words.count > 1 ? words[1] : ""
      }
    }
    return cases
  }
}

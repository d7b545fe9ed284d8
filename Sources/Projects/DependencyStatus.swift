import Basics
import FileAccess
import Formats
import Hashing
import Objects
import Pipelines
import SystemPackage

/// Tells how the dependencies of a stage differ from what is recorded.
struct DependencyStatus {
  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  private var project: Project { workspace.project }

  func items(of stage: Stage) throws -> [StatusReport.Item] {
    try stage.dependencies.compactMap { dependency in
      switch dependency.kind {
      case .path(let location): try item(dependency, at: location)
      case .parameters(let file, let keys): try item(dependency, file, keys)
      case .repository, .other: nil
      }
    }
  }

  private func item(_ dependency: Dependency, at location: Location) throws -> StatusReport.Item? {
    guard let path = absolute(location) else { return nil }
    let name = project.shown(location)
    var output = Output(
      location: location,
      entry: OutputEntry(path: dependency.text, content: dependency.entry?.content ?? ContentInfo())
    )
    output.entry.cache = false
    guard output.hasHash else {
      let isThere = try FileStatus.ifExists(at: path) != nil
      return StatusReport.Item(name, .word(isThere ? "modified" : "deleted"))
    }
    return try OutputStatus(workspace).word(output).map { StatusReport.Item(name, .word($0)) }
  }

  private func absolute(_ location: Location) -> FilePath? {
    switch location {
    case .inside(let path): project.absolute(path)
    case .outside(let path): path
    case .url: nil
    }
  }

  private func item(
    _ dependency: Dependency, _ location: Location, _ keys: [String]
  ) throws -> StatusReport.Item? {
    guard let path = location.path else { return nil }
    let name = project.shown(path)
    guard let bytes = try project.index.tree.read(path) else {
      return StatusReport.Item(name, .word("deleted"))
    }
    guard let recorded = dependency.parameters else { return StatusReport.Item(name, .word("new")) }
    let document = try ParameterDocument(parsing: bytes, name: name)
    let parameters = ParamsDependency(file: dependency.text, keys: keys)
    let words = try parameters.changes(from: recorded, to: document).map {
      (key: $0.key, word: $0.change.rawValue)
    }
    return words.isEmpty ? nil : StatusReport.Item(name, .keys(words))
  }
}

package import Formats

internal import SystemPackage

/// What a pipeline file lists beside its stages, with `${}` resolved.
package struct TopLevel: Sendable, Equatable {
  /// Parameter files.
  package var params: [Value] = []
  /// Metrics files.
  package var metrics: [Value] = []
  /// Paths, or a mapping from a path or an identifier to properties.
  package var plots: [Value] = []
  /// By name.
  package var artifacts = Value.Mapping()
  package var datasets: [Value] = []
}

extension PipelineFile {
  /// The lists of the top level.
  package func topLevel() throws -> TopLevel {
    TopLevel(
      params: try list("params"),
      metrics: try list("metrics"),
      plots: try list("plots"),
      artifacts: try artifacts(),
      datasets: try list("datasets"))
  }

  private func list(_ key: String) throws -> [Value] {
    try (keys[key]?.array ?? []).enumerated().map { index, item in
      try resolveTopLevel("\(key).\(index)") { try $0.resolve(item) }
    }
  }

  private func artifacts() throws -> Value.Mapping {
    var resolved = Value.Mapping()
    for (name, artifact) in keys["artifacts"]?.map?.pairs ?? [] {
      let (name, artifact) = try resolveTopLevel("artifacts.\(name)") {
        (try $0.key(name), try $0.resolve(artifact))
      }
      resolved[name] = artifact
    }
    return resolved
  }

  private func resolveTopLevel<T>(
    _ place: String, _ body: (Interpolation) throws -> T
  ) throws -> T {
    try locatingProblems("'\(place)'", in: shownPath) {
      try body(Interpolation(variables.context, options: options))
    }
  }
}

package import Formats

internal import SystemPackage

extension LockedStage {
  /// The entry of the lock file for a stage that ran (dvc-format §15): deps and outs by path,
  /// `params.yaml` before the other parameter files.
  ///
  /// - Parameters:
  ///   - params: for each parameter dependency its recorded values, see
  ///     ``ParamsDependency/values(in:shown:)``.
  ///   - dep: what is at a dependency, by its path as written.
  ///   - out: what is at an output, by its path as written.
  package init(
    _ stage: ResolvedStage,
    params: [(dependency: ParamsDependency, values: Value.Mapping)],
    dep: (String) throws -> ContentInfo,
    out: (StageOutput) throws -> ContentInfo
  ) rethrows {
    self.init(cmd: stage.cmd)
    deps = try stage.deps.sorted(by: precedes).map { path in
      DependencyEntry(path: path, content: try dep(path))
    }
    outs = try stage.outs.sorted { precedes($0.path, $1.path) }.map { output in
      OutputEntry(path: output.path, content: try out(output))
    }
    self.params = Self.recorded(params, stage)
  }

  /// Of two entries for one file the one whose written path comes last counts.
  private static func recorded(
    _ params: [(dependency: ParamsDependency, values: Value.Mapping)], _ stage: ResolvedStage
  ) -> Value.Mapping {
    let files = params.map { dependency, values in
      let name = stage.lockName(of: dependency)
      return (
        isDefault: name.utf8.elementsEqual(ParamsDependency.defaultFile.utf8),
        written: dependency.file, name: name, values: values
      )
    }
    let ordered = files.sorted { left, right in
      if left.isDefault != right.isDefault { return left.isDefault }
      return precedes(left.written, right.written)
    }
    var recorded = Value.Mapping()
    for file in ordered { recorded[file.name] = .map(file.values) }
    return recorded
  }
}

extension ResolvedStage {
  /// A parameter file as `dvc.lock` names it: by the shortest way from the working directory.
  package func lockName(of dependency: ParamsDependency) -> String {
    var file = directory.resolving(dependency.file).components[...]
    var start = directory.components[...]
    while file.count > 1, let first = start.first, first == file.first {
      file.removeFirst()
      start.removeFirst()
    }
    let parts = Array(repeating: "..", count: start.count) + file.map(\.string)
    return parts.joined(separator: "/")
  }
}

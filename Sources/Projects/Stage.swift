package import Basics
package import Formats
package import Pipelines

/// A `.dvc` file, or one stage of a pipeline file with what `dvc.lock` knows of it.
package struct Stage: Sendable {
  package enum Definition: Sendable {
    case pointer(PointerFile)
    case pipeline(ResolvedStage, locked: LockedStage?)
  }

  package var address: StageAddress
  package var definition: Definition
  /// Where paths are relative to.
  package var workingDirectory: RelativePath
  package var outs: [Output]
  package var dependencies: [Dependency]

  package var isPointer: Bool {
    switch definition {
    case .pointer: true
    case .pipeline: false
    }
  }

  package var isFrozen: Bool {
    switch definition {
    case .pointer(let file): file.frozen
    case .pipeline(let stage, _): stage.frozen
    }
  }

  package var isAlwaysChanged: Bool {
    switch definition {
    case .pointer(let file): file.alwaysChanged
    case .pipeline(let stage, _): stage.alwaysChanged
    }
  }

  /// Whether it is data imported from elsewhere: a `.dvc` file with one dependency and one output.
  package var isImport: Bool { isPointer && dependencies.count == 1 && outs.count == 1 }

  /// Whether what it was imported from has versions: a Git repository, or a storage that keeps them.
  var isImportOfVersions: Bool {
    isImport
      && dependencies.contains { dependency in
        if case .repository = dependency.kind { return true }
        return dependency.entry?.versionID != nil || dependency.entry?.files != nil
      }
  }

  /// Whether it is data that somebody added: no dependency, no command.
  package var isDataSource: Bool { isPointer }
}

/// What a stage or an import is made from.
package struct Dependency: Sendable {
  package enum Kind: Sendable {
    case path(Location)
    /// A path in another repository.
    case repository
    /// Keys of a parameter file; none means all of it.
    case parameters(file: Location, keys: [String])
    case other
  }

  package var kind: Kind
  /// The path as the file writes it.
  package var text: String
  package var entry: DependencyEntry?
  /// Recorded values of parameters.
  package var parameters: Value.Mapping?

  package init(kind: Kind, text: String, entry: DependencyEntry? = nil) {
    self.kind = kind
    self.text = text
    self.entry = entry
  }
}

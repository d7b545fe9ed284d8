package import Formats
package import SystemPackage

/// A stage of a pipeline file with everything in it resolved.
package struct ResolvedStage: Sendable, Equatable {
  /// The name, with `@` and the key for a stage of a group.
  package var name: String
  /// A string or a list of strings in every file that can run.
  package var cmd: Value
  /// The working directory as written, relative to the pipeline file; nil when none is.
  package var wdir: String?
  /// Paths as written, relative to the working directory.
  package var deps: [String]
  package var params: [ParamsDependency]
  /// Outs, then metrics, then plots, each in the order of the file.
  package var outs: [StageOutput]
  package var frozen: Bool
  package var alwaysChanged: Bool
  package var desc: String?
  package var meta: Value?
  /// Whether the stage comes from a group or from `${}`, so that it cannot be written back.
  package var isParametrized: Bool
  /// Where paths of the stage start: the working directory relative to the project's root.
  package var directory: FilePath

  /// Whether the stage has neither dependencies nor outputs, so that it runs every time.
  package var isAlwaysRun: Bool { deps.isEmpty && params.isEmpty && outs.isEmpty }
}

/// The parameters of one file that a stage depends on.
package struct ParamsDependency: Sendable, Equatable {
  /// Path as written, relative to the working directory.
  package var file: String
  /// Dotted names in the order of the file; empty when the stage depends on the whole file.
  package var keys: [String]

  package init(file: String, keys: [String]) {
    self.file = file
    self.keys = keys
  }

  /// The file that a bare name belongs to.
  package static let defaultFile = "params.yaml"
}

/// An output of a stage with its flags.
package struct StageOutput: Sendable, Equatable {
  /// The list of the stage that the output stands in.
  package enum Kind: String, Sendable {
    case out = "outs"
    case metric = "metrics"
    case plot = "plots"
  }

  /// Path as written, relative to the working directory.
  package var path: String
  package var kind: Kind
  /// Whether the content belongs in the cache.
  package var cache = true
  /// Whether the output stays when the stage runs again.
  package var persist = false
  package var desc: String?
  package var type: String?
  package var labels: [String] = []
  package var meta: Value?
  /// The remote that alone holds the content.
  package var remote: String?
  /// Whether `push` takes the content along.
  package var push = true
  /// `x`, `y`, `template` and the other properties of a plot, in the order of the file.
  package var plot = Value.Mapping()

  package init(path: String, kind: Kind = .out) {
    self.path = path
    self.kind = kind
  }
}

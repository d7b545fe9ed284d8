package import Basics

/// An output that targets mean, and the parts of it.
package struct SelectedOutput: Sendable {
  package var stage: Stage
  package var output: Output
  /// Paths below the output; the root means all of it.
  package var scopes: [RelativePath]
}

/// The outputs of targeted stages, each once.
package struct OutputSelection: Sendable {
  package private(set) var outputs: [SelectedOutput] = []

  package init(_ targeted: [TargetedStage], where isMeant: (Output) -> Bool) {
    var places: [Location: Int] = [:]
    for target in targeted {
      for output in target.outs where isMeant(output) {
        let scope = target.scope(of: output)
        if let place = places[output.location] {
          if !outputs[place].scopes.contains(scope) { outputs[place].scopes.append(scope) }
        } else {
          places[output.location] = outputs.count
          outputs.append(SelectedOutput(stage: target.stage, output: output, scopes: [scope]))
        }
      }
    }
    for index in outputs.indices where outputs[index].scopes.contains(.root) {
      outputs[index].scopes = [.root]
    }
  }
}

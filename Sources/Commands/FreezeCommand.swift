import Basics
import Formats
import Projects
import Terminal

package struct FreezeCommand: FreezingCommand {
  package static let isFreezing = true
  package var targets: [String] = []
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "freeze", "Take stages for unchanged whatever happens to their dependencies.",
    example: "freeze train", Argument.freezingOptions)
}

package struct UnfreezeCommand: FreezingCommand {
  package static let isFreezing = false
  package var targets: [String] = []
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "unfreeze", "Look at the dependencies of stages again.", example: "unfreeze train",
    Argument.freezingOptions)
}

/// `freeze` or `unfreeze`.
package protocol FreezingCommand: ProjectCommand {
  static var isFreezing: Bool { get }
  var targets: [String] { get set }
  var printsJSON: Bool { get set }
}

extension Argument where Command: FreezingCommand {
  static var freezingOptions: [Self] {
    [
      .flag("--json", set: \.printsJSON, "Print what was changed as JSON.").ours,
      .positionals(
        "targets", atLeastOne: true, into: \.targets, "Pointer files, and stages of dvc.yaml."
      ).completing(.stages),
    ]
  }
}

extension FreezingCommand {
  /// A target that fails does not keep the others from being done.
  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await context.withProject { project in
      var files: [String] = []
      var status = ExitStatus.success
      for target in targets {
        do {
          files += try await freeze(target, project, context)
        } catch let failure as HandledFailure {
          context.console.report(failure.userError)
          status = .failure
        }
      }
      if printsJSON { context.console.print(json: ["files": .array(files.map(Value.string))]) }
      return status
    }
  }

  private func freeze(
    _ target: String, _ project: Project, _ context: CommandContext
  ) async throws -> [String] {
    let verb = Self.isFreezing ? "freeze" : "unfreeze"
    let changes = try await handlingFailures("failed to \(verb) '\(target)'") {
      var verb = Freeze(project, isFrozen: Self.isFreezing)
      return try verb.run(target)
    }
    if !printsJSON { for line in changes.messages { context.console.print(line) } }
    return changes.shownFiles
  }
}

import Basics
import Formats
import Hashing
import Projects
import Terminal

package struct CICheckCommand: ProjectCommand {
  package var targets: [String] = []
  package var revision: String?
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "ci check", "Check that the remotes hold every object that a commit needs.",
    details:
      "Fetches no data. Exits 10 when objects are missing, 11 when a remote cannot be reached, 12 when it "
      + "refuses the credentials.",
    example: "ci check",
    .text("--rev", placeholder: "<commit>", set: \.revision, "The commit; HEAD without it."),
    .flag("--json", set: \.printsJSON, "Print JSON."),
    .positionals("targets", into: \.targets, targetsHelp))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    do {
      let check = try await context.documented(printsJSON) {
        let project = try context.openProject()
        return try await CIVerb(project, targets: targets, revision: revision ?? "HEAD").check()
      }
      return show(check, context)
    } catch let error as any UserFacingError {
      guard let status = Verdict.distinctStatus(for: error.userError.kind) else { throw error }
      context.console.report(error.userError)
      return status
    }
  }

  private func show(_ check: CIVerb.Check, _ context: CommandContext) -> ExitStatus {
    let isWhole = check.missing.isEmpty && check.homeless.isEmpty
    if printsJSON { context.console.print(json: check.value) }
    for object in check.missing {
      context.console.report(
        CairnError(
          "missing on '\(object.remote)': \(object.path) (\(object.id)), recorded in \(object.recordedIn)"
        ))
    }
    for name in check.homeless {
      context.console.report(
        CairnError(
          "no remote is configured for '\(name)'", hints: ["cairn remote add -d <name> <url>"]))
    }
    if isWhole {
      if !printsJSON {
        let remotes = check.remotes.map { "'\($0)'" }.joined(separator: ", ")
        context.console.print(
          "\(check.objects) objects are on \(remotes.isEmpty ? "no remote" : remotes).")
      }
      return .success
    }
    context.console.note("Run `cairn push` where the data are, at that commit.")
    return .missingData
  }
}

extension CIVerb.Check {
  fileprivate var value: Value {
    [
      "remotes": .array(remotes.map { .string($0) }), "objects": .integer(objects),
      "missing": .array(
        missing.map { object in
          [
            "md5": .string(object.id.description), "path": .string(object.path),
            "file": .string(object.recordedIn), "remote": .string(object.remote),
          ]
        }),
      "without_remote": .array(homeless.map { .string($0) }),
    ]
  }
}

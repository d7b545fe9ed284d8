import Basics
import Formats
import Objects
import Projects
import Terminal
import Transports

package struct RemoteCheckCommand: ProjectCommand {
  package var name: String?
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "remote check", "Try on a remote what every command needs of it.",
    details:
      "Connects, lists, writes a small object below .cairn/, reads it, offers wrong bytes, which must be "
      + "refused, and deletes it again.",
    example: "remote check storage",
    .flag("--json", set: \.printsJSON, "Print JSON."),
    .optional("name", into: \.name, "The remote; the default one without a name."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let project = try context.openProject()
    let remote = try project.remote(name, command: "remote check")
    let transport = try project.transport(for: remote)
    let outcomes = await RemoteTrial(transport).run()
    await transport.close()
    if printsJSON { context.console.print(json: value(remote.name, outcomes)) }
    var failure: CairnError?
    for (step, outcome) in outcomes {
      switch outcome {
      case .passed: say("ok", step, nil, context)
      case .skipped(let reason): say("skipped", step, reason, context)
      case .failed(let error):
        say("failed", step, error.fullMessage, context)
        for hint in error.hints { context.console.note(hint) }
        failure = failure ?? error
      }
    }
    guard let failure else { return .success }
    throw HandledFailure(
      userError: CairnError(
        "the remote '\(remote.name)' does not do all that is needed", kind: failure.kind))
  }

  private func say(
    _ word: String, _ step: RemoteTrial.Step, _ detail: String?, _ context: CommandContext
  ) {
    if printsJSON { return }
    let name = step.rawValue + String(repeating: " ", count: max(0, 8 - step.rawValue.count))
    context.console.print("\(name) \(word)" + (detail.map { ": \($0)" } ?? ""))
  }

  private func value(
    _ remote: String, _ outcomes: [(step: RemoteTrial.Step, outcome: RemoteTrial.Outcome)]
  ) -> Value {
    [
      "remote": .string(remote),
      "steps": .array(
        outcomes.map { step, outcome in
          var document: Value.Mapping = .init()
          document["step"] = .string(step.rawValue)
          switch outcome {
          case .passed: document["outcome"] = .string("ok")
          case .skipped(let reason):
            document["outcome"] = .string("skipped")
            document["detail"] = .string(reason)
          case .failed(let error):
            document["outcome"] = .string("failed")
            document["detail"] = .string(error.fullMessage)
            document["hints"] = .array(error.hints.map { .string($0) })
          }
          return .map(document)
        }),
    ]
  }
}

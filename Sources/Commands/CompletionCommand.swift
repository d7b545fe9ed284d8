import Basics
import Formats
import Projects
import Terminal

package struct CompletionCommand: ProjectCommand {
  package var shell: String?
  package var words: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "completion", "Print a script that makes a shell complete command lines.",
    details: "In ~/.bashrc: source <(cairn completion)", example: "completion --shell fish",
    .text(
      "-s", "--shell", placeholder: "{bash,zsh,fish}", set: \.shell,
      oneOf: CompletionScript.allCases.map(\.rawValue), "For which shell; bash without it."),
    .repeated(
      "--word", placeholder: "<word>", into: \.words,
      "Used by the scripts: a word of the command line; the last one is to be completed."
    ).ours)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    if words.isEmpty {
      let script = shell.flatMap { CompletionScript(rawValue: $0) } ?? .bash
      context.console.printAlways(script.text)
    } else {
      context.console.printAlways(CompletionAnswer(words, context).text)
    }
    return .success
  }
}

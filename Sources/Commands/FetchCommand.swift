import Basics
import Projects

package struct FetchCommand: TransferCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  /// Bytes.
  package var maximumSize: Int?
  /// `metrics` or `plots`; none means all.
  package var types: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "fetch", "Download the objects of tracked data from the remote into the cache.",
    example: "fetch -r storage data/images",
    Argument.transferOptions + [
      .number(
        "--max-size", placeholder: "<bytes>", set: \.maximumSize,
        "Only files and directories smaller than this."),
      .repeated(
        "--type", placeholder: "{metrics,plots}", into: \.types, oneOf: ["metrics", "plots"],
        "Only outputs that are metrics or plots; may be given twice."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try await TransferOutput(context, .fetch, printsJSON: transfer.printsJSON).run { project in
      var request = transfer.request(targets)
      request.sizeLimit = Int64(maximumSize ?? 0)
      request.purposes = Set(types.map { $0 == "plots" ? .plot : .metric })
      return try await FetchVerb(project, request).run()
    }
  }
}

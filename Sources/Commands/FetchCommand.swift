import Basics
import Projects

package struct FetchCommand: TransferCommand, FilteredCommand {
  package var targets: [String] = []
  package var transfer = TransferFlags()
  package var filter = FilterFlags()
  /// Bytes.
  package var maximumSize: Int?
  /// `metrics` or `plots`; none means all.
  package var types: [String] = []

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "fetch", "Download the objects of tracked data from the remote into the cache.",
    example: "fetch -r storage data/images",
    Argument.transferOptions + Argument.filterOptions + [
      .byteCount(
        "--max-size", set: \.maximumSize,
        "Only outputs smaller than this, as a whole; units such as 10M and 1GiB are taken."),
      .repeated(
        "--type", placeholder: "{metrics,plots}", into: \.types, oneOf: ["metrics", "plots"],
        "Only outputs that are metrics or plots; may be given twice."),
      .positionals("targets", into: \.targets, targetsHelp),
    ])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let context = transfer.adjusting(context)
    return try await TransferOutput(context, .fetch, printsJSON: transfer.printsJSON).run {
      project in
      var request = transfer.request(targets)
      request.filter = try filter.filter()
      request.sizeLimit = Int64(maximumSize ?? 0)
      request.purposes = Set(types.map { $0 == "plots" ? .plot : .metric })
      return try await FetchVerb(project, request).run()
    }
  }
}

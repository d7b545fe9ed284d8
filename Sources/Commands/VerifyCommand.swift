import Basics
import Objects
import Projects

package struct VerifyCommand: ProjectCommand {
  /// Empty for the default one; nil for the cache.
  package var remote: String?
  package var readsData = false
  package var subset: String?
  package var repairs = false
  package var jobs: Int?
  package var printsJSON = false
  package var usesSFTP = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "verify", "Check that stored objects are what their names say.",
    details:
      "Without --remote all objects of the cache are read. Of a remote the listings are looked at first: "
      + "what is missing, sizes, and the MD5 that the server tells; with --read-data also the bytes.",
    example: "verify --remote storage --read-data --subset 5%",
    .text(
      "-r", "--remote", placeholder: "[<name>]", bare: "", set: \.remote,
      "Check a remote instead of the cache; the default one without a name."),
    .flag("--read-data", set: \.readsData, "Read the objects of the remote, too."),
    .text(
      "--subset", placeholder: "<percent>%", set: \.subset,
      "Read only so many of the objects, others each time; of a remote with or without --read-data."
    ),
    .flag(
      "--repair", set: \.repairs,
      "Bring back what is damaged or missing: in the cache from the remotes, on a remote from the cache. "
        + "Damaged bytes are kept in .cairn/quarantine of the cache."),
    .number("-j", "--jobs", set: \.jobs, "How many requests to the remote at a time."),
    .flag("--sftp", set: \.usesSFTP, sftpHelp),
    .flag("--json", set: \.printsJSON, "Print JSON."))

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let request = try request()
    let context = context.usingSFTP(usesSFTP)
    let report = try await context.documented(printsJSON) {
      let project = try context.openProject()
      // Others work on while objects are only read, which may take hours.
      return repairs
        ? try await project.locked { try await VerifyVerb(project, request).run() }
        : try await VerifyVerb(project, request).run()
    }
    try VerifyOutput(context, printsJSON: printsJSON).show(report)
    return .success
  }

  private func request() throws -> VerifyRequest {
    var request = VerifyRequest()
    if let remote { request.place = .remote(remote.isEmpty ? nil : remote) }
    request.readsData = readsData || subset != nil
    request.repairs = repairs
    request.jobs = jobs
    if let subset { request.sample = try Self.sample(subset) }
    return request
  }

  private static func sample(_ text: String) throws -> VerificationSample {
    let digits = text.last == "%" ? text.dropLast() : text[...]
    guard let percent = Double(digits), percent > 0, percent <= 100 else {
      throw CairnError(
        "'\(text)' is no part of the objects", kind: .usage, hints: ["For example: --subset 5%"])
    }
    return VerificationSample(share: percent / 100)
  }
}

import Formats
import Projects
import Terminal

package struct CacheMigrateCommand: ProjectCommand {
  package var includesFiles = false
  package var isDry = false
  package var printsJSON = false

  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "cache migrate", "Bring objects of DVC 2 into the layout of DVC 3.",
    example: "cache migrate --dvc-files",
    .flag(
      "--dvc-files", set: \.includesFiles, "Also record the data of entries of DVC 2 anew."),
    .flag("--dry", set: \.isDry, "Only tell what there is to do."),
    .flag("--json", set: \.printsJSON, "Print what was done as JSON.").ours)

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    if isDry {
      let verb = MigrateCache(try context.openProject())
      let count = try verb.countObjects()
      try tellPlan(count, includesFiles ? verb.files() : [], context)
      return .success
    }
    let changes = try await context.withProject { project in
      try migrate(MigrateCache(project), context)
    }
    if let changes { try ChangesOutput(context, printsJSON: false).finish(changes, message: nil) }
    return .success
  }

  private func tellPlan(_ count: Int, _ files: [String], _ context: CommandContext) throws {
    if printsJSON { return tell(count, files, context) }
    context.console.print(
      "\(count) files will be re-hashed and migrated to the DVC 3.0 cache location.")
    guard includesFiles else { return }
    context.console.print(
      files.isEmpty
        ? Self.nothing
        : (["Entries in following DVC files will be migrated to the 3.0 format:"]
          + files.map { "\t\($0)" }).joined(separator: "\n"))
  }

  private func migrate(
    _ verb: MigrateCache, _ context: CommandContext
  ) throws -> ProjectChanges? {
    let count = try verb.migrateObjects()
    if !printsJSON { context.console.print("Migrated \(count) files to DVC 3.0 cache location.") }
    let changes = includesFiles ? try verb.migrateFiles() : nil
    if printsJSON {
      tell(count, changes?.shownFiles ?? [], context)
      return nil
    }
    if let changes, changes.files.isEmpty { context.console.print(Self.nothing) }
    return changes
  }

  private func tell(_ count: Int, _ files: [String], _ context: CommandContext) {
    context.console.print(
      json: ["objects": .integer(count), "files": .array(files.map(Value.string))])
  }

  private static let nothing = "No DVC files in the repo to migrate to the 3.0 format."
}

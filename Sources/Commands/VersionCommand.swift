import Basics
import FileAccess
import Formats
import Projects
import SourceControl
import SystemPackage
import Terminal
import Transports

package struct VersionCommand: ProjectCommand {
  package init() {}

  package static let syntax = CommandSyntax<Self>(
    "version", "Print the version and what it runs on.", example: "version", [])

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let root = try context.projectRoot()
    let files = try context.configFiles(inProject: root)
    let configuration = try Configuration(files)
    var report = VersionReport(
      platform: platformText(), remoteKinds: context.transports.kinds,
      globalDirectory: files.dvc.first { $0.level == .global }?.directory,
      systemDirectory: files.dvc.first { $0.level == .system }?.directory)
    do {
      if let root { report.project = try project(root, configuration, context) }
      context.console.printAlways(report.lines.joined(separator: "\n"))
    } catch let error as LostRepository {
      let lines = report.lines + ["Repo: dvc, git (broken)"]
      context.console.printAlways(lines.joined(separator: "\n"))
      throw error
    }
    return .success
  }

  private func project(
    _ root: FilePath, _ configuration: Configuration, _ context: CommandContext
  ) throws -> VersionReport.Project {
    let mounts = MountTable(
      parsing: String(decoding: try readFile("/proc/self/mountinfo"), as: UTF8.self))
    let control = root.appending(".dvc")
    let cache = configuration.cache.directory ?? control.appending("cache")
    return VersionReport.Project(
      cache: try self.cache(cache.appending("files/md5"), root, mounts),
      remotes: try configuration.remoteNames.map { try kind(of: $0, configuration) },
      workspace: mounts.place(of: root),
      repository: try repository(root, configuration, context.environment),
      privateDirectory: control.appending("tmp/cairn"))
  }

  private func kind(of remote: String, _ configuration: Configuration) throws -> String {
    let kind = try configuration.remote(named: remote).kind
    return kind == .local ? "local" : kind.rawValue
  }

  private func cache(
    _ directory: FilePath, _ root: FilePath, _ mounts: MountTable
  ) throws -> VersionReport.Cache? {
    guard try FileStatus.ifExists(at: directory) != nil else { return nil }
    let types = try LinkProbe([.reflink, .hardlink, .symlink], from: directory, to: root).types
    return VersionReport.Cache(
      linkTypes: types.map(\.rawValue), place: mounts.place(of: try resolvePath(directory)))
  }

  private func repository(
    _ root: FilePath, _ configuration: Configuration, _ environment: [String: String]
  ) throws -> String {
    if configuration.hasNoSCM { return "dvc (no_scm)" }
    guard let git = try GitRepository.open(at: root, environment: environment) else {
      throw LostRepository(root: root)
    }
    return try git.workTree == root ? "dvc, git" : "dvc (subdir), git"
  }
}

/// A project with source control that has none any longer.
private struct LostRepository: UserFacingError {
  var root: FilePath

  var userError: CairnError { CairnError("\(root) is not a git repository") }
}

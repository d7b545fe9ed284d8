import Basics
import FileAccess
import Formats
import Hashing
import Objects
import SystemPackage

/// Brings what DVC 2 left into the forms of DVC 3: the objects of the cache, and the files that name
/// them.
package struct MigrateCache {
  private let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// How many objects there are to be looked at.
  package func countObjects() throws -> Int { try migration.objects().count }

  /// Returns how many objects are new in the cache of DVC 3.
  package func migrateObjects() throws -> Int { try migration.run() }

  private var migration: CacheMigration {
    CacheMigration(
      from: project.cache(.md5Dos2Unix), to: project.cache(.md5), progress: project.progress)
  }

  /// The files with entries of DVC 2: `data.dvc`, `dvc.yaml (dvc.lock)`; sorted.
  package func files() throws -> [String] {
    let names = try legacyStages().map { stage in
      let file = stage.address.file
      let lock = project.shown(file.parent.appending("dvc.lock"))
      return stage.isPointer ? project.shown(file) : "\(project.shown(file)) (\(lock))"
    }
    return Set(names.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Records the data of such entries anew, as they are now. What is not here stays as recorded.
  package func migrateFiles() throws -> ProjectChanges {
    let stages = try legacyStages().filter(isHere)
    guard !stages.isEmpty else { return ProjectChanges(project) }
    var request = CommitRequest()
    request.forces = true
    request.migratesLegacy = true
    var commit = try Commit(project, request, confirm: { _ in true })
    return try commit.run(stages.map { TargetedStage(stage: $0) })
  }

  private func legacyStages() throws -> [Stage] {
    try project.index.stages().filter { stage in
      stage.outs.contains { $0.path != nil && $0.entry.content.isLegacy }
        || !stage.isImport && stage.dependencies.contains(where: isLegacy)
    }
  }

  /// Whether there is anything of a stage that can be recorded anew; warns of what cannot.
  private func isHere(_ stage: Stage) throws -> Bool {
    let legacy = stage.outs.filter { $0.path != nil && $0.entry.content.isLegacy }
    let missing = try legacy.filter { output in
      guard let path = project.absolute(output.location) else { return false }
      return try FileStatus.ifExists(at: path) == nil
    }
    for output in missing {
      project.warn(
        "'\(project.shown(output.location))' is not here: what DVC 2 recorded of it stays")
    }
    return missing.count < legacy.count || stage.dependencies.contains(where: isLegacy)
  }

  private func isLegacy(_ dependency: Dependency) -> Bool {
    guard case .path(.inside) = dependency.kind else { return false }
    return dependency.entry?.content.isLegacy ?? false
  }
}

import Basics
import FileAccess
import Formats
import Pipelines
import SourceControl
import SystemPackage

/// Finds the stages that a command is to change: by file and by name, never by what they put out.
struct StageTargets {
  let project: Project

  init(_ project: Project) {
    self.project = project
  }

  /// The stages of a stage file, or the one that is named. The name of a group means nothing.
  ///
  /// - Throws: `MissingStageFile`, `StageNotFound`, or what makes a file unfit to hold stages.
  func stages(_ target: String) throws -> [Stage] {
    let place = try Place(target, project)
    try check(place)
    if let name = place.name, place.isPointer {
      project.warn(
        "Ignoring name '\(name)' for single stage in 'SingleStageFile: \(project.shown(place.file))'."
      )
    }
    return try project.index.stages(
      inFile: place.file, only: place.isPointer ? nil : place.name)
  }

  /// The one stage that is named, or that a pointer file holds.
  func stage(_ target: String) throws -> Stage {
    let place = try Place(target, project)
    try check(place)
    guard place.isPointer || place.name != nil else {
      throw CairnError(
        "Stage name not provided.Please specify the name as: "
          + "`\(project.shown(place.file)):stage_name`")
    }
    guard let stage = try stages(target).first else { throw MissingStageFile(place.shown) }
    return stage
  }

  /// Refuses a file that is not there, not seen, or not one for stages.
  private func check(_ place: Place) throws {
    if try project.ignore.isIgnored(place.file, isDirectory: false) {
      throw MissingStageFile(place.shown, "is dvc-ignored")
    }
    let path = project.absolute(place.file)
    guard let status = try FileStatus.ifExists(at: path) else {
      throw MissingStageFile(place.shown)
    }
    let (shown, name) = (
      project.shown(place.file), String(decoding: place.file.name, as: UTF8.self)
    )
    guard isStageFileName(name) else {
      throw CairnError(
        "bad DVC file name '\(shown)'. DVC files should be named 'dvc.yaml' or have a '.dvc' suffix "
          + "(e.g. '\(name).dvc').")
    }
    if try project.git?.isIgnored(path) == true {
      throw CairnError("bad DVC file name '\(shown)' is git-ignored.")
    }
    guard status.kind == .file else { throw CairnError("'\(place.shown)' is not a .dvc file") }
  }
}

extension StageTargets {
  /// The file that a target means, and the name of a stage in it.
  private struct Place {
    let file: RelativePath
    /// As errors name the file: absolute when the target names it.
    let shown: String
    let name: String?

    var isPointer: Bool { file.name.suffix(4).elementsEqual(".dvc".utf8) }

    init(_ target: String, _ project: Project) throws {
      let address = try Pipelines.StageAddress(parsing: target)
      let text = address.file ?? "dvc.yaml"
      let path = project.absolute(project.directory).pushing(FilePath(text)).lexicallyNormalized()
      let namesFile = address.file != nil || target.utf8.first == UInt8(ascii: ":")
      shown = namesFile ? path.string : text
      guard let file = path.relative(to: project.root), !file.isRoot else {
        throw MissingStageFile(path.string, "is outside of the project")
      }
      self.file = file
      name = address.name
    }
  }
}

/// A stage file that cannot be found.
struct MissingStageFile: UserFacingError {
  private let file: String
  private let problem: String

  init(_ file: String, _ problem: String = "does not exist") {
    self.file = file
    self.problem = problem
  }

  var userError: CairnError { CairnError("'\(file)' \(problem)") }
}

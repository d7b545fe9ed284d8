package import Basics

/// What a target of the command line says: a stage file, a stage, or both.
///
/// Forms: `train`, `sub/dvc.yaml:train`, `train@item`, `sub/dvc.yaml`, `data.dvc`; a name may also be
/// that of a group. Whether the file is there is not looked at.
package struct StageAddress: Sendable, Equatable {
  /// The stage file as written; nil when the target names only a stage, of `dvc.yaml`.
  package var file: String?
  /// Nil for all stages of the file.
  package var name: String?

  package init(file: String?, name: String?) {
    self.file = file
    self.name = name
  }

  /// - Throws: a hint when a lock file is meant where a pipeline file must be.
  package init(parsing target: String) throws(CairnError) {
    guard let (path, name) = splitAtLastColon(target) else {
      self.init(alone: target)
      try refuseLockFile()
      return
    }
    self.init(file: path.isEmpty ? nil : path, name: name.isEmpty ? nil : name)
    try refuseLockFile()
  }

  private init(alone target: String) {
    if isStageFileName(target) || lastComponent(target).elementsEqual("dvc.lock".utf8) {
      self.init(file: target, name: nil)
    } else {
      self.init(file: nil, name: target)
    }
  }

  private func refuseLockFile() throws(CairnError) {
    guard let file, lastComponent(file).elementsEqual("dvc.lock".utf8) else { return }
    let meant = file.dropLast("lock".count) + "yaml"
    throw CairnError("Did you mean: `\(meant)\(name.map { ":\($0)" } ?? "")`?")
  }

  /// The form in which a stage is shown: the bare name for one of the `dvc.yaml` at hand.
  ///
  /// - Parameter file: the pipeline file relative to the current directory.
  package static func shown(name: String, file: String) -> String {
    file.utf8.elementsEqual("dvc.yaml".utf8) ? name : "\(file):\(name)"
  }
}

/// Whether the path is named as a pipeline file (`dvc.yaml`) or a pointer file (`x.dvc`) is.
package func isStageFileName(_ path: String) -> Bool {
  let name = lastComponent(path)
  return name.elementsEqual("dvc.yaml".utf8) || Array(name.suffix(4)) == Array(".dvc".utf8)
}

private func lastComponent(_ path: String) -> Substring.UTF8View {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path[...].utf8 }
  return path[path.utf8.index(after: slash)...].utf8
}

/// The file and the stage name of a target; nil when it has no name of its own after a colon.
private func splitAtLastColon(_ target: String) -> (path: String, name: String)? {
  guard let colon = target.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
  let path = target[..<colon]
  var name = target[target.utf8.index(after: colon)...]
  if name.isEmpty && !path.isEmpty || path.utf8.contains(UInt8(ascii: "@")) { return nil }
  if name.utf8.contains(UInt8(ascii: "/")) || name.utf8.contains(UInt8(ascii: "\\")) { return nil }
  if name.utf8.last == UInt8(ascii: "@") { name.removeLast() }
  return (String(path), String(name))
}

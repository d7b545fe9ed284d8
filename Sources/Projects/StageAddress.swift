package import Basics

/// Which stage is meant: a `.dvc` file, or a stage of a pipeline file by its name.
package struct StageAddress: Hashable, Sendable, Comparable {
  /// Relative to the project's root.
  package var file: RelativePath
  /// Nil for a `.dvc` file.
  package var name: String?

  package init(file: RelativePath, name: String? = nil) {
    self.file = file
    self.name = name
  }

  /// As DVC shows it to somebody in `directory`: `data.dvc`, `train`, `../dvc.yaml:train`.
  package func shown(from directory: RelativePath) -> String {
    let file = file.relative(to: directory).string
    guard let name else { return file }
    return file == "dvc.yaml" ? name : "\(file):\(name)"
  }

  package static func < (left: StageAddress, right: StageAddress) -> Bool {
    if left.file != right.file { return left.file < right.file }
    return Array((left.name ?? "").utf8).lexicographicallyPrecedes((right.name ?? "").utf8)
  }

  package static func == (left: StageAddress, right: StageAddress) -> Bool {
    left.file == right.file && left.name.map { Array($0.utf8) } == right.name.map { Array($0.utf8) }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(name.map { Array($0.utf8) })
  }
}

package import Basics
package import SystemPackage

/// Where a path of a stage leads.
package enum StagePath: Sendable, Hashable {
  /// Below the project's root.
  case inside(RelativePath)
  /// Elsewhere on this machine: absolute, normalised.
  case outside(FilePath)
  /// `s3://bucket/key`, `remote://name/path`, `ds://dataset`.
  case url(String)

  /// Places `path`, as written in a stage.
  ///
  /// - Parameters:
  ///   - directory: where the stage's paths start, relative to `root`.
  ///   - root: the project's root, absolute.
  package init(_ path: String, in directory: FilePath, root: FilePath) {
    if hasURLScheme(path) {
      self = .url(path)
      return
    }
    let place = root.pushing(directory).resolving(path)
    if let relative = place.relative(to: root) {
      self = .inside(relative)
    } else {
      self = .outside(place)
    }
  }

  /// The path in the form that ``StageGraph`` takes; nil for a URL.
  package var graphPath: RelativePath? {
    switch self {
    case .inside(let path): path
    case .outside(let path): RelativePath(bytes: path.bytes)
    case .url: nil
    }
  }
}

/// Whether the text begins with word characters and `://`.
private func hasURLScheme(_ text: String) -> Bool {
  let rest = text.utf8.drop { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
  return rest.count < text.utf8.count && rest.starts(with: "://".utf8)
}

extension StageGraph.Node {
  /// The node of a stage of the pipeline file at `file`.
  ///
  /// - Parameters:
  ///   - address: as messages name the stage.
  ///   - root: the project's root, absolute.
  package init(_ stage: ResolvedStage, in file: RelativePath, address: String, root: FilePath) {
    let place = { (path: String) in
      StagePath(path, in: stage.directory, root: root).graphPath
    }
    self.init(
      address: address, file: file, outputs: stage.outs.compactMap { place($0.path) },
      dependencies: (stage.deps + stage.params.map(\.file)).compactMap(place))
  }
}

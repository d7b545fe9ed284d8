package import Basics
import Formats
package import Pipelines
package import SystemPackage

/// Reads stage files of a tree into stages.
package struct StageLoader: Sendable {
  package let tree: any SourceTree
  package let root: FilePath
  /// How `${}` writes mappings in commands (`parsing` in the configuration).
  package let expansion: ExpansionOptions
  /// The current directory relative to the root: messages name files from there.
  package let directory: RelativePath

  package init(
    tree: any SourceTree, root: FilePath, expansion: ExpansionOptions, directory: RelativePath
  ) {
    self.tree = tree
    self.root = root
    self.expansion = expansion
    self.directory = directory
  }

  /// The stages of one file; none when it does not exist.
  ///
  /// - Parameter name: only this stage of a pipeline file.
  package func load(_ file: RelativePath, only name: String? = nil) throws -> [Stage] {
    guard let bytes = try tree.read(file) else { return [] }
    do {
      if file.name.suffix(4).elementsEqual(".dvc".utf8) { return [try loadPointer(bytes, file)] }
      return try loadPipeline(bytes, file, only: name)
    } catch var error as DocumentError {
      error.revision = tree.revision
      throw error
    }
  }

  func shown(_ file: RelativePath) -> String { file.relative(to: directory).string }

  private func loadPointer(_ bytes: [UInt8], _ file: RelativePath) throws -> Stage {
    let pointer = try PointerFile(parsing: bytes, path: shown(file))
    let base = workingDirectory(pointer.wdir, of: file)
    let isRepository = pointer.deps.contains { $0.repository != nil }
    return Stage(
      address: StageAddress(file: file), definition: .pointer(pointer), workingDirectory: base,
      outs: pointer.outs.map { entry in
        var output = Output(location: Location(entry.path, from: base, root: root), entry: entry)
        output.isRepositoryImport = isRepository
        return output
      },
      dependencies: pointer.deps.map { dependency($0, from: base) })
  }

  private func dependency(_ entry: DependencyEntry, from base: RelativePath) -> Dependency {
    if entry.repository != nil {
      return Dependency(kind: .repository, text: entry.path, entry: entry)
    }
    let location = Location(entry.path, from: base, root: root)
    return Dependency(kind: .path(location), text: entry.path, entry: entry)
  }

  /// Where the paths of a stage file start, with `wdir` taken into account.
  func workingDirectory(_ wdir: String?, of file: RelativePath) -> RelativePath {
    guard let wdir else { return file.parent }
    return Location(wdir, from: file.parent, root: root).path ?? file.parent
  }
}

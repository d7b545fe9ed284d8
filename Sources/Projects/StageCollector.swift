import Basics
import SystemPackage

/// Finds every stage of a project by one walk over its directories.
///
/// Not entered are symbolic links, what Git or `.dvcignore` hides, other projects, and directories that
/// are outputs of stages found before.
struct StageCollector {
  let tree: any SourceTree
  let loader: StageLoader
  private(set) var stages: [Stage] = []
  private var outputs: Set<RelativePath> = []

  init(tree: any SourceTree, loader: StageLoader) {
    self.tree = tree
    self.loader = loader
  }

  mutating func collect(below directory: RelativePath = .root) throws {
    let entries = try tree.entries(of: directory).sorted {
      $0.name.lexicographicallyPrecedes($1.name)
    }
    let hidden = try tree.hidden(entries, in: directory)
    let visible = zip(entries, hidden).filter { !$0.1 }.map(\.0)
    for entry in visible where !entry.isDirectory && Self.isStageFile(entry.name) {
      let loaded = try loader.load(directory.appending(entry.name[...]))
      outputs.formUnion(loaded.flatMap(\.outs).compactMap(\.location.path))
      stages += loaded
    }
    for entry in visible where entry.isDirectory {
      let child = directory.appending(entry.name[...])
      if !outputs.contains(child) { try collect(below: child) }
    }
  }

  /// Whether a file is read for its stages: `dvc.yaml`, or a name that ends in `.dvc`.
  static func isStageFile(_ name: [UInt8]) -> Bool {
    name.elementsEqual("dvc.yaml".utf8)
      || (name.count > 4 && name.suffix(4).elementsEqual(".dvc".utf8))
  }
}

import SystemPackage

/// What is on disk below a sandbox at one moment: kinds, modes, links and contents.
struct TreeState {
  typealias Line = [UInt8]

  /// By escaped path relative to the sandbox: what the entry is, then the lines of a small text.
  private let entries: [String: [Line]]

  init() {
    entries = [:]
  }

  /// - Parameters:
  ///   - places: what differs from sandbox to sandbox.
  ///   - sortingIgnoreFiles: whether the order of the lines in `.gitignore` files is lost.
  ///   - unmoded: a directory whose files have any modes.
  init(
    of sandbox: FilePath, hiding places: Places, sortingIgnoreFiles: Bool = false,
    unmoded: String? = nil
  ) throws {
    var walk = TreeWalk(
      root: sandbox, hidden: places, sortingIgnoreFiles: sortingIgnoreFiles,
      unmoded: unmoded.map { "\($0)/" })
    try walk.visit([])
    entries = walk.entries
  }

  /// The entries that came (`+`), changed (`~`) or went (`-`) since `earlier`, in order of path.
  func changes(since earlier: TreeState) -> [Line] {
    let paths = Set(entries.keys).union(earlier.entries.keys)
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.flatMap { path in
      change(of: path, from: earlier.entries[path], to: entries[path])
    }
  }

  private func change(of path: String, from old: [Line]?, to new: [Line]?) -> [Line] {
    guard let new, let kind = new.first else { return [Array("- \(path)".utf8)] }
    guard old != new else { return [] }
    let sign = old == nil ? "+" : "~"
    return [Array("\(sign) \(path): ".utf8) + kind] + new.dropFirst()
  }
}

package import Formats

/// How the last commit, the pointer files and the workspace differ. A directory's path ends in a slash.
package struct DataStatusReport: Sendable {
  package var notInCache: [String] = []
  package var notInRemote: [String] = []
  /// Between the last commit and the pointer files.
  package var committed = DataChangeList()
  /// Between the pointer files and the workspace.
  package var uncommitted = DataChangeList()
  /// Nil unless asked for, like `unchanged`; from the current directory.
  package var untracked: [String]?
  package var unchanged: [String]?
  /// Whether nothing was ever committed to Git.
  package var isEmptyRepository = false
  /// Whether Git has changes of its own to tell of.
  package var hasGitChanges = false

  package init() {}

  /// DVC's JSON.
  package var value: Value {
    var document = Value.Mapping()
    func add(_ key: String, _ names: [String]) {
      if !names.isEmpty { document[key] = .array(names.map(Value.string)) }
    }
    add("not_in_cache", notInCache)
    add("not_in_remote", notInRemote)
    if !committed.isEmpty { document["committed"] = committed.value }
    if !uncommitted.isEmpty { document["uncommitted"] = uncommitted.value }
    add("untracked", untracked ?? [])
    add("unchanged", unchanged ?? [])
    return .map(document)
  }
}

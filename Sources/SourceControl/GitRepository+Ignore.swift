package import Basics
package import SystemPackage

extension GitRepository {
  /// Whether rules of `.gitignore`, `info/exclude` or `core.excludesFile` cover each path of the working
  /// tree.
  ///
  /// What is tracked may be ignored, too. A path that does not exist counts as a file. Rules are read
  /// anew for each call, and once per call: ask about many paths together.
  package func isIgnored(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool] {
    var rules = GitIgnoreRules(try ignoreSources())
    return paths.map { rules.isIgnored($0) }
  }

  package func isIgnored(_ path: FilePath) throws(SourceControlError) -> Bool {
    try isIgnored([relativePath(of: path)])[0]
  }

  // libgit2 1.5 throws away a `!pattern` which takes back what another file's rules say, and needs 10 µs
  // a path; so the rules are read here.
  private func ignoreSources() throws(SourceControlError) -> GitIgnoreRules.Sources {
    let info = directory.commonDirectory.appending("info").appending("exclude")
    let ignoresCase = try configuration("core.ignoreCase")
    return GitIgnoreRules.Sources(
      workTree: try workTree, shared: [info] + (try excludesFile().map { [$0] } ?? []),
      ignoresCase: GitConfiguration.isTrue(ignoresCase))
  }

  /// `core.excludesFile`, or what stands for it (gitignore(5)).
  private func excludesFile() throws(SourceControlError) -> FilePath? {
    if let configured = try configuration("core.excludesFile") {
      return try expanded(configured)
    }
    if let xdg = environment["XDG_CONFIG_HOME"], !xdg.isEmpty {
      return FilePath(xdg).appending("git").appending("ignore")
    }
    return home?.appending(".config").appending("git").appending("ignore")
  }

  /// A path of the configuration: `~/` is the home, and relative paths start at the working tree's root.
  func expanded(_ path: String) throws(SourceControlError) -> FilePath? {
    guard path.hasPrefix("~/") else { return try workTree.pushing(FilePath(path)) }
    return home?.pushing(FilePath(String(path.dropFirst(2))))
  }

  private var home: FilePath? { environment["HOME"].map { FilePath($0) } }

  func configuration(_ key: String) throws(SourceControlError) -> String? {
    try ask { (backend) throws(SourceControlError) in try backend.configuration(key) }
  }
}

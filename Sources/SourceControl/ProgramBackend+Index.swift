import Basics

extension ProgramBackend {
  func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool] {
    guard !paths.contains(.root) else {
      let any = try !git(["ls-files", "-z"]).isEmpty
      return try paths.map { (path) throws(SourceControlError) in
        path.isRoot ? any : try isTracked([path])[0]
      }
    }
    var tracked: Set<RelativePath> = []
    for found in try files([], at: paths) {
      tracked.formUnion(ancestors(of: RelativePath(bytes: Array(found))))
    }
    return paths.map(tracked.contains)
  }

  /// What `git ls-files` lists at and below some paths, a thousand at a time.
  func files(
    _ options: [String], at paths: [RelativePath]
  ) throws(SourceControlError) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    for start in stride(from: 0, to: paths.count, by: 1000) {
      let some = Array(paths[start..<min(start + 1000, paths.count)])
      let arguments = ["--literal-pathspecs", "ls-files", "-z"] + options + ["--"]
      found += try git(arguments, paths: some).nulSeparated
    }
    return found
  }

  func stage(_ paths: [RelativePath]) throws(SourceControlError) {
    _ = try git(
      ["update-index", "-z", "--add", "--remove", "--stdin"], input: paths.nulTerminated)
  }

  private func ancestors(of path: RelativePath) -> [RelativePath] {
    var all: [RelativePath] = []
    var next = path
    while !next.isRoot {
      all.append(next)
      next = next.parent
    }
    return all
  }
}

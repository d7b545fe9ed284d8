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
    for start in stride(from: 0, to: paths.count, by: 1000) {
      let some = Array(paths[start..<min(start + 1000, paths.count)])
      for found in try git(["--literal-pathspecs", "ls-files", "-z", "--"], paths: some)
        .nulSeparated
      {
        tracked.formUnion(ancestors(of: RelativePath(bytes: Array(found))))
      }
    }
    return paths.map(tracked.contains)
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

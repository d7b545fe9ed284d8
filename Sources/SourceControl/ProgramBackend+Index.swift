import Basics

extension ProgramBackend {
  func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool] {
    let wanted = Set(paths)
    var tracked: Set<RelativePath> = []
    for found in try files([], at: paths) {
      var path = RelativePath(bytes: Array(found))
      while !tracked.contains(path) {
        if wanted.contains(path) { tracked.insert(path) }
        if path.isRoot { break }
        path = path.parent
      }
    }
    return paths.map(tracked.contains)
  }

  /// What `git ls-files` lists at and below some paths; for many paths, of the whole index, because each
  /// path costs a comparison with every entry.
  func files(
    _ options: [String], at paths: [RelativePath]
  ) throws(SourceControlError) -> [ArraySlice<UInt8>] {
    let isSelective = paths.count <= 50 && !paths.contains(.root)
    let arguments = ["--literal-pathspecs", "ls-files", "-z"] + options + ["--"]
    return try git(arguments, paths: isSelective ? paths : []).nulSeparated
  }

  func stage(_ paths: [RelativePath]) throws(SourceControlError) {
    _ = try git(
      ["update-index", "-z", "--add", "--remove", "--stdin"], input: paths.nulTerminated)
  }

  func hasChanges() throws(SourceControlError) -> Bool {
    let arguments = ["--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=no"]
    return try !git(arguments).isEmpty
  }
}

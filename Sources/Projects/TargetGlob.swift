import Basics
import FileAccess
import Glibc
import SystemPackage

/// Shell patterns on the command line, as Python's `glob` reads them: `*`, `?`, `[…]`, and `**` for any
/// number of directories; names that begin with a dot only match a pattern that does.
enum TargetGlob {
  /// The absolute paths that targets of `add` name, or match.
  ///
  /// - Throws: when patterns are on and not one of them matches anything.
  static func expand(_ targets: [String], isEnabled: Bool, _ project: Project) throws -> [FilePath]
  {
    let base = project.absolute(project.directory)
    func absolute(_ target: String) -> FilePath {
      base.pushing(FilePath(target)).lexicallyNormalized()
    }
    if !isEnabled { return targets.map(absolute) }
    let found = try targets.flatMap { target in
      isPattern(target) ? try matches(of: absolute(target)) : [absolute(target)]
    }
    if found.isEmpty {
      let list = targets.map { pythonQuoted(Array($0.utf8)) }.joined(separator: ", ")
      throw CairnError("Glob [\(list)] has no matches.")
    }
    return found
  }

  /// The targets of `push` and `pull`; with `--glob`, the outputs whose paths match.
  static func matchingOutputs(
    _ request: TransferRequest, _ index: ProjectIndex, _ project: Project
  ) throws -> [String] {
    guard request.globs else { return request.targets }
    let outputs = try index.outputs()
    var found: [String] = []
    for target in request.targets {
      guard isPattern(target) else {
        found.append(target)
        continue
      }
      let shown =
        outputs.compactMap { $0.output.path.map(project.shown) }
        + outputs.map { $0.stage.address.shown(from: project.directory) }
      found += shown.filter { matches($0, target) }
    }
    if found.isEmpty {
      let list = request.targets.map { pythonQuoted(Array($0.utf8)) }.joined(separator: ", ")
      throw CairnError("Glob [\(list)] has no matches.")
    }
    return found
  }

  static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "[")].contains($0) }
  }

  /// Whether a whole path matches, part by part.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    matches(RelativePath(path).components[...], RelativePath(pattern).components[...])
  }

  private static func matches(
    _ path: ArraySlice<ArraySlice<UInt8>>, _ pattern: ArraySlice<ArraySlice<UInt8>>
  ) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first.elementsEqual("**".utf8) {
      return matches(path, pattern.dropFirst())
        || (!path.isEmpty && matches(path.dropFirst(), pattern))
    }
    guard let name = path.first, matchesName(name, first) else { return false }
    return matches(path.dropFirst(), pattern.dropFirst())
  }

  private static func matchesName(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    let (name, pattern) = (Array(name) + [0], Array(pattern) + [0])
    return name.withUnsafeBytes { name in
      pattern.withUnsafeBytes { pattern in
        fnmatch(
          pattern.assumingMemoryBound(to: CChar.self).baseAddress,
          name.assumingMemoryBound(to: CChar.self).baseAddress, FNM_PERIOD) == 0
      }
    }
  }

  /// The existing paths that an absolute pattern matches, sorted.
  private static func matches(of pattern: FilePath) throws -> [FilePath] {
    var found: [FilePath] = ["/"]
    for part in RelativePath(bytes: Array(pattern.bytes.dropFirst())).components {
      var next: [FilePath] = []
      for directory in found { next += try children(of: directory, matching: part) }
      found = next
    }
    return found
  }

  private static func children(
    of directory: FilePath, matching part: ArraySlice<UInt8>
  ) throws -> [FilePath] {
    if part.elementsEqual("**".utf8) { return try descendants(of: directory) }
    guard isPattern(String(decoding: part, as: UTF8.self)) else {
      let path = directory.appending(pathBytes: part)
      return try FileStatus.ifExists(at: path, followingLinks: false) == nil ? [] : [path]
    }
    return try entries(of: directory).filter { matchesName($0.name[...], part) }
      .map { directory.appending(pathBytes: $0.name[...]) }
  }

  private static func descendants(of directory: FilePath) throws -> [FilePath] {
    var found = [directory]
    for entry in try entries(of: directory)
    where entry.isDirectory && entry.name.first != UInt8(ascii: ".") {
      found += try descendants(of: directory.appending(pathBytes: entry.name[...]))
    }
    return found
  }

  private static func entries(of directory: FilePath) throws -> [DirectoryEntry] {
    guard try FileStatus.ifExists(at: directory)?.kind == .directory else { return [] }
    return try directoryEntries(directory).sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }
}

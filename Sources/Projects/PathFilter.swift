package import Basics
import Formats

/// Which files `--include` and `--exclude` choose: patterns as in `.gitignore`, from the project's root.
/// A pattern that matches a directory means all that it holds.
package struct PathFilter: Sendable {
  /// Chooses everything.
  package static let all = PathFilter()

  /// Nil without such patterns.
  private var included: IgnoreRules?
  private var excluded: IgnoreRules?

  private init() {}

  /// - Parameters:
  ///   - including: none means everything.
  ///   - excluding: win over those that include.
  /// - Throws: `CairnError` for a pattern that cannot be read.
  package init(including: [String], excluding: [String]) throws {
    included = try Self.rules(including)
    excluded = try Self.rules(excluding)
  }

  private static func rules(_ patterns: [String]) throws -> IgnoreRules? {
    if patterns.isEmpty { return nil }
    do {
      return try IgnoreRules(patterns: patterns)
    } catch {
      throw CairnError(error.userError.message)
    }
  }

  package var choosesAll: Bool { included == nil && excluded == nil }

  /// Whether the file at `path`, from the project's root, is chosen.
  package func chooses(_ path: RelativePath) -> Bool {
    choices(PackedPaths([.root]), below: path)[0]
  }

  /// For each of `paths`, which are those of files below `output`, whether it is chosen.
  package func choices(_ paths: PackedPaths, below output: RelativePath) -> [Bool] {
    let isIncluded = included.map { $0.ignored(paths, below: output) }
    let isExcluded = excluded.map { $0.ignored(paths, below: output) }
    return paths.indices.map { isIncluded?[$0] ?? true && !(isExcluded?[$0] ?? false) }
  }
}

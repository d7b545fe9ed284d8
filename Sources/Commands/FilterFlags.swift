import Basics
import Projects

/// The files that a command is about, of those that its targets hold.
package struct FilterFlags: Sendable, Equatable {
  package var includes: [String] = []
  package var excludes: [String] = []

  /// - Throws: for a pattern that cannot be read.
  func filter() throws -> PathFilter {
    try PathFilter(including: includes, excluding: excludes)
  }
}

/// A command of which some files can be left out.
protocol FilteredCommand: ProjectCommand {
  var filter: FilterFlags { get set }
}

extension Argument where Command: FilteredCommand {
  static var filterOptions: [Self] {
    [
      .repeated(
        "--include", placeholder: "<pattern>", into: \.filter.includes,
        "Only files that match a pattern as in .gitignore, from the project's root; may be given often."
      ).ours,
      .repeated(
        "--exclude", placeholder: "<pattern>", into: \.filter.excludes,
        "No files that match such a pattern; may be given often."
      ).ours,
    ]
  }
}

import Basics

/// What a way of reaching a repository must be able to do; all paths start at the working tree's root.
protocol GitBackend: Sendable {
  /// The value of a configuration key, the most important file's; nil when none sets it.
  func configuration(_ key: String) throws(SourceControlError) -> String?
  /// Whether the index has each path, or anything below it.
  func isTracked(_ paths: [RelativePath]) throws(SourceControlError) -> [Bool]
  /// Takes the files as they now are into the index, ignored or not; what is gone is taken out of it.
  func stage(_ paths: [RelativePath]) throws(SourceControlError)
}

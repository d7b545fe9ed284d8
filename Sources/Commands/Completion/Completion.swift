/// What a word of a command line may be, as far as a shell can offer it.
package enum Completion: Sendable, Equatable {
  /// Only the user knows.
  case anything
  case files
  case directories
  /// One of these.
  case words([String])
  /// Tracked data, pointer files and stages.
  case targets
  /// Pointer files and stages.
  case stages
  /// Names of remotes.
  case remotes
  /// Branches and tags of Git.
  case revisions
  /// Names of settings: `core.remote`.
  case settings
}

extension Completion {
  /// What is usual for the value of an option.
  init(ofOption names: [String], placeholder: String) {
    if names.contains("--remote") {
      self = .remotes
    } else if names.contains("--rev") {
      self = .revisions
    } else {
      self = placeholder == "<path>" ? .files : .anything
    }
  }

  /// What is usual for a word that no option takes.
  init(ofPositional name: String) {
    switch name {
    case "targets": self = .targets
    case "a_rev", "b_rev", "rev": self = .revisions
    case "directory": self = .directories
    default: self = .files
    }
  }
}

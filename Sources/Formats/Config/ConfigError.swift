package import Basics

/// Why a configuration cannot be read, or not be changed as asked.
package enum ConfigError: Error, Sendable, Equatable {
  /// A file cannot be parsed.
  case syntax(String)
  /// An option, or a request, is not valid.
  case invalid(String)
  /// What DVC shows as an unexpected error.
  case unexpected(String)
  /// A request whose parts do not go together.
  case refused(String)
  /// A command line that is wrong.
  case usage(String)
}

extension ConfigError: UserFacingError {
  package var userError: CairnError {
    switch self {
    case .syntax(let text):
      CairnError("config file error: \(text)", kind: .configuration, causes: [text])
    case .invalid(let text): CairnError("config file error: \(text)", kind: .configuration)
    case .unexpected(let text): CairnError(text, kind: .unexpected)
    case .refused(let text): CairnError(text)
    case .usage(let text): CairnError(text, kind: .usage)
    }
  }
}

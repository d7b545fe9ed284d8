/// Where a setting stands; a later level overrides an earlier one.
package enum ConfigLevel: String, CaseIterable, Sendable, Comparable {
  case system, global, project, local

  package static func < (left: ConfigLevel, right: ConfigLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .system: 0
    case .global: 1
    case .project: 2
    case .local: 3
    }
  }
}

import Basics
import SystemPackage

/// No configured type of link works for an output, in a command for which that is a failure.
struct UnlinkableError: UserFacingError {
  var path: FilePath

  static let supportLink =
    "See <https://dvc.org/doc/user-guide/troubleshooting#cache-types> for more information."

  var userError: CairnError {
    CairnError("No possible cache link types for '\(path)'. \(Self.supportLink)")
  }
}

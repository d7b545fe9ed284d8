import Basics
import SystemPackage

/// A name that is not UTF-8, which the text formats of pointer files and lists of files cannot hold.
struct UnrecordableNameError: UserFacingError {
  var path: FilePath

  var userError: CairnError {
    CairnError(
      "\(pythonQuoted(path.bytes)) cannot be tracked: its name is not UTF-8",
      hints: ["Rename it, or add it to .dvcignore."])
  }
}

import Basics

/// The lines that an error is shown as: the message with its causes, then each hint on a line of its own.
///
/// - Parameter label: `ERROR`, coloured or not. Invalid documents are shown without it, as DVC does.
func rendered(_ error: CairnError, label: String) -> [String] {
  switch error.kind {
  case .document: [error.fullMessage] + error.hints
  case .unexpected:
    ["\(label): unexpected error - \(error.fullMessage)"] + error.hints + [
      "", "Having any troubles? Hit us up at https://dvc.org/support, we are always happy to help!",
    ]
  default: ["\(label): \(error.fullMessage)"] + error.hints
  }
}

import Basics

/// The error as the command line prints it, without `ERROR:`.
func messageText(of error: any Error) -> String {
  guard let error = (error as? any UserFacingError)?.userError else { return "\(error)" }
  guard error.kind == .unexpected else { return error.fullMessage }
  return error.message.isEmpty ? "unexpected error" : "unexpected error - \(error.message)"
}

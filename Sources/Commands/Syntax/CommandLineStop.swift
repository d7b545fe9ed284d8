/// Why parsing ended before there was a command to run.
enum CommandLineStop: Error {
  case usage(UsageError)
  /// `-h`
  case help
  /// `-V`
  case version
}

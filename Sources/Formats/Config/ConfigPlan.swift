/// What a command about settings prints and writes. Nothing has been written yet.
package struct ConfigPlan: Sendable, Equatable {
  /// Lines for standard output. Those of `remote list` have tabs between columns.
  package var output: [String] = []
  /// Files with their new contents, to be written in this order.
  package var writes: [ConfigFile] = []
  package var warnings: [String] = []
  /// What is to be thrown once the files are written: DVC too checks all levels only then.
  package var failure: ConfigError?
  /// Whether what was asked for is not there, so that the command fails without an error message.
  package var isMissing = false
}

/// Where the console's bytes go: standard output, standard error, or a recording in tests.
package struct ConsoleStream: Sendable {
  /// Whether a person is at the other end.
  package var isTerminal: Bool
  /// Columns of the terminal; nil where nobody said.
  package var columns: Int?
  /// Writes all of the bytes, or throws.
  package var write: @Sendable ([UInt8]) throws -> Void

  package init(
    isTerminal: Bool, columns: Int? = nil, write: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }
}

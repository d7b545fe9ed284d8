package import Basics

extension ConfigSchema {
  /// The section of our own options, which also marks them in names: `cairn.sync`.
  static let cairnSection = "cairn"

  /// Our own options, kept in our own files, because DVC rejects what it does not know.
  static let cairn = ConfigSchema(sections: [
    (
      cairnSection,
      .options([
        "sync": .boolean, "exit_codes": .boolean, "bwlimit": .string,
        "timeout": .integer(1...86_400),
      ])
    )
  ])
}

extension Configuration {
  /// Whether what a command promises is on the disk before it ends: `CAIRN_SYNC`, or else
  /// `cairn.sync`.
  package var syncs: Bool { ownFlag("sync") ?? true }

  /// Whether exit codes tell kinds of failures apart: `CAIRN_EXIT_CODES`, or else `cairn.exit_codes`.
  package var hasDetailedExitCodes: Bool { ownFlag("exit_codes") ?? false }

  /// How many bytes of objects may pass in a second: `CAIRN_BWLIMIT`, or else `cairn.bwlimit`; nil for
  /// any number.
  package func bandwidth() throws(CairnError) -> Int? {
    try ownNumber("bwlimit", "a number of bytes per second such as 500k, 10M or 2Mi", byteCount)
  }

  /// After how many seconds a remote that says nothing is given up: `CAIRN_TIMEOUT`, or else
  /// `cairn.timeout`.
  package func idleTimeout() throws(CairnError) -> Int? {
    try ownNumber("timeout", "a number of seconds") { Int($0) }
  }

  private func ownNumber(
    _ option: String, _ meaning: String, _ parse: (String) -> Int?
  ) throws(CairnError) -> Int? {
    let variable = "CAIRN_\(option.uppercased())"
    let own = surroundings.variable(variable)
    let text = own ?? cairnSections[ConfigSchema.cairnSection]?.map?[option]?.string
    guard let text, !text.isEmpty else { return nil }
    if let number = parse(text), number > 0 { return number }
    throw CairnError(
      "'\(text)' is no value for \(own == nil ? "cairn." + option : variable)",
      kind: .configuration, hints: ["It takes \(meaning)."])
  }

  private func ownFlag(_ option: String) -> Bool? {
    if let text = surroundings.variable("CAIRN_\(option.uppercased())")?.lowercased() {
      return ["1", "y", "yes", "true", "on"].contains(text)
    }
    return cairnSections[ConfigSchema.cairnSection]?.map?[option]?.configBoolean
  }
}

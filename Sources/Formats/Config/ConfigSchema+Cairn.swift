extension ConfigSchema {
  /// The section of our own options, which also marks them in names: `cairn.sync`.
  static let cairnSection = "cairn"

  /// Our own options, kept in our own files, because DVC rejects what it does not know.
  static let cairn = ConfigSchema(sections: [
    (cairnSection, .options(["sync": .boolean, "exit_codes": .boolean]))
  ])
}

extension Configuration {
  /// Whether what a command promises is on the disk before it ends: `CAIRN_SYNC`, or else
  /// `cairn.sync`.
  package var syncs: Bool { ownFlag("sync") ?? true }

  /// Whether exit codes tell kinds of failures apart: `CAIRN_EXIT_CODES`, or else `cairn.exit_codes`.
  package var hasDetailedExitCodes: Bool { ownFlag("exit_codes") ?? false }

  private func ownFlag(_ option: String) -> Bool? {
    if let text = surroundings.variable("CAIRN_\(option.uppercased())")?.lowercased() {
      return ["1", "y", "yes", "true", "on"].contains(text)
    }
    return cairnSections[ConfigSchema.cairnSection]?.map?[option]?.configBoolean
  }
}

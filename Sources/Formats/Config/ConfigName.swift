/// The name of an option on the command line: `section.option`, `remote.NAME.option` or
/// `db.NAME.option`; names in any case, but for `remote` and `db` with a name.
package struct ConfigName: Sendable, Equatable {
  /// The section, the name in it where there is one, and the option; in lower case.
  let path: [String]

  package init(parsing text: String) throws(ConfigError) {
    let parts = text.utf8
      .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 2 || (parts.count == 3 && ["remote", "db"].contains(parts[0])) else {
      throw .usage(
        "argument name: name argument should look like remote.name.option or db.name.option or "
          + "section.option")
    }
    path = parts.map { $0.lowercased() }
  }

  /// Whether the option is one of ours, and so kept in a file of ours.
  var isOurs: Bool { path[0] == ConfigSchema.cairnSection }
}

import SystemPackage
import Testing

@testable import Formats

/// Files formatted by hand keep what DVC would lose.
@Suite struct INIEditorTests {
  static let original = """
    # The team's settings.

    ['remote "store"']   # on the file server
    url=../store
      # at most
      Jobs = 4   # connections

    # Ours.
    [core]
      autostage = true  # no git add

    """

  private func edited(
    _ request: ConfigRequest, _ original: String = Self.original
  ) throws -> String? {
    try ConfigFiles.inProject([.project: original], currentDirectory: "/repo").plan(request).text
  }

  private func replacing(_ line: String, with new: String) -> String {
    Self.original.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0 == line ? new : String($0) }.joined(separator: "\n")
  }

  @Test func changesTheLineOfAValueOnly() throws {
    #expect(
      try edited(.modifyRemote("store", option: "jobs", to: "8"))
        == replacing("  Jobs = 4   # connections", with: "  jobs = 8   # connections"))
    #expect(
      try edited(.modifyRemote("store", option: "url", to: "/srv/a, b"))
        == replacing("url=../store", with: "url = \"/srv/a, b\""))
  }

  @Test func addsALineBelowTheSectionsLast() throws {
    #expect(
      try edited(.set(try ConfigName(parsing: "core.remote"), to: "store"))
        == replacing(
          "  autostage = true  # no git add",
          with: "  autostage = true  # no git add\n  remote = store"))
    #expect(
      try edited(.modifyRemote("store", option: "verify", to: "true"))
        == replacing(
          "  Jobs = 4   # connections", with: "  Jobs = 4   # connections\n  verify = true"))
  }

  @Test func removesTheLineOfAValueOnly() throws {
    #expect(
      try edited(.unsetRemoteOption("store", option: "jobs"))
        == Self.original.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.contains("Jobs") }.joined(separator: "\n"))
  }

  @Test func removesASectionWithWhatIsInIt() throws {
    #expect(
      try edited(.removeRemote("store"))
        == "# The team's settings.\n\n\n# Ours.\n[core]\n  autostage = true  # no git add\n")
    let text = try edited(.unset(try ConfigName(parsing: "core.autostage")))
    #expect(text?.hasSuffix("# connections\n\n# Ours.\n") == true)
  }

  @Test func renamesASectionInItsPlace() throws {
    #expect(
      try edited(.renameRemote("store", to: "disk"))
        == replacing("['remote \"store\"']   # on the file server", with: "['remote \"disk\"']"))
  }

  @Test func addsSectionsWhereTheyBelong() throws {
    #expect(
      try edited(.addRemote("new", url: "/x"))
        == Self.original + "['remote \"new\"']\n    url = /x\n")
    #expect(
      try edited(.set(try ConfigName(parsing: "cache.type"), to: "copy"))
        == replacing("", with: "").replacingFirst(
          "# The team's settings.\n\n['remote",
          with: "# The team's settings.\n\n[cache]\n    type = copy\n['remote"))
  }

  @Test func keepsLineEndsAndAddsAMissingOne() throws {
    #expect(
      try edited(
        .set(try ConfigName(parsing: "core.remote"), to: "r"),
        "[core]\r\n\r\na=1\r\n"
          .replacingFirst("a=1", with: "analytics=true"))
        == "[core]\r\n\r\nanalytics=true\r\nremote = r\r\n")
    #expect(
      try edited(
        .set(try ConfigName(parsing: "core.remote"), to: "r"), "# c\n[core]\nanalytics=true")
        == "# c\n[core]\nanalytics=true\nremote = r\n")
  }

  @Test func writesTheFileAnewWhereLinesCannotBeTold() throws {
    let text = "[core]\nanalytics = true\n[CORE]\nautostage = true\n"
    #expect(
      try edited(.set(try ConfigName(parsing: "core.remote"), to: "r"), text)
        == "[core]\n    autostage = true\n    remote = r\n")
  }

  @Test func saysTheSameAsDVCsFile() throws {
    for item in try ConfigBaseline().cases where !item.after.isEmpty && item.isHandFormatted {
      let ours = ConfigOutcome(of: item, keepsFormatting: true)
      let canonical = ConfigOutcome(of: item)
      #expect(ours.status == canonical.status && ours.output == canonical.output, "\(item)")
      #expect(Set(ours.after.keys).isSubset(of: Set(canonical.after.keys)), "\(item)")
      for (level, text) in ours.after {
        let expected = try ConfigTable(parsing: Array((canonical.after[level] ?? "").utf8))
        let table = try ConfigTable(parsing: Array(text.utf8))
        #expect(table.hasSameOptions(as: expected, ignoringPaths: true), "\(item): \(text)")
      }
    }
  }
}

extension ConfigBaseline.Case {
  /// Whether a file has what DVC does not write: an entry that is not indented by four spaces.
  fileprivate var isHandFormatted: Bool {
    files.values.contains { text in
      text.split(separator: "\n").contains { !$0.hasPrefix("[") && !$0.hasPrefix("    ") }
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ old: String, with new: String) -> String {
    guard let range = firstRange(of: old) else { return self }
    return replacingCharacters(in: range, with: new)
  }

  private func firstRange(of old: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(old) }.map { $0..<index($0, offsetBy: old.count) }
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}

import Basics
import Testing

@testable import Formats

@Suite struct ConfigPlanTests {
  @Test func doesWhatDVCDoes() throws {
    let cases = try ConfigBaseline().cases
    #expect(cases.count > 1000)
    for item in cases where !Self.isKnownDifference(item) {
      #expect(ConfigOutcome(of: item) == ConfigOutcome(item), "\(item)")
    }
  }

  /// Where DVC fails after it has made the file unreadable or empty, nothing is written, or what was
  /// asked for.
  private static func isKnownDifference(_ item: ConfigBaseline.Case) -> Bool {
    let texts = item.arguments + item.files.values
    if item.errors.contains("'ascii' codec") || item.errors.contains("has no attribute") {
      return true
    }
    if item.place == "outside", item.errors.contains("unexpected error - '") { return true }
    guard item.arguments.count > 2 else { return false }
    let breaking = Array("\r\u{B}\u{C}\u{1C}".utf8)
    let breaksFile = texts.contains { $0.utf8.contains { breaking.contains($0) } }
    return breaksFile || texts.contains("%(x)s") || texts.contains("'''\n")
  }

  @Test(arguments: ["a\rb", "a\u{B}", "'''\n", "a\u{1C}"])
  func refusesValuesThatWouldNotBeReadAsTheyWereWritten(_ value: String) throws {
    let files = ConfigFiles.inProject([.project: "[core]\n    remote = r\n"])
    #expect(throws: ConfigError.invalid("a name or a value has characters that cannot be written"))
    {
      try files.plan(.set(try ConfigName(parsing: "exp.code"), to: value))
    }
  }

  @Test func writesWhatIsNotASCII() throws {
    let files = ConfigFiles.inProject()
    let plan = try files.plan(.addRemote("É", url: "/caf\u{E9}"))
    #expect(plan.text == "['remote \"é\"']\n    url = /café\n")
  }

  @Test func refusesAValueWithAMissingInterpolation() throws {
    let files = ConfigFiles.inProject()
    #expect(throws: ConfigError.unexpected("missing option \"x\" in interpolation.")) {
      try files.plan(.set(try ConfigName(parsing: "exp.code"), to: "%(x)s"))
    }
  }
}

extension ConfigPlan {
  /// What the first file that is written holds.
  var text: String? { writes.first?.contents.map { String(decoding: $0, as: UTF8.self) } }
}

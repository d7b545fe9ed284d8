import Basics
import Formats
import Testing

@Suite struct PreCommitConfigurationTests {
  private func added(to text: String) throws -> String {
    let bytes = try PreCommitConfiguration.addingHooks(
      to: Array(text.utf8), name: ".pre-commit-config.yaml")
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func keepsTheFormOfTheFile() throws {
    let text = """
      # mine
      repos:
        -   repo: https://x   # other hooks
            rev: v1
            hooks:
              -   id: a

      # the end
      ci: {skip: [a]}

      """
    let result = try added(to: text)
    let entry = """
        -   repo: https://github.com/treeverse/dvc
            rev: 3.67.1
            hooks:
            - id: dvc-pre-commit
      """
    #expect(result.hasPrefix(text.replacing("\n# the end\nci: {skip: [a]}\n", with: "") + entry))
    #expect(result.hasSuffix("always_run: true\n\n# the end\nci: {skip: [a]}\n"))
  }

  @Test func isDoneOnce() throws {
    let once = try added(to: "")
    #expect(once.hasPrefix("repos:\n- repo: https://github.com/treeverse/dvc\n  rev: 3.67.1\n"))
    #expect(try added(to: once) == once)
    #expect(try added(to: "repos:\n") == once)
  }

  @Test(arguments: ["- a\n", "repos: text\n", "repos:\n  a: 1\n", "[a\n", "42\n"])
  func refusesWhatIsNoSuchFile(text: String) {
    #expect(throws: CairnError.self) { try added(to: text) }
  }
}

import Testing

@testable import Commands

@Suite struct CompletionRequestTests {
  private func answer(_ words: String...) -> CompletionRequest.Answer {
    CompletionRequest(words).answer
  }

  private func offered(_ words: String...) -> [String] {
    guard case .offers(let offers) = CompletionRequest(words).answer else { return [] }
    return offers.map(\.word)
  }

  @Test func offersCommandsFirst() {
    #expect(offered("").contains("remove") && offered("").contains("rm"))
    #expect(!offered("").contains("git-hook"))
    #expect(
      offered("remote", "") == ["add", "check", "default", "modify", "list", "remove", "rename"])
    #expect(offered("-v", "--cd", "dir", "cache", "") == ["dir", "migrate"])
  }

  @Test func offersOptionsAfterADash() {
    #expect(offered("-").contains("--version"))
    #expect(offered("remove", "x.dvc", "--").contains("--outs"))
    #expect(answer("remove", "--", "-") == .value(.stages))
  }

  @Test func knowsWhatTheValueOfAnOptionIs() {
    #expect(answer("--cd", "") == .value(.directories))
    #expect(answer("push", "--remote", "") == .value(.remotes))
    #expect(answer("push", "-r", "x", "") == .value(.targets))
    #expect(answer("push", "--remote=x", "") == .value(.targets))
    #expect(answer("add", "--out", "") == .value(.files))
    #expect(answer("completion", "-s", "") == .value(.words(["bash", "zsh", "fish"])))
  }

  @Test func knowsWhatEachWordIs() {
    #expect(answer("move", "") == .value(.targets))
    #expect(answer("move", "a", "") == .value(.files))
    #expect(answer("move", "a", "b", "") == .value(.anything))
    #expect(answer("freeze", "a", "b", "") == .value(.stages))
    #expect(answer("config", "") == .value(.settings))
    #expect(answer("init", "") == .value(.directories))
    #expect(answer("nonsense", "") == .value(.anything))
  }

  @Test(arguments: CompletionScript.allCases)
  func everyScriptServesBothNames(script: CompletionScript) {
    #expect(script.text.contains("cairn") && script.text.contains("dvc"))
    #expect(script.text.contains("--word="))
  }
}

import Basics
import Testing

@testable import SourceControl

@Suite struct SourceControlErrorTests {
  private func show(
    _ code: SourceControlError.Code, _ subject: String, detail: String = ""
  ) -> CairnError {
    SourceControlError(code, subject, detail: detail).userError
  }

  @Test func usesTheWordsOfDVCWhereItHasSome() {
    #expect(show(.unknownRevision, "nope").message == "unknown Git revision 'nope'")
    #expect(show(.ambiguousRevision, "x").message == "ambiguous Git revision 'x'")
    #expect(show(.notARepository, "/p").message == "/p is not a git repository")
  }

  @Test func showsWhatGitSaidAsTheCause() {
    let error = show(.commitFailed, "", detail: "hook says no")
    #expect(error.fullMessage == "'git commit' failed: hook says no")
    #expect(
      show(.programFailed, "add", detail: "fatal: x").fullMessage == "'git add' failed: fatal: x")
    #expect(show(.programFailed, "add").causes.isEmpty)
  }

  @Test func givesARemedyThatCanBePasted() {
    #expect(
      show(.indexLocked, "/r/.git/index.lock").hints.last?.hasSuffix(
        "rm -f '/r/.git/index.lock'") == true)
    #expect(
      show(.unsafeOwner, "/r").hints
        == ["git config --global --add safe.directory '/r'"])
    let merge = show(.operationInProgress, "merge", detail: "merge")
    #expect(merge.fullMessage == "cannot commit: a merge is in progress")
    #expect(merge.hints == ["Finish it: git merge --continue", "or give it up: git merge --abort"])
    #expect(show(.identityMissing, "name").hints.count == 2)
    #expect(show(.unmergedFiles, "a b").hints == ["Resolve the conflicts, then: git add 'a b'"])
    #expect(show(.programMissing, "signing").hints.first?.contains("install git") == true)
  }

  @Test func quotesPathsInRemediesForTheShell() {
    #expect(
      show(.unsafeOwner, "/it's").hints
        == ["git config --global --add safe.directory '/it'\\''s'"])
  }
}

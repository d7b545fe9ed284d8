import Basics
import Testing

@testable import Commands

@Suite struct VerdictTests {
  private let verdict = Verdict(invokedAs: .cairn, environment: [:])

  @Test func onlyCairnFailsForMissingObjects() {
    #expect(verdict.missingObjectsFail)
    #expect(!Verdict(invokedAs: .dvc, environment: [:]).missingObjectsFail)
  }

  @Test(
    arguments: [
      (CairnError.Kind.general, 255), (.configuration, 251), (.interrupted, 252),
      (.notAProject, 253), (.usage, 254), (.unexpected, 255), (.document, 255),
      (.missingData, 255), (.network, 255), (.credentials, 255),
    ] as [(CairnError.Kind, Int32)])
  func givesEachKindTheCodeOfDVC(kind: CairnError.Kind, code: Int32) {
    #expect(verdict.status(for: CairnError("x", kind: kind)).rawValue == code)
  }

  @Test func whatNobodyForesawIsAnError() {
    #expect(verdict.status(for: CancellationError()) == .error)
  }

  @Test func tellsKindsApartWhereAsked() {
    let telling = Verdict(invokedAs: .dvc, environment: ["CAIRN_EXIT_CODES": "1"])
    let handled = HandledFailure(userError: CairnError("x", kind: .network))
    #expect(telling.status(for: handled) == .network)
    #expect(telling.status(for: CairnError("x", kind: .missingData)) == .missingData)
    #expect(telling.status(for: CairnError("x", kind: .credentials)) == .credentials)
    #expect(telling.status(for: CairnError("x", kind: .configuration)) == .configuration)
  }

  @Test func handledFailuresExitOneWithTheirPrefix() async {
    let error = await failure(CairnError("no", kind: .configuration, causes: ["why"]))
    #expect(error?.userError.fullMessage == "failed to push - no: why")
    #expect(error.map(verdict.status) == .failure)
  }

  @Test(arguments: [CairnError.Kind.interrupted, .notAProject, .usage, .unexpected])
  func somethingsAreNoCommandsToHandle(kind: CairnError.Kind) async {
    let error = await failure(CairnError("no", kind: kind))
    #expect(error?.userError.fullMessage == "no")
    #expect(error.map(verdict.status) != .failure)
  }

  @Test func noCommandHandlesWhatKeptTheProjectFromBeingOpened() async {
    let broken = OpeningFailure(userError: CairnError("no", kind: .configuration))
    let error = await failure(broken)
    #expect(error?.userError.fullMessage == "no")
    #expect(error.map(verdict.status) == .configuration)
  }

  private func failure(_ error: any Error) async -> (any UserFacingError)? {
    do {
      _ = try await handlingFailures("failed to push") { throw error }
      return nil
    } catch {
      return error as? any UserFacingError
    }
  }
}

@Suite struct InvocationNameTests {
  @Test(arguments: [
    ("dvc", InvocationName.dvc), ("/usr/bin/dvc", .dvc), ("cairn", .cairn), ("", .cairn),
    ("./dvc-3", .cairn), ("dvc/cairn", .cairn),
  ])
  func isTheLastPartOfTheProgram(program: String, name: InvocationName) {
    #expect(InvocationName(program: program) == name)
  }
}

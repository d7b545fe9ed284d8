import Basics
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Terminal

@Suite struct ConsoleTests {
  private let recorded = RecordedConsole()

  @Test func writesResultsAndTheRestToTheirStreamsInOneWriteEach() {
    let console = recorded.console()
    console.print("a\nb")
    console.warn("careful")
    console.note("a hint")
    #expect(recorded.outputWrites == ["a\nb\n"])
    #expect(recorded.errorWrites == ["WARNING: careful\n", "a hint\n"])
  }

  @Test func quietKeepsOnlyWhatWasAskedFor() {
    let console = recorded.console(volume: .quiet)
    console.print("a")
    console.printStyled("b")
    console.warn("c")
    console.note("d")
    console.report(CairnError("e"))
    console.printAlways("f")
    #expect(recorded.out == "f\n")
    #expect(recorded.err.isEmpty)
  }

  @Test func detailsNeedTheirLevelOfVerbosity() {
    recorded.console().detail("a")
    recorded.console(volume: .verbose(1)).detail("b")
    recorded.console(volume: .verbose(1)).detail("c", level: 2)
    recorded.console(volume: .verbose(2)).detail("d", level: 2)
    #expect(recorded.err == "b\nd\n")
  }

  @Test func aReaderThatWentAwaySilencesOutput() {
    let console = recorded.console(writes: { _ in throw Errno.brokenPipe })
    console.print("a")
    #expect(console.outputFailure as? Errno == .brokenPipe)
    console.print("b")
    console.warn("still here")
    #expect(recorded.out.isEmpty)
    #expect(recorded.err == "WARNING: still here\n")
  }

  @Test func colorsLabelsOnATerminalOnly() {
    recorded.console(isTerminal: true).report(CairnError("x"))
    recorded.console(isTerminal: true, environment: ["NO_COLOR": "1"]).report(CairnError("y"))
    recorded.console().report(CairnError("z"))
    #expect(recorded.err == "\u{1B}[31mERROR\u{1B}[0m: x\nERROR: y\nERROR: z\n")
  }

  @Test(arguments: [
    (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
    (true, ["NO_COLOR": ""], true), (true, ["TERM": "dumb"], false),
    (false, ["CLICOLOR_FORCE": "1"], true), (false, ["CLICOLOR_FORCE": "0"], false),
    (true, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
  ])
  func decidesOnColor(isTerminal: Bool, environment: [String: String], expected: Bool) {
    #expect(usesColor(isTerminal: isTerminal, environment: environment) == expected)
  }

  @Test func paintsTheLeadOfStyledLines() {
    let console = recorded.console(isTerminal: true)
    console.printStyled([("A", .green, "\tx"), ("", nil, "y")])
    #expect(recorded.outputWrites == ["\u{1B}[32mA\u{1B}[0m       x\ny\n"])
  }

  @Test func showsErrorsAsDVCDoesWithHintsOnTheirOwnLines() {
    let console = recorded.console()
    console.report(CairnError("a", hints: ["h1", "h2"], causes: ["b", "c"]))
    console.report(CairnError("'./x.dvc' validation failed.", kind: .document))
    console.report(CairnError("odd", kind: .unexpected))
    #expect(
      recorded.errorWrites == [
        "ERROR: a: b: c\nh1\nh2\n", "'./x.dvc' validation failed.\n",
        "ERROR: unexpected error - odd\n\n"
          + "Having any troubles? Hit us up at https://dvc.org/support, we are always happy to help!\n",
      ])
  }

  @Test func asksUntilTheAnswerIsYesOrNo() {
    let answers = ["", "maybe", "YES", "n"]
    let console = recorded.console(isTerminal: true, answers: answers)
    #expect(console.confirm("Sure?"))
    #expect(!console.confirm("Really?"))
    #expect(!console.confirm("At the end of input?"))
    #expect(recorded.outputWrites.first == "Sure? [y/n] ")
    #expect(recorded.outputWrites.count == 5)
  }

  @Test func withoutATerminalTheAnswerIsNo() {
    #expect(!recorded.console(answers: ["y"]).confirm("Sure?"))
    #expect(recorded.out.isEmpty)
  }

  @Test func outputGoesAboveTheStatusLine() {
    let console = recorded.console(isTerminal: true, environment: ["NO_COLOR": "1"])
    console.showStatus("50 %")
    console.print("a")
    console.warn("b")
    console.showStatus(nil)
    console.print("c")
    let clear = "\r\u{1B}[2K"
    #expect(recorded.out == "a\nc\n")
    #expect(
      recorded.errorWrites == [
        clear + "50 %", clear, "50 %", clear + "WARNING: b\n50 %", clear,
      ])
  }

  @Test func theWidthIsColumnsThenTheTerminalThenEighty() {
    let set = ["COLUMNS": "40"]
    #expect(recorded.console(columns: 100, environment: set).outputWidth == 40)
    #expect(recorded.console(columns: 100, environment: ["COLUMNS": "x"]).outputWidth == 100)
    #expect(recorded.console().outputWidth == 80)
  }
}

@Suite struct DescriptorStreamTests {
  @Test func writesToAPipeAndReportsFailures() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    let stream = ConsoleStream(descriptor: writing)
    #expect(!stream.isTerminal)
    try stream.write(Array("hello".utf8))
    let read = try withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
      let count = try reading.read(into: buffer)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
    #expect(read == "hello")
    #expect(throws: Errno.badFileDescriptor) {
      try ConsoleStream(descriptor: reading).write([0])
    }
    try reading.close()
    try writing.close()
  }
}

import FileAccess
import Formats
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// What a program reads: `--json` on standard output, events on standard error, all as the schema says.
@Suite(.enabled(if: InstalledTool.python.isExpected)) struct EventsTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture(["CAIRN_EVENTS": "1"])
    for name in ["a", "b"] { try fixture.scratch.write(name, to: "p/data/\(name)") }
    for words in [
      "init --no-scm", "remote add -d s \(fixture.scratch.path)/storage", "add data",
    ] {
      #expect(await fixture.cairn(words, in: "p") == .success, "\(fixture.err)")
    }
  }

  /// Runs a command and returns what it printed on each stream.
  private func run(
    _ words: String, _ status: Commands.ExitStatus = .success
  ) async -> (out: String, events: [String]) {
    let (out, err) = (fixture.out, fixture.err)
    #expect(await fixture.cairn(words, in: "p") == status, "\(words): \(fixture.err)")
    return (
      String(fixture.out.dropFirst(out.count)),
      fixture.err.dropFirst(err.count).split(separator: "\n").map(String.init)
    )
  }

  /// Holds documents against definitions of the schema.
  private func validate(_ documents: [(name: String, json: String)]) async throws {
    let lines = documents.map { "\($0.name)\t\($0.json.split(separator: "\n").joined())" }
    let file = try fixture.scratch.write(lines.joined(separator: "\n"), to: "documents")
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      for line in open(sys.argv[2]):
          name, text = line.split("\\t", 1)
          part = {"$ref": "#/$defs/" + name, "$defs": schema["$defs"]}
          assert name in schema["$defs"], name
          jsonschema.validate(json.loads(text), part)
      """
    let schema = projectRoot.appending("Documentation/cairn.schema.json").string
    let result = try await runProcess(
      [InstalledTool.python.program(), "-c", script, schema, file.string],
      cwd: fixture.scratch.path, env: [:])
    #expect(result.status == 0, "\(result)")
  }

  private func types(_ events: [String]) throws -> [String] {
    try events.map { event in
      let value = try parseJSON(Array(event.utf8))
      return value.map?["type"]?.string ?? "?"
    }
  }

  @Test func aTransferIsToldFromBeginningToEnd() async throws {
    let push = await run("push --json")
    #expect(
      try types(push.events) == [
        "started", "finished", "started", "finished", "transferred", "exit",
      ]
        || types(push.events).suffix(3) == ["finished", "transferred", "exit"], "\(push.events)")
    #expect(push.events.contains { $0.contains(#""phase": "pushing""#) }, "\(push.events)")
    let figures = try #require(push.events.first { $0.contains("transferred") })
    let values = try #require(parseJSON(Array(figures.utf8)).map)
    #expect(values["files"] == .integer(3))
    #expect(values["held"] == .integer(0))
    #expect(values["direction"] == .string("push"))

    try removeTree(fixture.scratch.path.appending("p/data"))
    try removeTree(fixture.scratch.path.appending("p/.dvc/cache"))
    let part = await run("pull --json data/a")
    let fetch = await run("fetch --json")
    let held = try #require(fetch.events.first { $0.contains("transferred") })
    #expect(held.contains(#""files": 1"#) && held.contains(#""held": 2"#), "\(held)")
    let cloud = await run("status -c --json")
    let events = [push, part, fetch, cloud].flatMap(\.events)
    try await validate(
      [("push", push.out), ("pull", part.out), ("fetch", fetch.out), ("cloudStatus", cloud.out)]
        + events.map { ("event", $0) })
  }

  /// A file is where the remote should be.
  @Test func whatCannotEvenBeginIsADocument() async throws {
    try fixture.scratch.write("in the way", to: "storage")
    let push = await run("push --json", .failure)
    #expect(push.out.hasPrefix(#"{"error": {"kind": "#), "\(push)")
    try await validate([("failure", push.out)] + push.events.map { ("event", $0) })
  }

  @Test func whatFailsIsTold() async throws {
    try fixture.scratch.write("plain", to: "p/file")
    #expect(await fixture.cairn("add file", in: "p") == .success)
    #expect(await fixture.cairn("push", in: "p") == .success)
    for object in try fixture.files(below: "storage")
    where try fixture.scratch.read("storage/\(object)") == "a" {
      try removeFile(fixture.scratch.path.appending("storage/\(object)"))
    }
    let verify = await run("verify --remote s --json", .failure)
    let cloud = await run("status -c --json")
    try removeTree(fixture.scratch.path.appending("p/.dvc/cache"))
    let pull = await run("pull --json", .failure)
    #expect(try types(pull.events).contains("failed"), "\(pull.events)")
    #expect(pull.events.last?.contains(#""code": 1"#) == true, "\(pull.events)")
    try await fixture.git("init -q p")
    let usage = await run("push --no-such-flag", .usage)
    try await validate(
      [("verify", verify.out), ("cloudStatus", cloud.out), ("pull", pull.out)]
        + [verify, pull, usage].flatMap(\.events).map { ("event", $0) })
  }

  @Test func checksOfCommitsAreTold() async throws {
    for words in ["init -q p", "-C p add data.dvc .dvc/config", "-C p commit -q -m one"] {
      try await fixture.git(words)
    }
    try fixture.scratch.write(
      "[core]\nremote = s\n['remote \"s\"']\nurl = \(fixture.scratch.path)/storage\n",
      to: "p/.dvc/config")
    let missing = await run("ci check --json", .missingData)
    #expect(missing.out.contains(#""file": "data.dvc""#), "\(missing.out)")
    #expect(await fixture.cairn("push", in: "p") == .success)
    let whole = await run("ci check --json")
    try await validate(
      [("ciCheck", missing.out), ("ciCheck", whole.out)]
        + (missing.events + whole.events).map { ("event", $0) })
  }

  @Test func quietSaysNothing() async throws {
    let push = await run("push -q")
    #expect(push.out.isEmpty && push.events.isEmpty)
  }
}

/// The closing line of transfers.
@Suite struct TransferFiguresTests {
  @Test func tellsWhatWasMovedAndWhatWasThere() async throws {
    let fixture = try CommandFixture()
    for name in ["a", "b"] { try fixture.scratch.write(name, to: "p/data/\(name)") }
    for words in [
      "init -q --no-scm", "remote add -q -d s \(fixture.scratch.path)/storage", "add -q data",
      "push",
    ] {
      #expect(await fixture.cairn(words, in: "p") == .success, "\(fixture.err)")
    }
    #expect(fixture.err.contains("Pushed 3 files, "), "\(fixture.err)")
    #expect(fixture.err.hasSuffix("; 0 more were on the remote.\n"), "\(fixture.err)")
    try fixture.scratch.write("c", to: "p/data/c")
    #expect(await fixture.cairn("add -q data", in: "p") == .success)
    #expect(await fixture.cairn("push", in: "p") == .success)
    #expect(fixture.err.hasSuffix("; 2 more were on the remote.\n"), "\(fixture.err)")
    let said = fixture.err
    #expect(await fixture.cairn("push --recheck", in: "p") == .success)
    #expect(fixture.err == said, "nothing was moved")
    try removeTree(fixture.scratch.path.appending("p/.dvc/cache"))
    #expect(await fixture.cairn("fetch data/c", in: "p") == .success)
    #expect(await fixture.cairn("pull -q", in: "p") == .success)
    #expect(fixture.err.hasSuffix("; 0 more were in the cache.\n"), "\(fixture.err)")
    #expect(await fixture.cairn("push", in: "p", as: .dvc) == .success)
    try removeTree(fixture.scratch.path.appending("p/.dvc/cache"))
    let before = fixture.err
    #expect(await fixture.cairn("fetch", in: "p", as: .dvc) == .success)
    #expect(fixture.err == before, "called as dvc it says what DVC says")
  }
}

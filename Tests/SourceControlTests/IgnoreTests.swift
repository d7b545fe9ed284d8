import Basics
import SystemPackage
import TestSupport
import Testing

@testable import SourceControl

@Suite struct IgnoreTests {
  @Test(arguments: engines)
  func appliesTheRulesOfEveryLevel(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.write("home/ignore", "*.global\n")
    try sandbox.git(
      "config", ["--global", "core.excludesFile", "\(sandbox.root)/home/ignore"], in: "")
    try sandbox.initialize(files: [
      ".gitignore": "*.bin\ndata/\nsome/*\n!some/kept\n", "sub/.gitignore": "/here\n!x.bin\n",
    ])
    try sandbox.write("repo/.git/info/exclude", "excluded\n")
    try sandbox.write("repo/data/file", "")
    let expected: [(String, Bool)] = [
      ("a.bin", true), ("sub/a.bin", true), ("sub/x.bin", false), ("sub/here", true),
      ("here", false), ("data", true), ("data/file", true), ("absent/data", false),
      ("some/thing", true), ("some/kept", false), ("x.global", true), ("excluded", true),
      ("plain", false), ("sub", false), ("data/file/below", true),
    ]
    let repository = try sandbox.open("repo", engine)
    let verdicts = try repository.isIgnored(expected.map { RelativePath($0.0) })
    for (index, (path, isIgnored)) in expected.enumerated() {
      #expect(verdicts[index] == isIgnored, "\(path)")
    }
    #expect(repository.engine == engine)
  }

  @Test(arguments: engines)
  func noticesARuleThatWasJustWritten(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: [".gitignore": "/one\n"])
    let repository = try sandbox.open("repo", engine)
    #expect(try !repository.isIgnored(root.appending("two")))
    try sandbox.write("repo/.gitignore", "/one\n/two\n")
    #expect(try repository.isIgnored(root.appending("two")))
  }

  @Test(arguments: engines)
  func takesOddNamesByTheirBytes(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: [".gitignore": "/e\u{301}\n/with space\n/a\\[1\\]\n"])
    let repository = try sandbox.open("repo", engine)
    let paths = ["e\u{301}", "\u{e9}", "with space", "a[1]", "a1", "new\nline"].map {
      RelativePath($0)
    }
    #expect(try repository.isIgnored(paths) == [true, false, true, true, false, false])
    #expect(try repository.isIgnored([RelativePath(bytes: [0xff, 0xfe])]) == [false])
  }

  @Test(arguments: engines)
  func answersForPathsBeyondASymbolicLink(_ engine: GitRepository.Engine) throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: [".gitignore": "*.bin\n"])
    try sandbox.run("/bin/ln", ["-s", "/tmp", sandbox.root.appending("repo/link").string])
    let repository = try sandbox.open("repo", engine)
    let paths = ["a.bin", "link/file", "b.bin"].map { RelativePath($0) }
    #expect(try repository.isIgnored(paths) == [true, false, true])
  }

  @Test func findsTheExcludesFileOfTheUser() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize()
    try sandbox.write("home/.config/git/ignore", "one\n")
    #expect(try sandbox.open().isIgnored(root.appending("one")))
    try sandbox.write("home/mine", "two\n")
    try sandbox.git("config", ["core.excludesFile", "~/mine"])
    #expect(try !sandbox.open().isIgnored(root.appending("one")))
    #expect(try sandbox.open().isIgnored(root.appending("two")))
  }

  @Test func ignoresCaseWhereGitDoes() throws {
    let sandbox = try GitSandbox()
    try sandbox.initialize(files: [".gitignore": "ABC\n*.Bin\n/x/[A-C]?\n"])
    let paths = ["abc", "d.BIN", "X/b1", "x/d1"]
    for (value, expected) in [("true", Array(paths.prefix(3))), ("false", [])] {
      try sandbox.git("config", ["core.ignoreCase", value])
      let verdicts = try sandbox.open().isIgnored(paths.map { RelativePath($0) })
      #expect(zip(paths, verdicts).filter(\.1).map(\.0) == expected)
      #expect(try sandbox.ignoredAccordingToGit(paths) == expected)
    }
  }

  @Test func followsNoSymbolicLinkToRules() throws {
    let sandbox = try GitSandbox()
    let root = try sandbox.initialize(files: ["rules": "*\n"])
    try sandbox.run("/bin/ln", ["-s", "rules", root.appending(".gitignore").string])
    #expect(try !sandbox.open().isIgnored(root.appending("a")))
  }

  @Test func agreesWithGitOnManyRules() throws {
    let pieces = [
      "*", "**", "a", "b", "ab", "a*", "*b", "?", "[ab]", "[!a]", "[^b-z]", "[[:alpha:]]", "a?b",
      "\\a", "**/a", "a/**", "[a-", "\\", "a\\ ", "b ", "é", "*.x", "[]a]", "[a\\]]", "a**",
    ]
    let paths = [
      "a", "b", "ab", "a/b", "a/b/c", "b/a/ab", "ab/a", "c/a.x", "é/b", "d/a /]", "a/a/a/b",
    ]
    var random = SeededGenerator(seed: 20_250_101)
    let sandbox = try GitSandbox()
    try sandbox.initialize()
    for path in paths { try sandbox.write("repo/\(path)/leaf", "") }
    let asked = paths.flatMap { [$0, $0 + "/leaf", $0 + "/absent"] }
    for _ in 0..<60 {
      let rules = ["", "a/", "b/"].map { directory in
        (directory, (0..<4).map { _ in random.rule(of: pieces) }.joined(separator: "\n"))
      }
      for (directory, text) in rules { try sandbox.write("repo/\(directory).gitignore", text) }
      let verdicts = try sandbox.open().isIgnored(asked.map { RelativePath($0) })
      let ignored = zip(asked, verdicts).filter(\.1).map(\.0)
      let expected = try sandbox.ignoredAccordingToGit(asked)
      #expect(ignored == expected, "\(rules)")
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func rule(of pieces: [String]) -> String {
    let parts = (0..<Int.random(in: 1...3, using: &self)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &self)]
    }
    let negation = Bool.random(using: &self) ? "!" : ""
    let start = Int.random(in: 0..<4, using: &self) == 0 ? "/" : ""
    let end = Int.random(in: 0..<4, using: &self) == 0 ? "/" : ""
    return negation + start + parts.joined(separator: "/") + end
  }
}

extension GitSandbox {
  fileprivate func ignoredAccordingToGit(_ paths: [String]) throws -> [String] {
    let command =
      "printf '%s\\0' \"$@\" | git -C \(root)/repo check-ignore --no-index -z --stdin; true"
    let output = try run("/bin/sh", ["-c", command, "sh"] + paths)
    return output.split(separator: "\0").map(String.init)
  }
}

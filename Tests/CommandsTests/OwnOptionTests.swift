import Formats
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// Options that DVC has not must leave the abbreviations of its own as they are.
@Suite struct OwnOptionTests {
  /// The long options of each command of DVC, by its own parser.
  private static let script = """
    import argparse, json
    from dvc.cli.parser import get_main_parser
    options = {}
    def walk(parser, words):
        names = [name for action in parser._actions for name in action.option_strings]
        options[" ".join(words)] = [name for name in names if name.startswith("--")]
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, inner in action.choices.items():
                    walk(inner, words + [name])
    walk(get_main_parser(), [])
    print(json.dumps(options))
    """

  private func optionsOfDVC() async throws -> Value.Mapping {
    let dvc = try #require(installedDVC, "run Scripts/test, or set CAIRN_TEST_DVC")
    let python = dvc.removingLastComponent().appending("python").string
    let result = try await runProcess(
      [python, "-c", Self.script], cwd: "/", env: isolatedEnvironment())
    #expect(result.status == 0, "\(result)")
    return try #require(try parseJSON(Array(result.out.utf8)).map)
  }

  @Test(.enabled(if: installedDVC != nil || variable("CI") == "true"))
  func areMarkedInEveryCommandThatDVCHas() async throws {
    let known = try await optionsOfDVC()
    var count = 0
    for help in helps(of: .program) {
      guard let options = known[help.usage]?.array?.compactMap(\.string) else { continue }
      for shape in help.options.map(\.shape) {
        for name in shape.names where name.utf8.starts(with: "--".utf8) {
          #expect(shape.isOurs == !options.contains(name), "\(help.usage) \(name)")
          count += 1
        }
      }
    }
    #expect(count > 100)
  }

  @Test func leavePrefixesToOptionsOfDVC() throws {
    let gc: GarbageCommand = try parsed("gc", "--w", "--s", "--j", "4")
    #expect(gc.skipsFailed && gc.jobs == 4 && !gc.usesSFTP && !gc.printsJSON)
    let push: PushCommand = try parsed("push", "--no", "--rec", "--j=4")
    #expect(push.transfer.runCache == false && push.transfer.jobs == 4)
    #expect(push.transfer.isRecursive && !push.transfer.rechecks)
  }

  @Test func haveUniquePrefixesToo() throws {
    let gc: GarbageCommand = try parsed("gc", "-w", "--sf", "--js")
    #expect(gc.usesSFTP && gc.printsJSON)
  }
}

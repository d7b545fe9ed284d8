import Testing

@testable import Commands

@Suite struct HelpTests {
  @Test(arguments: helps(of: .program))
  func everyExampleIsACommandLineThatParses(help: HelpText) {
    let words = help.example.split(separator: " ").map(String.init)
    guard case .run = Invocation(parsing: words) else {
      Issue.record("\(help.example)")
      return
    }
  }

  @Test(arguments: helps(of: .program))
  func noLineIsWiderThanATerminal(help: HelpText) {
    let lines = help.rendered(for: "cairn").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func namesEveryCommandOnce() {
    let names = CommandGroup.program.choices
    #expect(Set(names).count == names.count)
    #expect(names.count == 58)
  }

  @Test func laysOutArgumentsAndOptions() {
    #expect(
      RemoteModifyCommand.help.rendered(for: "dvc") == """
        usage: dvc remote modify [options] name option [value]

        Change a setting of a remote.

        example:
          dvc remote modify storage jobs 8

        arguments:
          name     The name of the remote.
          option   The name of the setting.
          [value]  The new value.

        options:
          -h, --help     Show this help and exit.
          -q, --quiet    Print nothing; the exit code tells.
          -v, --verbose  Say more; -vv says still more.
          --no-sync      Do not wait until what was written is safe on the disk.
          --global       The configuration of the user.
          --system       The configuration of the machine.
          --project      The project's configuration, .dvc/config.
          --local        The private configuration, .dvc/config.local.
          -u, --unset    Remove the setting.
        """)
  }

  @Test func marksWhatIsNotBuilt() {
    let help = CommandGroup.program.help.rendered(for: "cairn")
    #expect(help.contains("\n  version, doctor   Print the version"))
    #expect(help.contains("  Run the stages whose dependencies changed. (not built yet)"))
    #expect(!help.contains("git-hook"))
  }
}

func helps(of group: CommandGroup) -> [HelpText] {
  group.entries.flatMap { entry -> [HelpText] in
    switch entry.node {
    case .command(let type): [type.help]
    case .group(let inner): helps(of: inner)
    case .notBuilt: []
    }
  }
}

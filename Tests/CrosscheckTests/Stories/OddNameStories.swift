extension Story {
  /// Names that are hard to write down.
  static let oddNames: [Story] = [
    Story(
      "add/names in two normal forms",
      [
        .shell(
          """
          composed=$(printf '\\303\\251'); decomposed=$(printf 'e\\314\\201'); mkdir d
          echo 1 > "$composed"; echo 2 > "$decomposed"; echo 3 > "d/$composed"; echo 4 > "d/$decomposed"
          """),
        .write("add \u{E9} e\u{301} d"),
        .shell("cat .gitignore; ls *.dvc"),
        .read("status"),
        .shell("echo changed > \"$(printf 'e\\314\\201')\"; rm d/*"),
        .read("status"),
        .read("checkout -f e\u{301}"),
        .read("checkout d/\u{E9}"),
        .read("status"),
        .write("add d"),
        .shell("rm d/* \u{E9}"),
        .read("checkout"),
        .read("status --json").inAnyOrder,
      ]),
    Story(
      "add/names with a line break",
      [
        .shell(
          "echo 1 > \"$(printf 'new\\nline')\"; mkdir d; echo 2 > \"$(printf 'd/new\\nline')\""),
        .write("add 'new\nline' d").withoutOutput,
        .read("status"),
        .shell("rm new* d/*; git status --short --ignored"),
        .read("checkout d"),
      ]
    ),
    Story(
      "add/names that are no text",
      [
        .shell(
          "echo 1 > \"$(printf 'bad\\377name')\"; mkdir d; echo 2 > \"$(printf 'd/bad\\377name')\""),
        .write("add --glob 'bad*'").differs(crashes, exit: 1, ignoring: [.error]),
        .write("add d").differs(crashes, exit: 1, ignoring: [.error]),
        .read("status"),
        .shell("mkdir e; echo 3 > e/f"),
        .write("add e"),
        .shell("echo 4 > \"$(printf 'e/bad\\377name')\""),
        .read("status").differs(crashes, exit: 0, ignoring: [.output, .error]),
        .read("checkout").differs(crashes, ignoring: [.error]),
        .write("commit -f e").differs(crashes, exit: 1, ignoring: [.error]),
      ]),
  ]
}

private let crashes = "DVC crashes on names that are not UTF-8"

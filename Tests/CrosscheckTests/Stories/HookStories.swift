extension Story {
  static let hooking: [Story] = [
    Story(
      "hooks/are installed",
      [
        .write("install"),
        .shell(
          "cat .git/config; cd .git/hooks; for f in p*t p*h; do stat -c '%A %n' $f; cat $f; done"),
        .write("install"),
        .shell("rm .git/hooks/pre-push .git/hooks/post-checkout"), .write("install"),
        .shell("ls .git/hooks"),
      ]
    ).mapping(\.hidingSamples),
    Story(
      "hooks/of the tool pre-commit",
      [
        .write("install --use-pre-commit-tool"), .write("install --use-pre-commit-tool"),
        .shell("printf 'repos: []\\n' > .pre-commit-config.yaml"),
        .write("install --use-pre-commit-tool"),
        .shell(
          "printf '# c\\nrepos:\\n- repo: https://x\\n  rev: v1\\n  hooks:\\n  - id: a\\nci:\\n  skip: []\\n' > .pre-commit-config.yaml"
        ),
        .write("install --use-pre-commit-tool"),
        .shell("printf '[a\\n' > .pre-commit-config.yaml"),
        .write("install --use-pre-commit-tool"),
        .shell("mkdir sub"), .enter("repo/sub"), .write("install --use-pre-commit-tool"),
      ]),
    Story(
      "hooks/without Git", in: .noSCM,
      [.write("install"), .write("install --use-pre-commit-tool"), .write("git-hook pre-commit")]),
    Story(
      "hooks/what they do", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a"), .write("add a"), .shell("git add .; git commit -q -m one"),
        .write("git-hook pre-commit"), .shell("echo 2 > a"), .write("git-hook pre-commit"),
        .write("add a"), .write("git-hook pre-push origin url"), .write("git-hook pre-push"),
        .shell("git checkout -q a.dvc"), .write("git-hook post-checkout x y 0"),
        .write("git-hook post-checkout"), .write("git-hook post-checkout x y 1"),
        .shell("git checkout -q a.dvc; mkdir .git/rebase-merge"),
        .write("git-hook post-checkout x y 1"),
        .shell("rmdir .git/rebase-merge; rm -rf a .dvc/cache ../storage"),
        .write("git-hook post-checkout").with(["PRE_COMMIT_CHECKOUT_TYPE": "1"]),
        .write("git-hook nope"), .write("git-hook"),
        .enter(""), .write("git-hook pre-commit"), .write("git-hook post-checkout x y 1"),
        .write("git-hook pre-push"),
      ]
    ).mapping(\.withoutOutputOfMistakes),
    Story(
      "hooks/merging directories",
      mergeVersions
        + merges([
          ("base", "addx", "addy"), ("base", "addx", "addx"), ("base", "addx", "addx2"),
          ("base", "chga", "chga2"), ("base", "chga", "dela"), ("base", "base", "addx"),
          ("base", "addx", "base"), ("empty", "addx", "addy"), ("base", "empty", "addx"),
          ("base", "addx", "empty"), ("base", "chgsub", "addy"), ("base", "chgsub", "dela"),
        ])),
    Story(
      "hooks/versions that cannot be merged",
      mergeVersions
        + merges([
          ("base", "desc", "addy"), ("base", "addx", "file"), ("base", "file", "file"),
          ("base", "two", "addx"), ("imp", "addx", "addy"), ("base", "bad", "addx"),
          ("base", "comment", "addy"), ("base", "gone", "addx"),
        ]) + [
          .write("git-hook merge-driver --ancestor nope --our o.dvc.v --their t.dvc.v"),
          .write("git-hook merge-driver --our x").withoutOutput,
        ]),
    Story(
      "hooks/both sides delete",
      mergeVersions + [
        .shell("cp base.dvc.v b; cp dela.dvc.v o; cp dela.dvc.v t"),
        .write("git-hook merge-driver --ancestor b --our o --their t").differs(
          "DVC calls it a conflict", exit: 0, ignoring: [.error]),
        .shell("cp base.dvc.v b; cp dela.dvc.v o; cp chga.dvc.v t"),
        .write("git-hook merge-driver --ancestor b --our o --their t").differs(
          "DVC fails unexpectedly", ignoring: [.error]),
      ]),
  ]

  private static let versions = [
    ("base", "a=1 b=2 sub/c=3"), ("addx", "a=1 b=2 sub/c=3 x=9"),
    ("addx2", "a=1 b=2 sub/c=3 x=99"), ("addy", "a=1 b=2 sub/c=3 y=8 sub/z=7"),
    ("chga", "a=11 b=2 sub/c=3"), ("chga2", "a=12 b=2 sub/c=3"),
    ("chgsub", "a=1 b=2 sub/c=33"), ("dela", "b=2 sub/c=3"),
  ]

  /// Versions of one directory, `d`, as pointer files `NAME.dvc.v` whose objects are in the cache.
  private static let mergeVersions: [Step] =
    versions.flatMap { name, files in
      [
        Step.shell(
          """
          rm -rf d; mkdir -p d/sub
          for f in \(files); do echo ${f#*=} > d/${f%%=*}; done
          """
        ).silent,
        .write("add -q d").silent, .shell("cp d.dvc \(name).dvc.v").silent,
      ]
    } + [
      .shell(
        """
        : > empty.dvc.v; echo '[x' > bad.dvc.v
        (cat addx.dvc.v; echo '  desc: hi') > desc.dvc.v
        (echo '# hello'; cat addx.dvc.v; echo 'meta: {a: 1}') > comment.dvc.v
        sed 's/md5: ....../md5: 012345/' addx.dvc.v > gone.dvc.v
        printf 'outs:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  size: 2\\n  hash: md5\\n  path: d\\n' > file.dvc.v
        (cat file.dvc.v; tail -n +2 file.dvc.v | sed 's/path: d/path: e/') > two.dvc.v
        (printf 'deps:\\n- path: /x\\n'; cat file.dvc.v) > imp.dvc.v
        """
      ).silent
    ]
}

private func merges(_ cases: [(String, String, String)]) -> [Step] {
  cases.flatMap { ancestor, ours, theirs in
    [
      Step.shell("cp \(ancestor).dvc.v b; cp \(ours).dvc.v o; cp \(theirs).dvc.v t").silent,
      .write("git-hook merge-driver --ancestor b --our o --their t"),
    ]
  }
}

extension Step {
  /// Help that follows a mistake is not compared.
  fileprivate var withoutOutputOfMistakes: Step {
    guard case .command(_, let arguments) = action,
      arguments == "git-hook" || arguments == "git-hook nope"
    else { return self }
    return withoutOutput
  }

  /// Git's own examples of hooks depend on its version.
  fileprivate var hidingSamples: Step {
    guard case .shell(let script) = action else { return self }
    return .shell(script.replacing("ls .git/hooks", with: "ls .git/hooks | grep -v sample"))
  }
}

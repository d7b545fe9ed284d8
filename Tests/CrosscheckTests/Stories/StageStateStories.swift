extension Story {
  static let changingStages: [Story] = [
    Story(
      "freeze/pointer files and stages",
      [
        .shell(
          """
          mkdir sub; echo 1 > a; echo in > in
          cat > dvc.yaml <<'END'
          vars:
          - x: 1
          stages:
            first:
              cmd: cp in one
              deps:
              - in
              outs:
              - one
            second:
              desc: the second
              cmd: echo ${x}
            third:
              cmd: cp one three
              deps:
              - one
              outs:
              - three
              meta:
                k: v
            each:
              foreach: [a, b]
              do:
                cmd: echo ${item}
          END
          """),
        .write("add a"), .dvc("repro -q first third"),
        .write("freeze a.dvc first third"), .shell("echo changed > in"), .read("status"),
        .write("freeze second each 'each@a' nope dvc.yaml a a.dvc:foo dvc.lock :first"),
        .write("unfreeze first"), .write("unfreeze first"), .read("status"),
        .enter("repo/sub"),
        .write("unfreeze ../dvc.yaml:third ../a.dvc"),
        .write("freeze x.dvc ../nope.dvc dvc.yaml:z"), .write("freeze -q ../dvc.yaml:first"),
        .write("freeze"),
      ]
    ).mapping(\.withoutUsage),
    Story(
      "freeze/imports and annotated files",
      [
        .shell(
          """
          echo 1 > a
          cat > a.dvc <<'END'
          md5: b563b5814cc23996f5702e9c42c2ad85
          locked: true
          deps:
          - path: /nowhere
          outs:
          - md5: b026324c6904b2a9cb4b88d6d61c81d1
            size: 2
            hash: md5
            path: a   # here
            cache: true
          END
          """),
        .write("unfreeze a.dvc"), .write("freeze a.dvc"), .read("status"),
      ]),
    Story(
      "unprotect/links",
      [
        .write("config cache.type hardlink"),
        .shell(
          "echo 1 > a; mkdir -p d/e; echo 2 > d/x; echo 3 > d/e/y; touch d/empty; chmod +x d/x"),
        .write("add a d"), .write("unprotect a"), .write("unprotect d"),
        .shell("echo changed > d/x; echo changed > a"), .read("status"),
        .write("config cache.type symlink"), .shell("echo 4 > s; mkdir t; echo 5 > t/u"),
        .write("add s t"), .write("unprotect s t/u t"), .read("status"),
        .enter("repo/d"), .write("unprotect e ../a"),
      ]),
    Story(
      "unprotect/what is no link, and what is not there",
      [
        .shell("echo 1 > plain; chmod 755 plain; mkdir d; echo 2 > d/f; chmod 600 d/f"),
        .write("unprotect plain d"), .write("unprotect nope"), .write("unprotect plain nope d"),
        .shell("ln -s nowhere dangling"), .write("unprotect dangling"), .write("unprotect"),
      ]
    ).mapping(\.withoutUsage),
    Story(
      "unprotect/in a cache of a group",
      [
        .write("config cache.shared group"), .write("config cache.type hardlink"),
        .shell("echo 1 > a"), .write("add a"), .write("unprotect a"),
      ]),
    Story(
      "destroy/a project",
      [
        .write("config cache.type symlink"),
        .shell(
          """
          mkdir -p sub/d; echo 1 > a; echo 2 > sub/d/x; chmod +x sub/d/x
          printf 'stages:\\n  s:\\n    cmd: echo 5 > o\\n    outs:\\n    - o\\n' > sub/dvc.yaml
          printf 'plots: []\\n' > dvc.yaml
          """),
        .write("add a sub/d"), .dvc("repro -q -P"),
        .write("destroy"),
        .enter("repo/sub"), .write("destroy -f"), .write("destroy -f"),
        .shell("git status --short"),
      ]),
    Story(
      "destroy/asked and answered", in: .noSCM,
      [
        .shell("echo 1 > a"), .write("add a"), .write("destroy -q"),
        .write("destroy --force"), .read("status"),
      ]),
  ]
}

extension Step {
  /// The same step, where help that follows a mistake is not compared.
  fileprivate var withoutUsage: Step {
    guard case .command(_, let arguments) = action, !arguments.contains(" ") else { return self }
    return withoutOutput
  }
}

extension Story {
  /// Objects that nothing uses.
  static let collecting: [Story] =
    garbageInCache + garbageOfHistory + garbageInRemotes + garbageThatCannotBeTold

  private static let garbageInCache: [Story] = [
    Story(
      "garbage/of the workspace",
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x; echo 4 > d/y"),
        .write("add a b d"),
        .shell("echo 5 > a; echo 6 > d/x; rm b b.dvc"), .write("add a d"),
        .read("gc -w"), .read("gc -w --dry").inAnyOrder, .read("gc --workspace --force"),
        .write("gc -w -f"), .write("gc -w -f -q"),
        .shell("rm -r a d"), .read("checkout"), .read("status"),
      ]),
    Story(
      "garbage/refused",
      [
        .shell("echo 1 > a"), .write("add a"), .shell("rm a.dvc"),
        .read("gc"), .read("gc -f"), .read("gc -w -n 2"), .read("gc -n 2"), .read("gc -T -n 2 -f"),
        .read("gc -w -c --not-in-remote -f"), .read("gc -c -f"),
        .read("gc -w -c -f"), .read("gc -w -f -c -r nope"), .read("gc --rev nope -f"),
        .read("gc -w -p ../nowhere -f"),
      ]),
    Story(
      "garbage/directories and their members",
      [
        .shell("mkdir d e; for i in 1 2 3; do echo $i > d/$i; echo $i > e/$i; done; echo 4 > e/4"),
        .write("add d e"),
        .shell("rm -r e e.dvc; rm d/2"), .write("add d"),
        .read("gc -w --dry").inAnyOrder, .write("gc -w -f"),
        .shell("rm -r d"), .read("checkout"), .judge("data status"),
      ]),
    Story(
      "garbage/objects of DVC 2",
      Step.dvc2Project + [
        .shell("rm text.txt.dvc; echo 1 > one"), .write("add one"), .shell("rm one.dvc"),
        .read("gc -w --dry").inAnyOrder, .write("gc -w -f"), .read("status"),
        .shell("rm data.dvc"), .write("gc -w -f"),
      ]),
    Story(
      "garbage/projects that share a cache",
      [
        .write("cache dir ../shared"), .shell("git add .; git commit -q -m shared"),
        .shell("git clone -q . ../other; echo 1 > a; echo 2 > b"), .write("add a b"),
        .shell("cp a.dvc ../other; rm a a.dvc b b.dvc; echo 3 > c"), .write("add c"),
        .read("gc -w --dry -p ../other").inAnyOrder,
        .write("gc -w -f --projects ../other"), .write("gc -w -f"),
      ]),
    Story(
      "garbage/without Git", in: .noSCM,
      [
        .shell("echo 1 > a; mkdir sub"), .write("add a"), .shell("rm a.dvc"),
        .read("gc -a -f"), .read("gc -A -f"), .enter("repo/sub"),
        .read("gc -w --dry"), .write("gc -w -f"),
      ]),
    Story(
      "garbage/outputs of stages",
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          vars: [{names: [x, y]}]
          stages:
            copy:
              cmd: cp in out
              deps: [in]
              outs: [out]
            plain:
              cmd: cp in plain
              deps: [in]
              outs: [{plain: {cache: false}}]
            each:
              foreach: ${names}
              do: {cmd: 'echo ${item} > ${item}', outs: ['${item}']}
          END
          echo 1 > in
          """),
        .dvc("repro"), .shell("echo 2 > in"), .dvc("repro"),
        .shell("echo z > z"), .write("add z"), .shell("rm z z.dvc"),
        .read("gc -w --dry").inAnyOrder, .write("gc -w -f"),
        .shell("rm out x y"), .read("checkout"),
        .shell("find .dvc/cache/runs -type f | wc -l"),
      ]),
    Story(
      "garbage/outputs without a recorded hash",
      [
        .shell(
          """
          printf 'stages:\\n  never:\\n    cmd: cp in out\\n    outs: [out]\\n' > dvc.yaml
          printf 'outs:\\n- path: here\\n' > here.dvc; echo 1 > here; echo 2 > gone
          """),
        .write("add gone"), .shell("rm gone.dvc"),
        .read("gc -w --dry").inAnyOrder, .write("gc -w -f").inAnyOrder,
        .shell("git add .; git commit -q -m stages"),
        .read("gc -A --dry").inAnyOrder.differs("one warning for each output", ignoring: [.error]),
      ]),
    Story(
      "garbage/what cannot be removed",
      [
        .shell("echo 1 > a"), .write("add a"), .shell("rm a.dvc"),
        .shell("chmod 555 .dvc/cache/files/md5/b0"),
        .write("gc -w -f").differs(
          "goes on with the rest, and names what could not be removed",
          ignoring: [.output, .error, .tree]),
        .shell("chmod 755 .dvc/cache/files/md5/b0"), .write("gc -w -f"),
      ]),
    Story(
      "garbage/strangers among the objects",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"),
        .shell(
          """
          rm b.dvc; cd .dvc/cache/files/md5; echo mine > 26/notes.txt; echo mine > notes.txt
          mkdir 26/inner
          """),
        .write("gc -w -f").differs("they are not ours", ignoring: [.output, .tree]),
        .read("status"),
      ]),
  ]

  /// Three commits of `f`, a branch and two tags, each with a version of its own.
  private static let history: [Step] = [
    .shell("echo 1 > f"), .write("add f"),
    .shell("git add .; git commit -q -m 1; git tag v1; echo 2 > f"), .write("add f"),
    .shell("export GIT_COMMITTER_DATE=2026-02-02T00:00:00Z; git commit -q -a -m 2; echo 3 > f"),
    .write("add f"),
    .shell("export GIT_COMMITTER_DATE=2026-03-03T12:00:00Z; git commit -q -a -m 3"),
    .shell("git checkout -q -b side v1; echo 4 > f"), .write("add f"),
    .shell("export GIT_COMMITTER_DATE=2026-02-10T00:00:00Z; git commit -q -a -m 4; git tag v4"),
    .shell("git checkout -q main; echo 5 > f"), .write("add f"),
    .shell("echo 6 > f"), .write("add f"),
  ]

  private static let garbageOfHistory: [Story] = [
    Story(
      "garbage/branches, tags and commits",
      history + [
        .read("gc -a --dry").inAnyOrder, .read("gc -T --dry").inAnyOrder,
        .read("gc -a -T --dry").inAnyOrder, .read("gc --all-commits --dry").inAnyOrder,
        .read("gc --all-experiments --dry").inAnyOrder,
        .write("gc -A -f"), .write("gc -a -T -f"), .write("gc -T -f"),
        .write("gc --all-branches -f"),
      ]),
    Story(
      "garbage/some commits",
      history + [
        .read("gc --rev v1 --dry").inAnyOrder, .read("gc --rev HEAD -n 2 --dry").inAnyOrder,
        .read("gc -a -n 2 --dry").inAnyOrder, .read("gc -a -T -n 9 --dry").inAnyOrder,
        .read("gc --rev side --num 1 -T --dry").inAnyOrder,
        .write("gc --rev HEAD -n 3 -f"), .write("gc --rev HEAD~1 -f"), .write("gc -w -f"),
      ]),
    Story(
      "garbage/commits since a day",
      history + [
        .read("gc --date 2026-01-01 --dry").inAnyOrder,
        .read("gc --date 2026-02-10 --dry").inAnyOrder,
        .read("gc --date 2026-03-03 --dry").inAnyOrder, .read("gc --date 2026-13-01 -f"),
        .read("gc -T --date 2026-03-03 --dry").inAnyOrder, .write("gc --date 2026-02-02 -f"),
      ]),
  ]

  private static let garbageInRemotes: [Story] = [
    Story(
      "garbage/of the remote", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo 3 > d/y"), .write("add a d"),
        .write("push"),
        .shell("rm -r d d.dvc"), .read("gc -w -c --dry").inAnyOrder,
        .write("gc -w -c -f").inAnyOrder, .write("gc -w -c -f").inAnyOrder,
        .shell("mkdir d; echo 2 > d/x; echo 3 > d/y"), .write("add d"),
        .write("push"), .read("status -c"), .shell("rm -r .dvc/cache a d"), .read("pull"),
      ]),
    Story(
      "garbage/of another remote", in: .repositoryWithRemote,
      [
        .write("remote add other {root}/other"), .shell("echo 1 > a; echo 2 > b"),
        .write("add a b"), .write("push"), .write("push -r other"), .shell("rm b b.dvc"),
        .write("gc -w -c -r other -f").inAnyOrder,
        .shell("find ../other ../storage -type f | sort"),
        .write("remote default --unset"), .read("gc -w -c -f"),
        .read("gc -w -c -r storage -j 2 -f").inAnyOrder,
      ]),
    Story(
      "garbage/outputs with a remote of their own", in: .repositoryWithRemote,
      [
        .write("remote add own {root}/own"),
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x"),
        .write("add a b d"), .shell("echo '  remote: own' | tee -a a.dvc d.dvc"),
        .write("push"), .write("push -r own"),
        .shell("echo 4 > d/x"), .write("add d"),
        .write("gc -w -c -f").inAnyOrder, .shell("find ../own ../storage -type f | sort"),
        .read("push"),
      ]),
    Story(
      "garbage/what the remote has", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x; echo 4 > d/y"),
        .write("add a b d"), .write("push a d"), .shell("echo 5 > a"), .write("add a"),
        .read("gc -w --not-in-remote --dry").inAnyOrder, .write("gc -w --not-in-remote -f"),
        .read("gc -w --not-in-remote -f -r storage"), .read("pull"), .read("push"),
        .read("status -c"),
      ]),
    Story(
      "garbage/a directory that is not here", in: .repositoryWithRemote,
      [
        .shell("mkdir d; echo 1 > d/x; echo 2 > d/y; echo 3 > a"), .write("add d a"),
        .write("push"), .shell("rm -r .dvc/cache d a a.dvc"),
        .read("gc -w -f"), .write("gc -w -c -f").inAnyOrder,
        .read("pull"), .read("status"),
      ]),
    Story(
      "garbage/a remote that is not there", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"), .shell("rm b b.dvc"),
        .write("gc -w -c -f").inAnyOrder, .write("push"), .read("status -c"),
      ]),
  ]

  private static let garbageThatCannotBeTold: [Story] = [
    Story(
      "garbage/a directory that nobody has", in: .repositoryWithRemote,
      [
        .shell("mkdir d; echo 1 > d/x; echo 2 > a"), .write("add d a"),
        .shell("rm .dvc/cache/files/md5/*/*.dir a.dvc"),
        .write("gc -w"),
        .write("gc -w -f").differs(
          "decision 14: the files of the directory may be the only copies", exit: 255,
          ignoring: [.output, .error, .tree]),
        .shell("ls d"),
      ]
    ).twinOnly,
    Story(
      "garbage/a directory of a commit whose list is gone",
      [
        .shell("mkdir d; echo 1 > d/x; echo 2 > a"), .write("add d a"),
        .shell("git add .; git commit -q -m 1; echo 3 > d/x"), .write("add d"),
        .write("gc -w -f"), .shell("rm a.dvc"),
        .write("gc -A -f").differs(
          "decision 14: what an earlier collection took cannot be told from what was lost",
          exit: 255,
          ignoring: [.output, .error, .tree]),
        .write("gc -A -f --skip-failed").differs(
          "the step before removed nothing", ignoring: [.error]),
      ]),
    Story(
      "garbage/a stage file that cannot be read",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"),
        .shell("rm b.dvc; git add .; git commit -q -m a; echo 'outs: 7' > a.dvc"),
        .write("gc -w -f"), .write("gc -A -f"),
        .write("gc -w -f --skip-failed").differs(
          "a broken stage file must not cost the cache", exit: 255,
          ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
    Story(
      "garbage/a commit that cannot be read",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"),
        .shell("git add .; git commit -q -m good; rm b.dvc; echo 'outs: 7' > a.dvc"),
        .shell("git add .; git commit -q -m broken; git checkout -q HEAD~1 -- a.dvc"),
        .write("gc -A -f"), .write("gc -A -f --skip-failed"),
      ]),
    Story(
      "garbage/a shallow clone",
      [
        .shell("echo 1 > a"), .write("add a"), .shell("git add .; git commit -q -m 1; echo 2 > a"),
        .write("add a"),
        .shell(
          """
          git commit -q -a -m 2; git clone -q --depth 1 file://$PWD ../clone
          cp -r .dvc/cache ../clone/.dvc/
          """),
        .enter("clone"),
        .write("gc -A -f").differs(
          "decision 14: what other commits use is not there to be read", exit: 255,
          ignoring: [.output, .error, .tree]),
        .write("gc -w -f").differs(
          "what the step before left is still there", ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
  ]
}

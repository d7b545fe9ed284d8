extension Story {
  static let removing: [Story] = [
    Story(
      "remove/pointer files",
      [
        .shell("echo 1 > a; mkdir -p d/e; echo 2 > d/x; chmod +x d/x; echo 3 > d/e/f; echo 4 > b"),
        .write("add a d b"), .write("add d/e"),
        .write("remove a.dvc"),
        .write("remove a"), .write("remove a.dvc"), .write("remove nope"),
        .write("remove nope.dvc"),
        .write("rm d.dvc b.dvc nope.dvc d.dvc"),
        .read("status"),
      ]),
    Story(
      "remove/with the data",
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo 3 > sub; echo 4 > b"),
        .write("add a d b"), .shell("rm a; echo new > d/untracked; echo changed > b"),
        .write("remove --outs a.dvc d.dvc"),
        .write("remove b.dvc --out"),
        .read("status"),
      ]),
    Story(
      "remove/lines of ignore files",
      [
        .shell("mkdir -p s; echo 1 > a; echo 2 > s/b; echo 3 > s/c; printf 'mine\\n' > .gitignore"),
        .write("add a s/b s/c"),
        .write("remove s/b.dvc"), .write("remove a.dvc"),
        .shell("printf '  /c  \\n*.log' > s/.gitignore"),
        .write("remove s/c.dvc"),
        .shell("echo 4 > d; echo /d > .gitignore; rm -f s/.gitignore"),
        .write("add d"), .shell("rm .gitignore"), .write("remove d.dvc"),
      ]),
    Story(
      "remove/stages of a pipeline",
      [
        .shell(
          """
          mkdir sub; echo in > in
          cat > dvc.yaml <<'END'
          stages:
            first:
              cmd: cp in one
              deps:
              - in
              outs:
              - one
            second:
              cmd: cp one two; cp one m
              deps:
              - one
              outs:
              - two:
                  persist: true
              metrics:
              - m:
                  cache: false
            third:
              cmd: cp two three
              deps:
              - two
              outs:
              - three
          END
          cat > sub/dvc.yaml <<'END'
          stages:
            only:
              cmd: echo 1 > o
              outs:
              - o
          END
          """),
        .dvc("repro -q -R ."),
        .write("remove second"), .read("status"),
        .write("remove :first --outs"), .write("remove first"), .write("remove dvc.yaml:first"),
        .enter("repo/sub"), .write("remove ../dvc.yaml:third"), .write("remove only"),
        .write("remove only"),
        .enter("repo"), .read("status"),
      ]),
    Story(
      "remove/all stages of a file",
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          stages:
            a:
              cmd: echo 1 > a
              outs:
              - a
            b:
              cmd: echo 2 > b
              outs:
              - b
          END
          """),
        .dvc("repro -q"),
        .write("remove dvc.yaml --outs"), .write("remove dvc.yaml"), .read("status"),
      ]),
    Story(
      "remove/what cannot be removed",
      [
        .shell(
          """
          printf 'x: 1\\n' > params.yaml
          cat > dvc.yaml <<'END'
          stages:
            plain:
              cmd: echo ${x} > o
              outs:
              - o
            each:
              foreach: [a, b]
              do:
                cmd: echo ${item}
          END
          touch other; mkdir dir.dvc; echo 'outs: [' > bad.dvc; echo '*.hid' > .dvcignore; touch x.dvc.hid
          """),
        .write("remove each"), .write("remove 'each@a'"), .write("remove nope"),
        .write("remove plain").differs(
          "DVC has taken the output's line out of .gitignore by then", ignoring: [.tree]),
        .write("remove dvc.lock"), .write("remove other:x"), .write("remove other"),
        .write("remove dir.dvc"), .write("remove dir"),
        .write("remove ''").differs("DVC would remove all stages", ignoring: [.error]),
        .write("remove"), .write("remove bad.dvc"),
        .shell("rm bad.dvc; echo '*.dvc' > .dvcignore; echo 1 > f"),
        .write("remove f.dvc"), .write("remove dvc.yml"),
      ]
    ).mapping(\.withoutOutput),
    Story(
      "remove/links become files", in: .repository,
      [
        .write("config cache.type hardlink,symlink"),
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo 3 > d/y"), .write("add a d"),
        .write("remove a.dvc d.dvc"),
        .write("config cache.type symlink"), .shell("echo 4 > s"), .write("add s"),
        .write("remove s.dvc"),
        .shell("echo 5 > gone"), .write("add gone"), .shell("rm -rf .dvc/cache"),
        .write("remove gone.dvc"), .write("remove --outs gone.dvc"),
      ]),
    Story(
      "remove/without Git", in: .noSCM,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x"), .write("add a d"),
        .write("remove a.dvc"), .write("remove --outs d.dvc"), .read("status"),
      ]),
    Story(
      "remove/the data stay",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"), .write("remove a.dvc"),
        .read("checkout").differs(
          "DVC deletes data that `remove` left", ignoring: [.output, .tree]),
      ]
    ).twinOnly,
    Story(
      "remove/a file with more than stages",
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          stages:
            a:
              cmd: echo 1 > a
              outs:
              - a
          plots:
          - a
          END
          """),
        .dvc("repro -q"),
        .write("remove a").differs("a warning", ignoring: [.error]), .read("status"),
      ]),
    Story(
      "remove/outputs in other places",
      [
        .shell(
          """
          mkdir -p w; echo 1 > w/a; echo 2 > w/b
          cat > both.dvc <<'END'
          wdir: w
          outs:
          - path: a
          - path: b
            cache: false
          END
          """),
        .write("commit -f both.dvc"),
        .write("remove both.dvc"),
        .shell("ls -a w"),
      ]),
  ]
}

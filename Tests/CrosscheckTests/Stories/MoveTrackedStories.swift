extension Story {
  static let movingTracked: [Story] = [
    Story(
      "move/files and directories",
      [
        .shell("echo 1 > a; mkdir d e; echo 2 > d/x; chmod +x a"), .write("add a d"),
        .write("move a b"), .read("status"),
        .write("mv b e"), .read("status"),
        .write("move e/b ."), .write("move d/ d2"), .write("move d2 e"),
        .read("status"),
        .enter("repo/e"), .write("move d2 ../d3"), .write("move ../b c"), .read("status"),
        .enter("repo"), .read("checkout"),
      ]),
    Story(
      "move/what is changed or missing",
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo 3 > gone; touch empty; mkdir none"),
        .write("add a d gone empty none"),
        .shell("echo changed > a; echo more > d/y; rm gone"),
        .write("move a b"), .write("move d dd"), .write("move gone away"),
        .write("move empty hollow"), .write("move none nothing"),
        .read("status"), .shell("mv b c"), .write("move b c"), .read("status"),
      ]),
    Story(
      "move/descriptions, and files of other names",
      [
        .shell("mkdir s; echo 1 > a; echo 2 > z"), .write("add a z"),
        .shell(
          """
          cat > a.dvc <<'END'
          # a comment
          desc: what it is   # more
          frozen: true
          outs:
          - md5: b026324c6904b2a9cb4b88d6d61c81d1
            size: 2
            hash: md5
            path: a
            desc: text
            labels: [x, y]
            remote: storage
          meta:
            k: 1
          END
          mv z.dvc named.dvc; (echo '# kept'; cat named.dvc) > n; mv n named.dvc
          """),
        .write("move a s/b"), .write("move z s/new/y"), .read("status"),
        .write("move s/new/y z"), .read("status"),
      ]),
    Story(
      "move/an import",
      [
        .shell(
          """
          mkdir data out; echo 1 > data/src; echo 1 > out/f
          cat > out/f.dvc <<'END'
          md5: b563b5814cc23996f5702e9c42c2ad85
          frozen: true
          deps:
          - md5: b026324c6904b2a9cb4b88d6d61c81d1
            size: 2
            hash: md5
            path: ../data/src
          outs:
          - md5: b026324c6904b2a9cb4b88d6d61c81d1
            size: 2
            hash: md5
            path: f
          END
          """),
        .write("commit -f out/f.dvc"), .write("move out/f g"), .read("status"),
      ]),
    Story(
      "move/refused",
      [
        .shell(
          """
          mkdir d e gi; echo 1 > a; echo 2 > c; echo 3 > d/x; echo 4 > t; git add t; echo '*.ig.dvc' > .gitignore
          printf 'stages:\\n  s:\\n    cmd: echo 5 > o\\n    outs:\\n    - o\\n' > dvc.yaml
          echo hidden > .dvcignore
          """),
        .write("add a c d"), .dvc("repro -q"),
        .write("move nope x"), .write("move a.dvc x"), .write("move a x.dvc"), .write("move a c"),
        .write("move o p"), .write("move a no/dir/x"), .write("move a ../out"),
        .write("move a /nowhere/x"), .write("move a d"), .write("move d d/sub"),
        .write("move a b.ig"), .write("move a hidden"), .write("move d/x y"), .write("move a a"),
        .write("move a o"), .write("move a"), .write("move a t/x"),
        .read("status"),
      ]
    ).mapping(\.withoutOutput),
    Story(
      "move/onto what Git has",
      [
        .shell("echo 1 > a; echo 4 > t; git add t"), .write("add a"),
        .write("move a t").differs("DVC has moved the data by then", ignoring: [.tree]),
      ]),
    Story(
      "move/onto other bytes",
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo precious > b"), .write("add a d"),
        .write("move a b").differs(
          "DVC replaces the file", exit: 1, ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
    Story(
      "move/onto bytes that are in the cache",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"), .write("remove b.dvc"),
        .write("move a b"), .read("status"),
      ]),
    Story(
      "move/slashes at the end",
      [
        .shell("mkdir d e; echo 1 > d/x"), .write("add d"),
        .write("move d/ e/").differs(
          "DVC takes no name from d/", exit: 0, ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
    Story(
      "move/links",
      [
        .write("config cache.type symlink"),
        .shell("echo 1 > a; mkdir d; echo 2 > d/x"), .write("add a d"),
        .write("move a b"), .write("move d dd"), .read("status"),
        .write("config cache.type hardlink"), .shell("echo 3 > h; mkdir l; echo 4 > l/x"),
        .write("add h l"), .write("move h hh"), .write("move l ll"), .read("status"),
      ]),
    Story(
      "move/without Git, and staged", in: .noSCM,
      [
        .shell("echo 1 > a"), .write("add a"), .write("move a b"), .read("status"),
        .shell("mkdir d; echo 2 > d/x"), .write("add d"), .write("move b d"),
      ]),
    Story(
      "move/staged",
      [
        .write("config core.autostage true"), .shell("mkdir e; echo 1 > a; echo 2 > c"),
        .write("add a c"), .shell("git commit -q -m data; git status --short"),
        .write("move a e/b"), .shell("git status --short"),
        .write("move c e"), .shell("git status --short"), .read("status"),
      ]),
  ]
}

extension Story {
  static let comparing: [Story] = [
    Story(
      "diff/in all its forms",
      [
        .shell(
          "for i in a b c d e; do echo $i > $i; done; mkdir -p dir/sub; echo x > dir/x; echo y > dir/sub/y"
        ),
        .write("add a b c d e dir"), .read("diff"), .read("diff --json"),
        .shell("git add .; git commit -q -m one; git tag one"),
        .read("diff"),
        .shell("echo new > a; rm b; mv c cc; rm c.dvc; echo z > dir/z; mv dir/x dir/xx"),
        .write("add cc"),
        .read("diff"),
        .read("diff --json"),
        .read("diff --show-hash"),
        .read("diff --show-hash --json"),
        .read("diff --md"),
        .read("diff --md --show-hash"),
        .read("diff HEAD"),
        .read("diff one workspace --show-hash"),
        .read("diff -q"), .read("diff -q --json"), .read("diff -q --md"),
        .write("add a dir"), .shell("rm b.dvc; git add -A; git commit -q -m two; git tag two"),
        .read("diff"), .read("diff --json"), .read("diff --md"), .read("diff --md --show-hash"),
        .read("diff one"), .read("diff one two"), .read("diff two one --json --show-hash"),
        .read("diff HEAD~2 HEAD --json"), .read("diff HEAD~2 --md"),
        .read("diff HEAD two"), .read("diff two main --md"), .read("diff HEAD~1 one --json"),
        .read("diff workspace two"),
      ]),
    Story(
      "diff/refused",
      [
        .shell("echo 1 > a"), .write("add a"), .shell("git add .; git commit -q -m one"),
        .read("diff nope"), .read("diff HEAD nope"), .read("diff nope nope2"),
        .read("diff workspace"), .read("diff HEAD main HEAD").withoutOutput,
        .read("diff --nope").withoutOutput, .read("diff HEAD~7"), .read("diff ''"),
        .read("diff --targets nope"), .read("diff --targets a nope"),
        .read("diff --targets a HEAD"),
        .read("diff --targets nope a -q").differs("-q is silent", ignoring: [.error]),
        .shell("echo '{' > bad.dvc"), .read("diff"), .read("diff HEAD~1 HEAD"),
        .shell("echo 'foo: bar' > bad.dvc"), .read("diff --json"),
        .shell("git add -f bad.dvc; git commit -q -m bad; rm bad.dvc"),
        .read("diff"), .read("diff HEAD~1"), .read("diff HEAD~1 HEAD"),
        .shell("mkdir ../plain"), .enter("plain"), .write("init -q --no-scm"),
        .read("diff"), .read("diff a b"),
      ]),
    Story(
      "diff/targets",
      [
        .shell("echo 1 > a; mkdir -p d/s e; echo 1 > d/x; echo 2 > d/s/y; echo 3 > e/z"),
        .write("add a d e"), .shell("git add .; git commit -q -m one"),
        .dvc("move e f"),
        .shell("echo 2 > a; echo 5 > d/x; echo 6 > d/s/new; rm d/s/y"),
        .read("diff --targets a"), .read("diff --targets d"), .read("diff --targets d.dvc a"),
        .read("diff --targets d/s"), .read("diff --targets d/s/new"),
        .read("diff --targets d/x d/s/y"),
        .read("diff --targets e"), .read("diff --targets f"), .read("diff --targets e f"),
        .read("diff --targets"), .read("diff HEAD --targets a --json"),
        .read("diff --json --targets d --show-hash"),
        .enter("repo/d"),
        .read("diff"), .read("diff --targets x"), .read("diff --targets ../a s"),
      ]),
    Story(
      "diff/renames",
      [
        .shell(
          "for i in 1 2 3; do echo same > s$i; done; mkdir -p d/q; echo a > d/a; echo b > d/b; echo b > d/q/b"
        ),
        .write("add s1 s2 s3 d"), .shell("git add .; git commit -q -m one"),
        .dvc("move d e"),
        .shell(
          "rm s1 s2 s3 *.dvc; echo same > z1; echo same > z2; git checkout -q .; rm s*.dvc d.dvc"),
        .write("add z1 z2 e"),
        .read("diff"), .read("diff --json --show-hash"),
        .shell("mv e/a e/zz; cp e/b e/b2; rm e/q/b; git add -A; git commit -q -m two"),
        .read("diff"), .write("add e"), .read("diff"), .read("diff HEAD~1"),
        .read("diff HEAD HEAD~1"),
        .read("diff HEAD~1 --md"),
      ]),
    Story(
      "diff/files and directories that change places",
      [
        .shell(
          "echo 1 > a; mkdir -p b/s d/q; echo x > b/x; echo y > b/s/y; echo p > d/p; echo q > d/q/r"
        ),
        .write("add a b d"),
        .shell(
          """
          git add .; git commit -q -m one; rm a; mkdir a; echo 1 > a/n; rm -r b; echo bb > b
          rm d/p; mkdir d/p; echo pp > d/p/t; rm -r d/q; echo p > d/q
          """),
        .read("diff"), .read("diff --json --show-hash"),
        .write("add a b d"), .read("diff"), .shell("git add .; git commit -q -m two"),
        .read("diff HEAD~1 HEAD"), .read("diff HEAD HEAD~1 --show-hash"),
        .shell("rm d.dvc"),
        .write("add d/p d/q"),
        .shell("git add -A; git commit -q -m three"),
        .read("diff HEAD~1 HEAD"), .read("diff HEAD HEAD~1"), .read("diff HEAD~2 HEAD --json"),
        .shell("rm -rf .dvc/cache/files/md5/34 ../site"),
        .read("diff HEAD~1"),
      ]),
    Story(
      "diff/not in the cache", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir -p d/s; echo x > d/x; echo y > d/s/y"),
        .write("add a b d"), .shell("git add .; git commit -q -m data; rm -rf .dvc/cache ../site"),
        .read("diff"), .read("diff --json --show-hash"), .read("diff --hide-missing"),
        .read("diff --hide-missing --json"), .read("diff --hide-missing --md"), .read("diff --md"),
        .read("diff HEAD workspace --json"),
        .shell("echo n > b; echo n > d/new; rm d/x"),
        .read("diff"), .read("diff --targets d b"), .read("diff --show-hash --hide-missing --json"),
        .write("commit -q -f"), .write("push -q"),
        .shell("git add .; git commit -q -m more; rm -rf .dvc/cache ../site"),
        .read("diff").inAnyOrder, .read("diff --md"),
      ]),
    Story(
      "diff/pipelines",
      [
        .shell(
          """
          echo 1 > in
          cat > dvc.yaml <<'END'
          stages:
            one:
              cmd: mkdir -p o; cp in o/u; cp in m
              deps: [in]
              outs: [o, {m: {cache: false}}]
            two:
              cmd: cp o/u z
              deps: [o/u]
              outs: [z]
          END
          git add .; git commit -q -m declared
          """),
        .read("diff"), .read("diff --json --show-hash"), .read("diff --show-hash"),
        .shell("echo zz > z; mkdir o; echo i > o/i"),
        .read("diff"), .read("diff --json --show-hash"), .read("diff --md"),
        .read("diff --show-hash").differs(
          "DVC ends with an error of Python's", exit: 0, ignoring: [.output, .error]),
        .read("diff --md --show-hash").differs(
          "DVC ends with an error of Python's", exit: 0, ignoring: [.output, .error]),
        .shell("rm -r z o"),
        .dvc("repro -q"),
        .read("diff"),
        .shell("git add -A; git commit -q -m run; echo 2 > in"),
        .dvc("repro -q"),
        .read("diff"), .read("diff HEAD~1"), .read("diff HEAD~1 HEAD --show-hash --json"),
        .read("diff --targets one"), .read("diff --targets two z"),
        .read("diff --targets dvc.yaml:two"),
        .shell("git add -A; git commit -q -m again; git mv dvc.yaml sub.yaml; rm dvc.lock"),
        .read("diff"),
      ]),
    Story(
      "diff/a directory that is imported without its data",
      [
        .shell("git init -q ../source; cd ../source; mkdir dd; echo 1 > dd/1; echo 2 > dd/2"),
        .enter("source"), .dvc("init -q"), .dvc("add -q dd"),
        .shell("git add .; git commit -q -m source"),
        .enter("repo"),
        .dvc("import -q ../source dd --no-download"),
        .shell("git add .; git commit -q -m import"),
        .read("diff HEAD~1 HEAD").differs("the origin is not read", ignoring: [.output]),
        .read("data status"),
      ]),
    Story(
      "diff/imports",
      [
        .shell(
          "git init -q ../source; cd ../source; mkdir dd; echo 1 > dd/1; echo 2 > dd/2; echo f > ff"
        ),
        .enter("source"), .dvc("init -q"), .dvc("add -q dd ff"),
        .shell("git add .; git commit -q -m source; echo ext > ../ext"),
        .enter("repo"),
        .dvc("import -q ../source dd"), .dvc("import -q ../source ff --no-download"),
        .dvc("import-url -q ../ext"), .dvc("import-url -q --no-download ../ext ext2"),
        .read("diff"),
        .shell("git add .; git commit -q -m imports"),
        .read("diff"), .read("diff --json --show-hash"), .read("diff HEAD~1 HEAD"),
        .shell("rm dd/1; echo x > ext; echo y > ext2"),
        .read("diff"),
        .read("diff --targets ext2 dd").differs(
          "DVC has no former state of imports that are named", ignoring: [.output]),
      ]),
    Story(
      "diff/branches and merges",
      [
        .shell("mkdir d; echo 1 > d/a; echo 2 > d/b; echo f > f"), .write("add d f"),
        .shell("git add .; git commit -q -m base; git checkout -q -b side; echo 3 > d/c"),
        .write("add d"), .shell("git commit -q -a -m side; git checkout -q main; echo g > f"),
        .write("add f"), .shell("git commit -q -a -m main"),
        .read("checkout -q -f"),
        .read("diff main side"), .read("diff side main"), .read("diff side"),
        .shell("git merge -q side -m merge"),
        .read("diff"), .read("checkout -q"), .read("diff"), .read("diff HEAD^2"),
        .read("diff HEAD^1 HEAD --json"),
        .read("diff HEAD^2 HEAD --show-hash"),
        .shell("git tag -a v1 -m v1; git checkout -q side"),
        .read("diff v1"), .read("diff v1 HEAD"), .read("diff @{-1}"),
      ]),
    Story(
      "diff/hashes of DVC 2",
      [
        .shell(
          """
          mkdir -p .dvc/cache/dd .dvc/cache/b0; printf 'a\\r\\nb\\r\\n' > text; echo 1 > plain
          cp text .dvc/cache/dd/8c6a395b5dd36c56d23275028f526c; cp plain .dvc/cache/b0/26324c6904b2a9cb4b88d6d61c81d1
          printf 'outs:\\n- md5: dd8c6a395b5dd36c56d23275028f526c\\n  size: 6\\n  path: text\\n' > text.dvc
          printf 'outs:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  size: 2\\n  path: plain\\n' > plain.dvc
          git add *.dvc; git commit -q -m legacy
          """),
        .read("diff"),
        .shell("echo x > text"), .read("diff --show-hash"),
        .write("add -q text"), .read("diff --show-hash"),
        .shell("rm -r .dvc/cache/b0"), .read("diff"),
      ]),
    Story(
      "diff/random trees",
      [
        .trees(seed: 71, count: 3),
        .write("add t000 t001 t002"),
        .shell("git add .; git commit -q -m one; rm -r t001; mv t000 t003; rm t000.dvc t001.dvc"),
        .trees(seed: 72, count: 2),
        .write("add t000 t001 t003"),
        .read("diff --json --show-hash"), .shell("git add -A; git commit -q -m two"),
        .read("diff HEAD~1 HEAD --json"),
      ]
    ).unrecorded,
  ]
}

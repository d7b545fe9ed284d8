extension Story {
  /// What `data status` says. The order of what is modified, missing or unchanged is DVC's of a set.
  static let askingDataStatus: [Story] = [
    Story(
      "data status/in all its forms",
      [
        .read("data status"),
        .shell("echo 1 > a; echo 2 > b; mkdir -p d/sub; echo 3 > d/sub/x; echo 4 > d/y"),
        .write("add a b d"),
        .read("data status").inAnyOrder,
        .read("data status --granular --json").inAnyOrder,
        .shell("git add .; git commit -q -m data"),
        .read("data status"),
        .read("data status --unchanged").inAnyOrder,
        .read("data status --unchanged --granular").inAnyOrder,
        .shell("echo new > a; rm b; echo more > d/sub/z; rm d/y"),
        .read("data status").inAnyOrder,
        .read("data status --granular").inAnyOrder,
        .read("data status --granular --json").inAnyOrder,
        .read("data status --unchanged --granular --json").inAnyOrder,
        .read("data status -q"),
        .read("data status -q --json"),
        .read("data status --granular --json --untracked-files=no").inAnyOrder,
        .read("data status --nope").withoutOutput,
        .read("data status --untracked-files=some").withoutOutput,
        .read("data").withoutOutput,
        .read("data nope").withoutOutput,
      ]),
    Story(
      "data status/targets",
      [
        .shell("echo 1 > a; mkdir -p d/sub e; echo 3 > d/sub/x; echo 4 > d/y; echo 5 > e/z"),
        .write("add a d e"),
        .shell(
          "git add .; git commit -q -m data; echo x > a; echo x > d/sub/x; echo n > d/new; rm e/z"),
        .read("data status a"),
        .read("data status d e").inAnyOrder,
        .read("data status d/sub"),
        .read("data status --granular d/sub"),
        .read("data status --granular d/sub/x d/new d/sub").inAnyOrder,
        .read("data status --granular ./d/").inAnyOrder,
        .read("data status --granular {root}/repo/e").inAnyOrder,
        .read("data status nope a.dvc ."),
        .read("data status --granular --unchanged d/y --json"),
        .enter("repo/d"),
        .read("data status y").inAnyOrder,
        .read("data status d/sub --granular"),
        .read("data status ../d"),
        .read("data status").inAnyOrder,
      ]),
    Story(
      "data status/committed changes",
      [
        .shell(
          "for i in 1 2 3 4; do echo $i > f$i; echo same > s$i; done; mkdir d; echo a > d/a; echo b > d/b"
        ),
        .write("add f1 f2 f3 f4 s1 s2 s3 s4 d"),
        .shell("git add .; git commit -q -m data"),
        .dvc("move f1 g1"), .dvc("move d e"),
        .shell(
          "rm f2.dvc s1.dvc s2.dvc s3.dvc s1 s2 s3; echo same > z; echo new > f3; echo 4 > f4"),
        .write("add z f3"),
        .read("data status").inAnyOrder,
        .read("data status --json"),
        .read("data status --granular --json"),
        .read("data status --granular --unchanged").inAnyOrder,
        .shell("mv e/a e/aa; cp e/b e/bb"),
        .read("data status --granular --json").inAnyOrder,
        .shell("git add -A; git commit -q -m more"),
        .read("data status --granular --json"),
        .write("commit -f e"),
        .read("data status --granular --json").inAnyOrder,
        .shell("git checkout -q -f HEAD~1"),
        .read("data status --granular").inAnyOrder,
        .write("checkout -q -f").differs(
          "each tool removes only what it has put there itself", ignoring: [.tree]),
        .read("data status"),
      ]),
    Story(
      "data status/files and directories that change places",
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
        .read("data status").inAnyOrder,
        .read("data status --granular --json").inAnyOrder,
        .write("add a b d"),
        .read("data status --granular --json").inAnyOrder,
        .shell("git add .; git commit -q -m two"),
        .read("data status --granular --unchanged").inAnyOrder,
        .shell("git checkout -q HEAD~1"),
        .read("data status --granular --json").inAnyOrder,
        .read("checkout -f"),
        .read("data status --granular"),
      ]),
    Story(
      "data status/without Git, and before the first commit", in: .git,
      [
        .write("init -q"), .shell("git rm -r -q --cached ."),
        .read("data status"),
        .shell("echo 1 > a; mkdir d; echo 2 > d/x"), .write("add -q a d"),
        .read("data status").inAnyOrder,
        .read("data status --unchanged --json").inAnyOrder,
        .shell("git add .gitignore"),
        .read("data status").inAnyOrder,
        .shell("mkdir ../plain"),
        .enter("plain"), .write("init -q --no-scm"), .read("data status"),
        .shell("echo 1 > a"), .write("add -q a"),
        .read("data status --unchanged"),
        .shell("echo 2 > a; echo u > untracked"),
        .read("data status --untracked-files --unchanged"),
        .read("data status --untracked-files --json"),
      ]),
    Story(
      "data status/untracked files",
      [
        .shell(
          """
          mkdir -p sub/deep ignored .hidden/x; echo 1 > sub/deep/u; echo 2 > u; echo 3 > ignored/i; echo 4 > x.log
          echo 5 > .hidden/x/y; echo 6 > 'sp ace'; printf '/ignored\\n*.log\\n!keep.log\\n' > .gitignore; echo 7 > keep.log
          echo 'sub/deep' > .dvcignore; echo 8 > data; git init -q nested; echo 9 > nested/inside; ln -s u link; mkdir empty
          """),
        .write("add data"),
        .read("data status --untracked-files").inAnyOrder,
        .read("data status --untracked-files all --json").inAnyOrder,
        .read("data status --untracked-files=no"),
        .read("data status"),
        .read("data status --untracked-files=all sub").inAnyOrder,
        .read("data status --untracked-files=all u sub/deep").inAnyOrder,
        .shell("git add u data.dvc .gitignore .dvcignore; git commit -q -m some"),
        .read("data status --untracked-files").inAnyOrder,
        .shell("echo changed > u"),
        .read("data status"),
        .enter("repo/sub"),
        .read("data status --untracked-files").inAnyOrder,
        .read("data status --untracked-files=all deep").inAnyOrder,
      ]),
    Story(
      "data status/a project below the root of its repository",
      [
        .shell("mkdir -p in/data; echo 1 > in/data/x; echo 2 > in/u; echo 3 > out"),
        .enter("repo/in"),
        .write("init -q --subdir"),
        .write("add data"),
        .read("data status").inAnyOrder,
        .shell("git add .; git commit -q -m in"),
        .read("data status --untracked-files").inAnyOrder,
        .shell("echo 2 > data/y; echo 4 > u2"),
        .read("data status --granular --untracked-files").inAnyOrder,
      ]),
    Story(
      "data status/not in the cache", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; mkdir -p d/s; echo x > d/x; echo y > d/s/y"), .write("add a d"),
        .shell("git add .; git commit -q -m data; rm -rf .dvc/cache ../site"),
        .read("data status").inAnyOrder,
        .read("data status --granular --json").inAnyOrder,
        .shell("echo n >> d/x; rm a"),
        .read("data status --granular --json").inAnyOrder,
        .read("data status --json d"),
        .shell("rm -rf d ../site"),
        .read("data status --granular").inAnyOrder,
      ]),
    Story(
      "data status/tree objects come from the remote", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; mkdir -p d/s; echo x > d/x; echo y > d/s/y"), .write("add a d"),
        .shell("git add .; git commit -q -m data"), .write("push -q"),
        .shell("rm -rf .dvc/cache ../site; rm d/x; echo new > d/new"),
        .read("data status --granular --json").inAnyOrder,
        .read("data status --granular d/s").inAnyOrder,
        .shell("ls -A .dvc"),
      ]),
    Story(
      "data status/not in the remote", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir -p d/s; echo x > d/x; echo y > d/s/y"),
        .write("add a b d"),
        .shell("echo '  push: false' >> b.dvc; git add .; git commit -q -m data"),
        .read("data status --not-in-remote").inAnyOrder,
        .read("data status --not-in-remote --granular --json").inAnyOrder,
        .write("push -q a"),
        .read("data status --not-in-remote --no-remote-refresh").inAnyOrder,
        .read("data status --not-in-remote").inAnyOrder,
        .read("data status --not-in-remote --granular d/s a").inAnyOrder,
        .write("push -q"),
        .read("data status --not-in-remote"),
        .read("data status --not-in-remote --granular --json"),
        .shell("rm -r ../storage/files/md5/b0"),
        .read("data status --not-in-remote --no-remote-refresh"),
        .read("data status --not-in-remote"),
        .read("data status --not-in-remote --no-remote-refresh"),
        .write("remote add other ../other"),
        .read("data status --not-in-remote -r other").inAnyOrder,
        .read("data status -r nope"),
        .read("data status --not-in-remote -r nope"),
        .shell("rm -r ../storage"),
        .read("data status --not-in-remote").inAnyOrder,
        .write("remote default -u"),
        .read("data status --not-in-remote").inAnyOrder,
        .write("config core.remote nope"),
        .read("data status"),
      ]),
    Story(
      "data status/several remotes", in: .repositoryWithRemote,
      [
        .write("remote add other {root}/other"),
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"),
        .shell("echo '  remote: other' >> b.dvc"),
        .write("push -q a"),
        .read("data status --not-in-remote").inAnyOrder,
        .write("push -q"),
        .read("data status --not-in-remote").inAnyOrder,
        .shell("rm -r ../storage/files"),
        .read("data status --not-in-remote").inAnyOrder,
      ]),
    Story(
      "data status/pipelines",
      [
        .shell(
          """
          echo 1 > in
          cat > dvc.yaml <<'END'
          vars: [{name: z}]
          stages:
            one:
              cmd: mkdir -p o; cp in o/u; cp in m; cp in k
              deps: [in]
              outs: [o, {m: {cache: false}}, {k: {persist: true}}]
            two:
              foreach: [a, b]
              do:
                cmd: cp o/u ${name}-${item}
                deps: [o/u]
                outs: ["${name}-${item}"]
          END
          """),
        .read("data status"),
        .shell("mkdir o; echo i > o/i; echo zz > z-a"),
        .read("data status --granular").inAnyOrder,
        .shell("rm -r o"),
        .dvc("repro -q"),
        .read("data status").inAnyOrder,
        .shell("git add -A; git commit -q -m run"),
        .read("data status --granular --unchanged").inAnyOrder,
        .shell("rm z-a; echo 2 > o/u; echo 3 > m"),
        .read("data status --granular").inAnyOrder,
        .shell("git checkout -q -b other; echo '{{' > dvc.yaml"),
        .read("data status"),
        .shell("git commit -q -a -m broken; git show HEAD~1:dvc.yaml > dvc.yaml"),
        .read("data status"),
      ]),
    Story(
      "data status/imports",
      [
        .shell(
          "git init -q ../source; cd ../source; mkdir dd; echo 1 > dd/1; echo 2 > dd/2; echo f > ff"
        ),
        .enter("source"), .dvc("init -q"), .dvc("add -q dd ff"),
        .shell(
          "git add .; git commit -q -m source; echo ext > ../ext; mkdir ../extd; echo e > ../extd/e"
        ),
        .enter("repo"),
        .dvc("import -q ../source dd"), .dvc("import -q ../source ff --no-download"),
        .dvc("import-url -q ../ext"), .dvc("import-url -q --no-download ../extd"),
        .dvc("import-url -q --no-download ../ext ext2"),
        .shell("git add .; git commit -q -m imports"),
        .read("data status").inAnyOrder,
        .read("data status --granular --unchanged").inAnyOrder,
        .read("data status --not-in-remote").inAnyOrder,
        .shell("rm dd/1; echo x > ext2; mkdir extd; echo e > extd/e"),
        .read("data status --granular --json").inAnyOrder,
      ]),
    Story(
      "data status/what Git and stage files hide",
      [
        .shell(
          """
          mkdir -p w ign; echo 1 > ww; echo 1 > ../outside
          printf 'wdir: ..\\nouts:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  size: 2\\n  hash: md5\\n  path: ww\\n' > w/y.dvc
          printf 'outs:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  hash: md5\\n  path: {root}/outside\\n' > w/o.dvc
          printf 'outs:\\n- path: none\\n' > none.dvc; printf 'outs:\\n- path: free\\n  cache: false\\n' > free.dvc
          echo bad > ign/bad.dvc; echo ign > .dvcignore
          """),
        .read("data status").inAnyOrder,
        .shell(
          "echo x > none; echo y > free; mkdir d; echo 1 > d/a; echo 2 > d/b.tmp; echo '*.tmp' >> .dvcignore"
        ),
        .write("add d"),
        .read("data status --granular").inAnyOrder,
        .shell("echo 3 > d/c.tmp; mkdir d/empty; ln -s ../w d/link; ln -s a d/alias"),
        .read("data status --granular").inAnyOrder,
        .shell("echo '{' > broken.dvc"),
        .read("data status"),
        .shell("rm broken.dvc; rm -r d; ln -s nowhere d"),
        .read("data status --granular").inAnyOrder,
      ]),
    Story(
      "data status/parts of directories", in: .repositoryWithRemote,
      [
        .shell("mkdir -p d/s; for i in 1 2 3; do echo $i > d/$i; echo $i$i > d/s/$i; done"),
        .write("add d"), .shell("git add .; git commit -q -m data"), .write("push -q"),
        .shell("rm -r d .dvc/cache"),
        .read("pull d/s"),
        .read("data status --granular").differs(
          "files that were never brought here are absent, not deleted", ignoring: [.output]),
        .shell("echo new > d/s/new; rm d/s/1"),
        .read("data status --granular --json").differs(
          "files that were never brought here are absent, not deleted", ignoring: [.output]),
      ]
    ).twinOnly,
    Story(
      "data status/hashes of DVC 2",
      [
        .shell(
          """
          mkdir -p .dvc/cache/dd .dvc/cache/b0; printf 'a\\r\\nb\\r\\n' > text; echo 1 > plain
          cp text .dvc/cache/dd/8c6a395b5dd36c56d23275028f526c; cp plain .dvc/cache/b0/26324c6904b2a9cb4b88d6d61c81d1
          printf 'outs:\\n- md5: dd8c6a395b5dd36c56d23275028f526c\\n  size: 6\\n  path: text\\n' > text.dvc
          printf 'outs:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  size: 2\\n  path: plain\\n' > plain.dvc
          git add *.dvc; git commit -q -m legacy
          """),
        .read("data status --unchanged").inAnyOrder,
        .shell("echo x > text"),
        .write("add -q text"),
        .read("data status --unchanged").inAnyOrder,
        .shell("rm -r .dvc/cache/b0"),
        .read("data status").inAnyOrder,
      ]),
  ]
}

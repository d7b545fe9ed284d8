extension Story {
  static let underGit: [Story] = [
    Story(
      "git/autostage", in: .repositoryWithRemote,
      [
        .write("config core.autostage true"),
        .shell(
          "git add .dvc; git commit -q -m autostage; mkdir -p sub/d; echo 1 > f; echo 2 > sub/d/x"),
        .write("add f sub/d"),
        .shell("git status --short; git commit -q -m data; echo 1234567890 > f; echo 4 > sub/d/y"),
        .write("commit -f f"),
        .write("add sub/d"),
        .shell("git status --short"),
        .read("status"),
        .read("push"),
        .enter("repo/sub"),
        .shell("echo 5 > g"),
        .write("add g"),
        .shell("git status --short"),
      ]),
    Story(
      "git/ignore files",
      [
        .shell(
          """
          printf '*.log\\nno newline' > .gitignore; mkdir -p a/b; echo 1 > x.log; echo 2 > f; echo 3 > a/b/g
          echo 4 > 'x[1]'; printf 'crlf\\r\\n' > a/b/.gitignore; echo 5 > a/h; git add .gitignore; git commit -q -m ignore
          """),
        .write("add x.log"),
        .write("add f a/b/g 'x[1]' a/h"),
        .write("add f"),
        .shell("git status --short; git check-ignore -v f a/b/g a/h x.log; rm f 'x[1]'"),
        .read("checkout"),  // who takes away must know that it brought
        .dvc("remove f.dvc"), .dvc("remove 'x[1].dvc'"), .read("status"),
        .shell("rm .gitignore"), .write("add a/h"), .write("commit -f a/h"), .read("checkout"),
        .shell("rm a/.gitignore"), .read("checkout"), .read("status"), .write("add a/h"),
      ]),
    Story(
      "git/a worktree", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"), .write("add f d"),
        .shell("git add .; git commit -q -m data; git worktree add -q ../tree -b side"),
        .write("push -q"),
        .enter("tree"),
        .read("status"), .read("pull"), .read("status"), .shell("echo 3 > f; echo 4 > new"),
        .read("add f new"), .shell("git status --short; git commit -q -a -m change"),
        .read("push -a"),
        .enter("repo"),
        .read("fetch -a"), .read("status -c -a"),
      ]),
    Story(
      "git/a submodule", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f"), .write("add f"),
        .shell(
          "git add .; git commit -q -m data; git init -q ../super; cd ../super; git submodule --quiet add ../repo inner; git commit -q -m super"
        ),
        .write("push -q"), .enter("super/inner"),
        .read("status"), .read("pull"), .shell("echo 2 > g"), .read("add g"),
        .shell("git status --short"),
        .enter("super"), .read("init -q"), .read("status"), .shell("echo 3 > h"), .read("add h"),
        .read("add inner/f").differs(
          "what lies in another project is that project's to add", exit: 1,
          ignoring: [.output, .error, .tree]),
        .shell("git status --short"),
      ]),
    Story(
      "git/a project inside a project",
      [
        .shell("mkdir -p sub/d; echo 1 > f; echo 2 > sub/d/x; echo 3 > sub/g"), .write("add f"),
        .enter("repo/sub"), .write("init -q --subdir"), .write("add d g"), .read("status"),
        .enter("repo"), .read("status"),
        .write("add sub").differs("says that it is another project's", ignoring: [.error]),
        .write("add sub/d").differs(
          "DVC would overwrite the other project's pointer file by an empty directory", exit: 1,
          ignoring: [.output, .error, .tree]),
        .read("status"),
      ]),
    Story(
      "git/detached, unborn and bare states", in: .git,
      [
        .write("init -q"), .shell("echo 1 > f"), .write("add f"), .read("status"), .read("push -A"),
        .write("remote add -d storage {root}/storage"), .write("push -A"), .write("push"),
        .shell("git add .; git commit -q -m one; git checkout -q --detach"), .read("status"),
        .write("push -a"), .write("push -T"), .write("push -A"), .judge("data status"),
      ]),
    Story(
      "git/going back in history", in: .repositoryWithRemote,
      [
        .shell("mkdir d; for i in 1 2 3; do echo $i > d/$i; done; echo 4 > f; echo 4 > g"),
        .write("add f d g"), .write("push"),
        .shell("git add .; git commit -q -m a; echo 5 > f; rm d/1"),
        .write("add f d"), .write("push"), .shell("rm -r f d"), .read("checkout"),
        .shell(
          """
          git commit -q -a -m b; git mv f.dvc h.dvc; sed -i 's/path: f/path: h/' h.dvc
          git commit -q -a -m c; git rm -q d.dvc; git commit -q -m d
          """),
        .read("checkout"), .read("checkout -f"),
        .shell("git checkout -q HEAD~3; rm -r .dvc/cache/files/md5/*/*.dir"),
        .read("pull"), .read("status"),
        .shell("cat f g d/*; git checkout -q main"), .read("pull"), .read("status"),
      ]),
    Story(
      "git/what is in no cache stays", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f; echo 2 > g"), .write("add f g"), .write("push"),
        .shell("rm f"), .read("checkout"), .shell("rm f.dvc; rm -r .dvc/cache"),
        .read("pull").differs(
          "the bytes may be nowhere else by now", ignoring: [.output, .tree]),
      ]),
    Story(
      "git/all versions of one path", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f; mkdir d; echo x > d/x"), .write("add f d"),
        .shell("git add .; git commit -q -m one; echo 2 > f; echo y > d/y"), .write("add f d"),
        .shell("git commit -q -a -m two"),
        .write("push -A"),
        .read("status -c -A"),
        .read("status -c"),
      ]),
  ]
}

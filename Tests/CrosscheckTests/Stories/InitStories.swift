extension Story {
  static let initialising: [Story] = [
    Story(
      "init/in a Git repository", in: .git,
      [
        .write("init"),
        .shell("git status --short"),
        .read("root"),
        .read("status"),
        .write("init"),
        .write("init --force -q"),
        .shell("git status --short"),
        .shell("git commit -q -m init; mkdir -p a/b"),
        .enter("repo/a/b"),
        .read("root"),
        .read("--cd .. root"),
        .read("version").withoutTexts,
        .read("--version"),
      ]),
    Story(
      "init/without Git", in: .directory,
      [
        .write("init"),
        .write("init --no-scm --subdir"),
        .write("init --no-scm"),
        .write("config -l"),
        .shell("mkdir -p data; echo 1 > data/a"),
        .write("add data"),
        .read("status"),
        .write("init --no-scm"),
        .write("init --no-scm -f"),
        .read("status"),
      ]),
    Story(
      "init/in a subdirectory", in: .git,
      [
        .shell("mkdir -p team/project; git commit -q --allow-empty -m first"),
        .enter("repo/team/project"),
        .write("init"),
        .write("init --subdir"),
        .shell("git status --short"),
        .shell("mkdir d; echo 1 > d/a; echo 2 > f"),
        .write("add d f"),
        .shell("git status --short; git check-ignore -v d f"),
        .read("status"),
        .read("root"),
        .enter("repo"),
        .read("status"),
      ]),
    Story(
      "init/what is there already", in: .git,
      [
        .shell("echo '# mine' > .dvcignore"),
        .write("init elsewhere"),
        .shell("printf '.*\\n' > .gitignore"),
        .write("init"),
        .shell("printf '!.dvc\\n!.dvcignore\\n' >> .gitignore"),
        .write("init -q"),
      ]
    ).twinOnly,
    Story(
      "init/nothing to work with", in: .directory,
      [
        .read("status"), .read("add x"), .read("push"), .read("root"), .read("checkout"),
        .read("config core.remote x"), .read("config core.remote"), .read("remote list"),
        .read("cache dir"), .read("--cd nowhere status"),
        .read("nonsense").withoutTexts,
        .read("add").withoutOutput, .read("status --nonsense").withoutOutput,
      ]
    ).twinOnly,
    Story(
      "init/a project that lost its Git",
      [
        .shell("rm -rf .git"), .read("status"), .read("add .dvcignore"),
      ]
    ).twinOnly,
  ]
}

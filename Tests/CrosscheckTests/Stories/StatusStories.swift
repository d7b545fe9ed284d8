extension Story {
  static let askingStatus: [Story] = [
    Story(
      "status/in all its forms",
      [
        .read("status"),
        .shell("echo 1 > a; echo 2 > b; mkdir -p d/sub; echo 3 > d/sub/x; echo 4 > c"),
        .write("add a b d"),
        .write("add --no-commit c"),
        .shell("echo new > a; rm b; echo more > d/sub/y"),
        .read("status"),
        .read("status --json").inAnyOrder,
        .read("status -q"),
        .read("status a"),
        .read("status a.dvc d"),
        .read("status d/sub"),
        .read("status -R d"),
        .read("status -R ."),
        .read("status nope"),
        .read("status nope.dvc"),
        .read("status -j 2"),
        .read("status --no-updates a"),
        .read("status -d a.dvc"),
        .enter("repo/d/sub"),
        .read("status"),
        .read("status ../../a --json"),
      ]),
    Story(
      "status/of the remote", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x; echo 4 > d/y"),
        .write("add a b d"),
        .read("status -c").inAnyOrder,
        .write("push -q a d"),
        .read("status -c"),
        .read("status -c b d a"),
        .read("status -c d"),
        .shell("rm -r .dvc/cache"),
        .read("status -c").inAnyOrder,
        .read("status -c --json").inAnyOrder,
        .read("status -c d/x"),
        .write("remote add other ../other"),
        .read("status -r other").inAnyOrder,
        .read("status -c -r other a"),
        .read("status -r nope"),
        .read("status -c -q"),
        .read("status -c -j 2 a"),
      ]),
    Story(
      "status/of the remote for all revisions", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f"), .write("add f"),
        .shell(
          "git add .; git commit -q -m one; git tag v1; git rm -q f.dvc .gitignore; rm f; echo 2 > g"
        ),
        .write("add g"),
        .shell("git add .; git commit -q -m two; git checkout -q -b side; mkdir d; echo x > d/x"),
        .write("add d"), .shell("git add .; git commit -q -m three; git checkout -q main; rm -r d"),
        .read("checkout -q"),
        .write("push -q"),
        .read("status -c -a").inAnyOrder,
        .read("status -c -T").inAnyOrder,
        .read("status -c -A").inAnyOrder,
        .write("push -A"),
        .read("status -c -A").inAnyOrder,
        .read("status -a"),
      ]),
    Story(
      "status/without a remote",
      [
        .shell("echo 1 > a"), .write("add a"),
        .read("status -c"), .write("remote add r ../r"), .read("status -c"), .read("push"),
      ]
    ).twinOnly,
  ]
}

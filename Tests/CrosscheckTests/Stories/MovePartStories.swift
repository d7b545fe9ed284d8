extension Story {
  static let movingParts: [Story] = [
    Story(
      "push and pull/parts of a directory", in: .repositoryWithRemote,
      [
        .shell(
          "mkdir -p foo/bar; echo baz > foo/bar/baz; for i in 1 2 3 4; do echo $i > foo/spam$i; done"
        ),
        .write("add foo"),
        .write("push"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull foo/bar"),
        .shell("find foo | sort"),
        .read("pull foo/spam2"),
        .read("fetch foo/spam3"),
        .read("fetch foo/none"),
        .read("pull foo/none"),
        // Else DVC takes the parts that it has for all.
        .shell("rm -rf ../site"),
        .read("pull"),
        .read("status"),
      ]),
    Story(
      "push and pull/a part of a directory is pushed", in: .repositoryWithRemote,
      [
        .shell(
          "mkdir -p foo/bar; echo baz > foo/bar/baz; for i in 1 2 3 4; do echo $i > foo/spam$i; done"
        ),
        .write("add foo"),
        .write("push foo/bar").differs(
          "says that the list promises more than is there", ignoring: [.error]),
        .read("status -c foo/bar"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull foo/bar"),
        .read("status foo").differs(
          "decision 13: what was never here is not missing", ignoring: [.output]),
      ]),
    Story(
      "push and pull/the rest of a directory is pushed", in: .repositoryWithRemote,
      [
        .shell("mkdir -p foo/bar; echo baz > foo/bar/baz; echo 1 > foo/one"),
        .write("add foo"),
        .write("push foo/bar").differs(
          "says that the list promises more than is there", ignoring: [.error]),
        .write("push").differs(
          "DVC believes the list that came with the part", ignoring: [.output, .error, .tree]),
        .read("status -c").differs("DVC believes the list", ignoring: [.output]),
      ]),
    Story(
      "push and pull/by pattern and recursively", in: .repositoryWithRemote,
      [
        .shell("mkdir -p dir/sub; echo 1 > dir/a; echo 2 > dir/sub/b; echo 3 > c; echo 4 > cc"),
        .write("add dir/a dir/sub/b c cc"),
        .write("push --glob 'c*.dvc'"),
        .write("push -R dir"),
        .write("push -R ."),
        .shell("rm -r .dvc/cache dir/a dir/sub/b c cc"),
        .read("pull --glob 'c*.dvc'"),
        .read("fetch -R dir/sub"),
        .read("pull -R dir"),
        .read("status"),
      ]),
    Story(
      "push and pull/sizes and kinds", in: .repositoryWithRemote,
      [
        .shell("mkdir d; printf 12345 > d/five; printf 1234567890 > d/ten; printf 1 > one"),
        .write("add d one"), .write("push"), .shell("rm -r .dvc/cache d one"),
        .read("fetch --max-size 6"),
        .read("fetch --max-size 1 one"),
        .read("fetch --type metrics"),
        .read("fetch --type plots one"),
        .read("fetch --type nonsense").withoutOutput,
        .read("fetch"),
        .read("fetch --max-size 6"),
      ]
    ).twinOnly,
  ]
}

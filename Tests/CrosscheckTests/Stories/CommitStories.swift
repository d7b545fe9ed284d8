extension Story {
  static let committing: [Story] = [
    Story(
      "commit/changed data",
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x"),
        .write("add a b d"),
        .write("commit"),
        .shell("echo changed > a"),
        .write("commit a"),
        .write("commit"),
        .shell("echo more > d/y"),
        .write("commit -f a.dvc"),
        .read("status"),
        .write("commit -f"),
        .read("status"),
        .shell("rm b"),
        .write("commit"), .write("commit -f b"), .write("commit nope"), .write("commit nope.dvc"),
        .read("status"),
      ]),
    Story(
      "commit/parts of a directory",
      [
        .shell(
          "mkdir -p data/sub; echo 1 > data/foo; echo 2 > data/bar; echo 3 > data/sub/x; echo 4 > data/sub/y"
        ),
        .write("add --no-commit data"),
        .write("commit data/foo"),
        .write("commit data/sub"),
        .read("status"),
        .write("commit data"),
        .read("status"),
        .write("commit data/none").differs("DVC crashes", exit: 1, ignoring: [.error]),
      ]),
    Story(
      "commit/parts of a directory that changed",
      [
        .shell("mkdir -p data/sub; echo 1 > data/foo; echo 2 > data/bar; echo 3 > data/sub/x"),
        .write("add data"),
        .shell("echo changed > data/foo; echo changed too > data/bar; echo new > data/sub/y"),
        .write("commit data/foo"),
        .write("commit -f data/foo"),
        .read("status"),
        .write("commit -f data/sub"),
        .write("commit data/bar"),
        .read("status"),
      ]),
    Story(
      "commit/recursively",
      [
        .shell("mkdir -p dir/sub; echo 1 > dir/a; echo 2 > dir/sub/b; echo 3 > c"),
        .write("add --no-commit dir/a dir/sub/b c"),
        .read("status dir -R"),
        .write("commit -R dir"),
        .read("status"),
        .read("status -R dir"),
        .write("commit -R nowhere"),
      ]),
    Story(
      "commit/executable bits",
      [
        .shell("echo 1 > f"), .write("add f"),
        .shell("chmod +x f"), .read("status"), .write("commit -f f"), .read("status"),
        .shell("chmod -x f"), .read("checkout"), .read("status"),
      ]),
  ]
}

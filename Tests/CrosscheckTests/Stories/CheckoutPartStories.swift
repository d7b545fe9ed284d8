extension Story {
  static let checkingOutParts: [Story] = [
    Story(
      "checkout/parts of a directory",
      [
        .shell(
          "mkdir -p data/sub data/empty; echo foo > data/foo; echo bar > data/bar; echo baz > data/sub/baz; echo qux > data/sub/qux"
        ),
        .write("add data"),
        .shell("rm -r data/sub/baz"),
        .read("checkout data/sub/baz"),
        .read("checkout data/bar"),
        .shell("rm data/foo data/bar"),
        .read("checkout data/bar"),
        .shell("rm -r data/sub"),
        .read("checkout data/sub"),
        .read("checkout data/none"),
        .read("checkout data"),
        .read("checkout data"),
        .enter("repo/data"),
        .shell("rm sub/qux foo"),
        .read("checkout sub"),
        .read("checkout ../data"),
      ]),
    Story(
      "checkout/parts of a directory that is not here",
      [
        .shell(
          "mkdir -p data/sub; echo foo > data/foo; echo bar > data/bar; echo baz > data/sub/baz"),
        .write("add data"),
        .shell("rm -r data"),
        .read("checkout data/foo"),
        .read("checkout data/sub"),
        .shell("find data | sort"),
        .read("checkout"),
      ]),
    Story(
      "checkout/recursively and by directory",
      [
        .shell("mkdir -p dir/sub; echo 1 > dir/foo; echo 2 > dir/sub/bar; echo 3 > top"),
        .write("add dir/foo dir/sub/bar top"),
        .shell("rm dir/foo dir/sub/bar top"),
        .read("checkout dir"),
        .read("checkout -R dir"),
        .enter("repo/dir"),
        .read("checkout"),
        .read("status"),
        .shell("rm ../top foo"),
        .read("checkout ../top foo.dvc").differs(
          "DVC crashes on a mix of .dvc files and outputs", exit: 0,
          ignoring: [.output, .error, .tree]),
      ]),
  ]
}

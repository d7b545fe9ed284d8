extension Story {
  /// A project that DVC 2 left behind: objects by `md5-dos2unix`, in the old layout.
  static let legacy: [Story] = [
    Story(
      "legacy/a project of DVC 2", in: .repositoryWithRemote,
      Step.dvc2Project + [
        .read("status"),
        .read("checkout"),
        .read("status"),
        .judge("data status"),
        .write("push"),
        .write("push"),
        .read("status -c"),
        .shell("rm -r .dvc/cache data *.txt binary"),
        .read("pull"),
        .read("pull"),
        .read("status"),
      ]),
    Story(
      "legacy/what is changed moves to DVC 3", in: .repositoryWithRemote,
      Step.dvc2Project + [
        .read("checkout -q"),
        .write("add text.txt data"),
        .write("commit"),
        .shell("printf 'one\\ntwo\\n' > crlf.txt"),
        .read("status"),
        .write("add crlf.txt").differs(
          "DVC gives the file the line ends that the cache has", ignoring: [.tree]),
        .shell("printf 'changed\\r\\n' > text.txt; echo new > data/new"),
        .write("commit -f text.txt.dvc"),
        .write("add data").differs("DVC also keeps a list of the old kind", ignoring: [.tree]),
        .shell("rm -rf .dvc/cache/9b").silent,
        .read("status"),
        .write("push"),
        .shell("rm -r .dvc/cache data *.txt binary"),
        .read("pull"),
        .read("status"),
      ]),
    Story(
      "legacy/members of an old directory", in: .repositoryWithRemote,
      Step.dvc2Project + [
        .shell("rm -rf data"), .read("checkout data/sub"), .shell("find data -type f | sort"),
        .read("checkout data"),
        .read("status"), .write("push data"),
      ]),
  ]
}

extension Step {
  /// Puts the project of `fixtures/dvc2` into the working directory.
  static let dvc2Project: [Step] = [
    .shell(
      """
      cp -r {fixtures}/dvc2/project/. .; mv gitignore .gitignore; cp -r {fixtures}/dvc2/cache .dvc/
      chmod -R u=rwX,go=rX .; find .dvc/cache -type f -exec chmod 444 {} +
      git add -A; git commit -q -m 'by DVC 2'
      """)
  ]
}

extension Story {
  /// Objects that are where they should not be missing.
  static let missing: [Story] = [
    Story(
      "missing/on neither side", in: .repositoryWithRemote,
      [
        .shell("echo foo > foo; echo bar > bar"), .write("add foo bar"),
        .write("push bar"),
        .shell("rm -r .dvc/cache/files/md5/d3; rm foo"),
        .write("push").differs("decision 8: what is missing is not up to date", ignoring: [.output])
          .inAnyOrder,
        .read("fetch").differs("decision 8", ignoring: [.output]).inAnyOrder,
        .read("pull").inAnyOrder.differs("decision 8", ignoring: [.output]),
        .read("pull --allow-missing").inAnyOrder.differs("decision 8", ignoring: [.output]),
        .read("status -c").inAnyOrder,
        .read("status"),
      ]),
    Story(
      "missing/of several revisions", in: .repositoryWithRemote,
      [
        .shell("echo 1 > f; mkdir d; echo x > d/x"), .write("add f d"),
        .shell("git add .; git commit -q -m 1; git branch old"),
        .shell("echo 2 > f; echo y > d/x; echo g > g"),
        .write("add f d g"), .shell("git add .; git commit -q -m 2"),
        .read("status -c -a").inAnyOrder, .read("status -c -a f"), .read("status -c -a --json f"),
        .read("status -c -a g"), .read("status -c nothing"), .read("status -c -a nothing"),
        .read("status -c -a g nothing"),
        .write("push -a"), .read("status -c -a g"), .read("status -c -a"),
      ]),
    Story(
      "missing/Cairn's own exit codes", in: .repositoryWithRemote,
      [
        .shell("echo foo > foo"), .write("add foo").asCairn.withoutOutput,
        .write("push").asCairn,
        .shell("rm -r .dvc/cache ../storage; rm foo"),
        .write("push").asCairn.differs("decision 2", exit: 1, ignoring: [.output]),
        .read("fetch").asCairn.differs("decision 2", exit: 1, ignoring: [.output]),
        .read("pull").asCairn.differs("decision 8", ignoring: [.output]),
      ]
    ).twinOnly,
    Story(
      "missing/a member in the cache", in: .repositoryWithRemote,
      [
        .shell("mkdir dir; echo foo > dir/foo; echo bar > dir/bar"), .write("add dir"),
        .shell("rm -r .dvc/cache/files/md5/d3"),
        .read("status"),
        .write("push").inAnyOrder.differs(
          "DVC counts the list, which it did not push", ignoring: [.output]),
        .shell("cd ../storage/files/md5; find . -type f | sort"),
        .read("status -c").inAnyOrder,
        .write("commit -f dir"),
        .write("push"),
        .read("status -c"),
      ]),
    Story(
      "missing/objects of the remote", in: .repositoryWithRemote,
      [
        .shell("mkdir dir; echo foo > dir/foo; echo bar > dir/bar; echo f > f"),
        .write("add dir f"), .write("push"),
        .shell("rm -r ../storage/files/md5/d3 .dvc/cache dir f"),
        .read("fetch").differs(
          "the directory's list stays; objects that arrived count", ignoring: [.output, .tree]
        ).inAnyOrder,
        .read("pull").inAnyOrder.differs(
          "what arrived is checked out; the list is here already and does not count as failed",
          ignoring: [.output, .error, .tree]),
        .read("status -c").inAnyOrder.differs(
          "DVC takes what the remote's list promises to be there", ignoring: [.output, .tree]),
      ]),
    Story(
      "missing/the list of a directory", in: .repositoryWithRemote,
      [
        .shell("mkdir dir; echo foo > dir/foo; echo f > f"), .write("add dir f"), .write("push"),
        .shell("rm ../storage/files/md5/*/*.dir; rm -r .dvc/cache dir f"),
        .read("status -c").inAnyOrder.differs(
          "DVC leaves out what it knows nothing about", ignoring: [.output]),
        .read("pull").inAnyOrder,
        .read("checkout"),
        .read("status"),
      ]),
    Story(
      "missing/damaged objects",
      [
        .shell("echo foo > foo; mkdir d; echo 1 > d/a"), .write("add foo d"),
        .shell(
          """
          object=.dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00
          chmod u+w $object; echo bad > $object; rm foo
          """),
        .read("status"),
        .read("checkout"),
        .shell("ls .dvc/cache/files/md5"),
        .shell(
          "list=$(ls .dvc/cache/files/md5/*/*.dir); chmod u+w $list; echo '{\"a\": 1}' > $list; rm -r d"
        ),
        .read("status d").differs("puts the damaged list aside", ignoring: [.tree]),
        .read("checkout d").differs(
          "DVC takes the damaged list for an empty directory", exit: 255,
          ignoring: [.output, .error, .tree]),
      ]),
  ]
}

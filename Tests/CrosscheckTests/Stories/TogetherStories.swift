extension Story {
  /// Both tools in one repository, turn by turn.
  static let together: [Story] = [
    Story(
      "together/turn by turn", in: .repositoryWithRemote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x"),
        .write("add a"), .read("add d"), .write("status"), .read("status"),
        .shell("echo 3 > d/y; echo 4 > a"), .write("add d"), .read("add a"), .write("push a"),
        .read("push"),
        .write("status -c"), .read("status -c"), .shell("rm -r .dvc/cache a d"),
        .read("fetch a"), .write("fetch"), .read("checkout a"), .write("checkout"), .read("status"),
        .shell("echo 5 > d/z"), .read("add d/z"), .write("status"), .shell("rm d/x"),
        .write("add d"), .read("status"),
        .write("remote add two ../two"), .read("config core.autostage true"),
        .write("remote default two"),
        .read("remote list"), .write("push"), .read("push"), .dvc("gc -w -f"), .read("status"),
        .write("status -c"),
      ]),
    Story(
      "together/locks of running processes",
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a"),
        .shell(
          "printf '{\"write\": {\"{root}/repo/a\": {\"pid\": 1, \"cmd\": \"dvc repro\"}}}' > .dvc/tmp/rwlock"
        ),
        .read("checkout a").inAnyOrder.differs(
          "DVC checks out over the outputs of a stage that runs", exit: 255, ignoring: [.error]),
        .write("add b"), .shell("echo 3 > a"), .write("add a"),
        .read("status"),
        .shell(
          "printf '{\"read\": {\"{root}/repo/a\": [{\"pid\": 1, \"cmd\": \"x y\"}]}}' > .dvc/tmp/rwlock"
        ),
        .write("add a"), .read("status"), .read("push"),
        .shell(
          "printf '{\"write\": {\"{root}/repo/a\": {\"pid\": 4194300, \"cmd\": \"gone\"}}}' > .dvc/tmp/rwlock"
        ),
        .write("add a"), .shell("printf 'nonsense' > .dvc/tmp/rwlock"),
        .read("checkout a").differs(readsLocks, exit: 255, ignoring: [.error]),
        .shell("printf '{\"other\": {}}' > .dvc/tmp/rwlock"),
        .read("checkout a").differs(readsLocks, exit: 255, ignoring: [.error]),
      ]),
    Story(
      "together/a project that is busy",
      [
        .shell("echo 1 > a"), .write("add a"),
        .shell(
          """
          cd .dvc/tmp
          flock -x lock sh -c 'touch held; while [ -e held ] && [ ! -e let ]; do sleep 0.1; done' >/dev/null 2>&1 &
          until [ -e held ]; do sleep 0.1; done
          """),
        .read("status"),
        .read("config core.autostage"),
        .shell("{ sleep 1; touch .dvc/tmp/let; } >/dev/null 2>&1 &"),
        .read("--wait-for-lock status"),
      ]),
  ]
}

private let readsLocks = "DVC does not read the locks of paths on checkout"

extension Story {
  /// An HTTP remote, which both tools reach on the same server; uploads by PUT.
  static let overHTTP: [Story] = [
    Story(
      "http/a day with data", in: .repositoryWithHTTPRemote,
      [
        .shell(
          "echo foo > foo; mkdir -p data/sub; echo 1 > data/a; echo 2 > data/sub/b; : > data/empty"),
        .write("add foo data"),
        .shell("git add .; git commit -q -m data"),
        .write("push"),
        .write("push"),
        .read("status -c"),
        .shell("git clone -q . ../clone; cp .dvc/config.local ../clone/.dvc/"),
        .enter("clone"),
        .read("status -c").inAnyOrder,
        .read("pull"),
        .read("pull"),
        .judge("data status"),
        .shell("diff -r data ../repo/data; echo new >> data/a; echo bar > bar"),
        .read("add data bar"),
        .read("push"),
        .shell("git add .; git commit -q -m more"),
        .enter("repo"),
        .shell("git pull -q ../clone main"),
        .write("pull"),
        .write("status"),
        .shell("diff -r data ../clone/data; diff bar ../clone/bar"),
      ]),
    Story(
      "http/a large file", in: .repositoryWithHTTPRemote,
      [
        .shell("yes large | head -c 30000000 > large"), .write("add large"), .write("push"),
        .shell("rm -r .dvc/cache; mv large ../kept"),
        .read("pull"), .shell("cmp large ../kept"), .read("status -c"),
      ]),
    Story(
      "http/a password", in: .repositoryWithHTTPRemote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"),
        .write("remote modify --local storage url {http-basic}{root}"),
        .write("remote modify --local storage auth basic"),
        .write("remote modify --local storage user ann"),
        .write("remote modify --local storage password 'open sesame'"),
        .write("push"), .shell("rm -r .dvc/cache a d"), .read("pull"), .read("status -c"),
      ]),
    Story(
      "http/a password is missing", in: .repositoryWithHTTPRemote,
      [
        .shell("echo 1 > a"), .write("add a"),
        .write("remote modify --local storage auth basic"),
        .write("push").differs(
          "it is a mistake like others in the configuration of a remote", exit: 1,
          ignoring: [.error]),
      ]),
    Story(
      "http/a project of DVC 2", in: .repositoryWithHTTPRemote,
      Step.dvc2Project + [
        .write("push"), .write("push"), .read("status -c"),
        .shell("rm -rf .dvc/cache data *.txt binary"), .read("pull"), .read("status"),
      ]),
    Story(
      "http/what nobody pushed", in: .repositoryWithHTTPRemote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"),
        .read("status -c").inAnyOrder, .shell("rm -r .dvc/cache a d"),
        .read("pull a").countsNothing,
      ]),
    Story(
      "http/a server that takes no uploads", in: .repositoryWithHTTPRemote,
      [
        .shell("echo 1 > a"), .write("add a"), .write("push"),
        .write("remote modify --local storage url {http-readonly}{root}"),
        .shell("echo 2 > b"), .write("add b"), .write("push").saysMore.inAnyOrder,
        .read("status -c").inAnyOrder, .shell("rm -r .dvc/cache a"), .read("pull a").countsNothing,
      ]),
    Story(
      "http/what cannot be listed cannot be collected", in: .repositoryWithHTTPRemote,
      [
        .shell("echo 1 > a"), .write("add a"), .write("push"),
        .write("gc -w -c -f").differs(
          "DVC says 'unexpected error' after it has collected the cache",
          ignoring: [.output, .error]),
        .read("status -c"),
      ]),
  ]
}

extension Step {
  /// DVC calls it up to date before it says that it is missing.
  fileprivate var countsNothing: Step {
    differs("what cannot be fetched is not up to date", ignoring: [.output])
  }

  /// DVC shows the server's words only.
  fileprivate var saysMore: Step { differs("what can be done is said as well", ignoring: [.error]) }
}

extension Story {
  /// Random trees of odd names, 240 in all; the seed is in the name.
  static let randomTrees: [Story] =
    (1...6).map { seed in treesThereAndBack(seed: UInt64(seed), count: 35) }
    + (7...8).map { seed in oddOutputs(seed: UInt64(seed), count: 30) }

  /// Directories go to a remote and come back in a second clone.
  private static func treesThereAndBack(seed: UInt64, count: Int) -> Story {
    Story(
      "random trees/there and back, seed \(seed)", in: .repositoryWithRemote,
      [
        .trees(seed: seed, count: count),
        .write("add -q --glob 't*'"),
        .read("status"),
        .shell("git add .; git commit -q -m trees"),
        .write("push"),
        .read("status -c"),
        .shell("git clone -q . ../clone"),
        .enter("clone"),
        .read("pull"),
        .read("status"),
        .trees(seed: seed + 1000, count: count / 5),
        .read("status"),
        .read("add -q --glob 't*[0-9]'"),
        .read("status"),
      ]
    ).unrecorded
  }

  /// Outputs that have odd names themselves.
  private static func oddOutputs(seed: UInt64, count: Int) -> Story {
    Story(
      "random trees/outputs of odd names, seed \(seed)", in: .repositoryWithRemote,
      [
        .shell("mkdir odd"),
        .enter("repo/odd"),
        .names(seed: seed, count: count),
        .write("add -q --glob '*'"),
        .shell("git status --short --ignored"),
        .read("status"),
        .write("push"),
        .shell("find . -type f ! -name '*.dvc' ! -name .gitignore -delete"),
        .read("checkout"),
        .read("status"),
      ]
    ).unrecorded
  }
}

extension Story {
  static let addingElsewhere: [Story] = [
    Story(
      "add/as another output",
      [
        .shell(
          """
          mkdir -p ../outside/dir deep; echo 1 > ../outside/f; echo 2 > ../outside/dir/a; echo 3 > own
          echo 4 > there; echo 5 > tracked
          """),
        .write("add ../outside/f -o f"),
        .write("add {root}/outside/dir --out deep/dir"),
        .write("add own -o copy"),
        .write("add own -o there"),
        .write("add own -o there --force"),
        .write("add own -o missing/f"),
        .write("add own ../outside/f -o both"),
        .write("add nope -o x"),
        .write("add ../outside/f"),
        .write("add /etc/hostname"),
        .write("add own -o ../outside/x"),
        .read("status"),
        .shell("rm -r f deep/dir"),
        .read("checkout"),
      ]),
    Story(
      "add/to the remote only", in: .repositoryWithRemote,
      [
        .shell(
          "mkdir -p ../outside/dir; echo 1 > ../outside/f; echo 2 > ../outside/dir/a; echo 3 > own"),
        .write("add --to-remote ../outside/f"),
        .write("add --to-remote ../outside/dir -o data"),
        .write("add --to-remote own"),
        .read("status"),
        .read("pull"),
        .read("status"),
        .write("remote add other ../other"),
        .write("add --to-remote -r other ../outside/f -o g"),
        .write("add -r other own"),
        .write("add --to-remote ../outside/f own"),
        .write("add --to-remote -r nope own"),
        .write("add --to-remote --no-commit own"),
        .write("add --to-remote --glob 'o*'"),
      ]),
    Story(
      "add/to a remote that is not set",
      [
        .shell("echo 1 > f"),
        .write("add --to-remote f"),
        .write("remote add storage ../storage"),
        .write("add --to-remote f"),
      ]
    ).twinOnly,
  ]
}

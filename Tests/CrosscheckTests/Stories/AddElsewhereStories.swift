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
      "add/into a directory, executables and outputs that are there",
      [
        .shell(
          """
          mkdir -p ../outside/tool deep/tool; echo 1 > ../outside/f; echo 2 > ../outside/tool/a
          printf '#!' > ../outside/run; chmod +x ../outside/run; echo 3 > tracked
          """),
        .write("add tracked"),
        .write("add ../outside/f -o deep"), .write("add ../outside/f -o deep/"),
        .write("add ../outside/tool -o deep"), .write("add ../outside/tool -o ./deep --force"),
        .write("add ../outside/run -o run"),
        .shell("sed -i '1i desc: mine' tracked.dvc; rm tracked"),
        .write("add ../outside/f -o tracked"), .read("status"),
        .write("add ../outside/f -o run"), .write("add ../outside/run -o deep/f -f"),
        .shell("ls -lR deep run | cut -c1-10; rm run"), .read("checkout"),
        .enter("repo/deep"),
        .write("add ../../outside/run -o .."), .write("add ../../outside/run"),
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
        .write("add --to-remote nope"), .write("add -o x -r other own"),
        .write("add --remote-jobs 2 own"), .write("add --to-remote --remote-jobs 2 own -o jobs"),
        .shell("mkdir sub; echo 4 > sub/deeper"), .write("add --to-remote sub/deeper"),
        .write("add --to-remote --no-commit own"),
        .write("add --to-remote --glob 'o*'"),
      ]),
    Story(
      "add/to a remote that is not set",
      [
        .shell("echo 1 > f"),
        .write("add --to-remote f"), .write("add --to-remote nope"),
        .write("remote add storage ../storage"),
        .write("add --to-remote f"),
      ]
    ).twinOnly,
  ]
}

extension Story {
  static let ignoring: [Story] = [
    Story(
      "dvcignore/patterns", in: .repositoryWithRemote,
      [
        .shell(
          """
          mkdir -p d/doc/fortz d/a/doc/fortz d/build d/keep d/.git d/.hg; cd d
          for f in doc/fortz/b a/doc/fortz/a build/x keep/x.tmp keep/important.tmp y.log z.txt ä.log .git/HEAD .hg/store
          do echo $f > $f; done
          printf '%s\\n' '# comment' '' '/d/doc/fortz' 'build/' '*.tmp' '!important.tmp' '  *.log  ' 'd/**/none' > ../.dvcignore
          """),
        .write("add d"),
        .shell("grep -o '\"relpath\": \"[^\"]*\"' ../repo/.dvc/cache/files/md5/*/*.dir"),
        .read("status"),
        .shell("echo changed > d/build/x; echo new > d/new.tmp; echo new > d/a/new"),
        .read("status"), .read("status --json"),
        .write("add d"), .write("push"),
        .shell("rm -r d/a .dvc/cache"), .read("pull"), .shell("find d -type f | sort"),
        .read("status"),
        .shell("rm .dvcignore; touch .dvcignore"), .read("status"),
        .shell("rm d/build/x"), .read("checkout -f"), .shell("find d -type f | sort"),
      ]),
    Story(
      "dvcignore/nested files",
      [
        .shell(
          """
          mkdir -p dir/subdir/data other/data; for f in a.x b.x c.y; do echo $f > dir/subdir/data/$f; echo $f > other/data/$f; done
          echo '*.x' > .dvcignore; printf '!subdir/data/b.x\\ndata/*.y\\n' > dir/.dvcignore; echo '/data/*.y' > other/.dvcignore
          """),
        .write("add dir/subdir/data other/data"),
        .shell("cat dir/subdir/data.dvc other/data.dvc"),
        .read("status"),
        .shell(
          "echo z > dir/subdir/data/new.x; echo z > other/data/new.y; echo z > other/data/seen"),
        .read("status"),
        .shell("echo '*' > dir/subdir/data/.dvcignore"),
        .read("status"), .write("add dir/subdir/data"),
        .judge("check-ignore -d other/data/a.x other/data/seen"),
      ]),
    Story(
      "dvcignore/pointer files are hidden too",
      [
        .shell("mkdir hidden; echo 1 > hidden/f; echo 2 > g"), .write("add hidden/f g"),
        .shell("echo hidden > .dvcignore; echo 3 > hidden/f; echo 3 > g"),
        .read("status"), .read("status hidden/f"), .read("status hidden/f.dvc"),
        .write("add hidden/f"),
        .read("checkout -f"), .read("checkout -f hidden/f.dvc"), .shell("cat hidden/f"),
      ]),
  ]
}

extension Story {
  /// Data that goes to a remote and comes back.
  static let moving: [Story] = [
    Story(
      "push and pull/a day with data", in: .repositoryWithRelativeRemote,
      [
        .shell(
          "echo foo > foo; mkdir -p data/sub; echo 1 > data/a; echo 2 > data/sub/b; : > data/empty"),
        .write("add foo data"),
        .shell("git add .; git commit -q -m data"),
        .write("push"),
        .write("push"),
        .read("status -c"),
        .shell("git clone -q . ../clone; cd ../clone; git remote -v | wc -l"),
        .enter("clone"),
        .read("status"),
        .read("status -c").inAnyOrder,
        .read("pull"),
        .read("pull"),
        .read("status"),
        .judge("data status"),
        .shell("diff -r data ../repo/data; echo new >> data/a; echo bar > bar"),
        .read("add data bar"),
        .read("push"),
        .shell("git add .; git commit -q -m more"),
        .enter("repo"),
        .shell("git pull -q ../clone main"),
        .write("status"),
        .write("pull"),
        .write("status"),
        .shell("diff -r data ../clone/data; diff bar ../clone/bar"),
      ]),
    Story(
      "push and pull/fetch then checkout", in: .repositoryWithRemote,
      [
        .shell("echo foo > foo; mkdir data; echo 1 > data/a; echo 2 > data/b"),
        .write("add foo data"), .write("push"),
        .shell("rm -r .dvc/cache foo data"),
        .read("fetch"),
        .read("fetch"),
        .read("checkout"),
        .read("status"),
        .shell("rm -r .dvc/cache"),
        .read("fetch data"),
        .read("fetch foo.dvc data"),
      ]),
    Story(
      "push and pull/local changes meet a pull", in: .repositoryWithRemote,
      [
        .shell(
          "for f in foo bar lorem ipsum; do echo $f > $f; done; mkdir dir; echo file > dir/file"),
        .write("add foo bar lorem ipsum dir"), .write("push"),
        .shell("rm -r .dvc/cache foo lorem ipsum dir; echo foobar > bar"),
        .read("pull"),
        .read("pull --force"),
        .shell("rm ipsum.dvc"),
        .read("pull"),
        .read("status"),
      ]),
    Story(
      "push and pull/all revisions", in: .repositoryWithRemote,
      [
        .shell("echo foo > foo"), .write("add foo"),
        .shell(
          "git add .; git commit -q -m one; git tag v1; rm foo foo.dvc .gitignore; echo bar > bar"),
        .write("add bar"),
        .shell(
          "git add -A; git commit -q -m two; git tag v2; git checkout -q -b branch; rm bar bar.dvc; mkdir d; echo baz > d/baz"
        ),
        .write("add d"),
        .shell("git add -A; git commit -q -m branch; echo later > later"),
        .write("add later"),
        .write("push -T"),
        .write("push --all-branches"),
        .write("push -A"),
        .write("push -a -T"),
        .shell("rm -r .dvc/cache d later"),
        .read("fetch -T"),
        .read("fetch -a"),
        .read("fetch -A"),
        .shell("rm -r .dvc/cache"),
        .read("pull -A"),
        .read("status"),
        .shell("git stash -q; git clone -q --depth 1 --branch branch file://$PWD ../shallow"),
        .enter("shallow"),
        .read("pull -A"),
      ]),
    Story(
      "push and pull/several remotes", in: .repositoryWithRemote,
      [
        .write("remote add for_foo ../for_foo"), .write("remote add for_data ../for_data"),
        .shell("echo foo > foo; echo bar > bar; mkdir data; echo 1 > data/one; echo 2 > data/two"),
        .write("add foo bar data"),
        .shell(
          "echo '  remote: for_foo' >> foo.dvc; echo '  remote: for_data' >> data.dvc; echo '  push: false' >> bar.dvc"
        ),
        .write("push"),
        .shell("find ../for_* ../storage -type f 2>/dev/null | sort | sed 's/.*md5.//'"),
        .read("status -c").inAnyOrder,
        .shell("rm -r .dvc/cache/files/md5/b0 foo bar data"),
        .read("fetch foo"),
        .shell("rm -r .dvc/cache"),
        .read("pull foo data"),
        .read("pull -r for_foo --allow-missing").differs("decision 8", ignoring: [.output]),
        .write("push -r for_data foo"),
        .read("status"),
      ]),
    Story(
      "push and pull/jobs and quiet", in: .repositoryWithRemote,
      [
        .shell("mkdir d; for i in $(seq 40); do echo $i > d/$i; done"), .write("add -q d"),
        .write("push -j 3 -q"), .shell("rm -r .dvc/cache d"), .read("pull -j 2 -q"),
        .read("status -q"), .shell("echo x > d/1"), .read("status -q"),
        .write("push -j 0").withoutOutput, .write("push -j x").withoutOutput,
        .read("pull -q nope"), .read("fetch -q nope"), .read("checkout -q nope"),
        .write("add -q nope"),
      ]),
    Story(
      "push and pull/refused", in: .repositoryWithRemote,
      [
        .shell("echo foo > foo"), .write("add foo"),
        .write("push nope"), .read("fetch nope"), .read("pull nope"), .write("push -r nope"),
        .read("pull -r nope foo"), .write("push nope.dvc"), .write("push foo/bar"),
        .write("push --glob 'x*'"), .write("push --glob 'fo*'"),
        .read("fetch --glob 'fo*'").withoutOutput,
        .write("push --allow-missing").withoutOutput,
        .write("remote modify storage url s3://bucket/x"), .write("remote default -u"),
        .write("push"), .read("pull"), .read("fetch"),
        .write("remote remove storage"), .write("push"), .read("pull"), .read("fetch"),
      ]
    ).twinOnly,
  ]
}

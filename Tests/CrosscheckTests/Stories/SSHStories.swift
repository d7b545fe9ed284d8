extension Story {
  /// An SSH remote, which both tools reach through the same server.
  static let overSSH: [Story] = [
    Story(
      "ssh/a day with data", in: .repositoryWithSSHRemote,
      [
        .shell(
          "echo foo > foo; mkdir -p data/sub; echo 1 > data/a; echo 2 > data/sub/b; : > data/empty"),
        .write("add foo data"),
        .shell("git add .; git commit -q -m data"),
        .write("push"),
        .write("push"),
        .read("status -c"),
        .shell("git clone -q . ../clone"),
        .enter("clone"),
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
        .write("pull"),
        .write("status"),
        .shell("diff -r data ../clone/data; diff bar ../clone/bar"),
      ]),
    Story(
      "ssh/fetch then checkout", in: .repositoryWithSSHRemote,
      [
        .shell("echo foo > foo; mkdir data; echo 1 > data/a; echo 2 > data/b"),
        .write("add foo data"), .write("push"),
        .shell("rm -r .dvc/cache foo data"),
        .read("fetch"), .read("fetch"), .read("checkout"), .read("status"),
        .shell("rm -r .dvc/cache"),
        .read("fetch data"), .read("fetch foo.dvc data"),
      ]),
    Story(
      "ssh/parts of a directory", in: .repositoryWithSSHRemote,
      [
        .shell(
          "mkdir -p foo/bar; echo baz > foo/bar/baz; for i in 1 2 3 4; do echo $i > foo/spam$i; done"
        ),
        .write("add foo"), .write("push"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull foo/bar"), .shell("find foo | sort"),
        .read("pull foo/spam2"), .read("fetch foo/spam3"), .read("pull"), .read("status"),
      ]),
    Story(
      "ssh/a part of a directory is pushed", in: .repositoryWithSSHRemote,
      [
        .shell("mkdir -p foo/bar; echo baz > foo/bar/baz; echo 1 > foo/one"),
        .write("add foo"),
        .write("push foo/bar").differs(
          "says that the list promises more than is there", ignoring: [.error]),
        .read("status -c foo/bar"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull foo/bar"),
        .read("status foo").differs(
          "decision 13: what was never here is not missing", ignoring: [.output]),
      ]),
    Story(
      "ssh/by pattern and recursively", in: .repositoryWithSSHRemote,
      [
        .shell("mkdir -p dir/sub; echo 1 > dir/a; echo 2 > dir/sub/b; echo 3 > c; echo 4 > cc"),
        .write("add dir/a dir/sub/b c cc"),
        .write("push --glob 'c*.dvc'"), .write("push -R dir"), .write("push -R ."),
        .shell("rm -r .dvc/cache dir/a dir/sub/b c cc"),
        .read("pull --glob 'c*.dvc'"), .read("fetch -R dir/sub"), .read("pull -R dir"),
        .read("status"),
      ]),
    Story(
      "ssh/branches, tags and commits", in: .repositoryWithSSHRemote,
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
        .write("push -T"), .write("push --all-branches"), .write("push -A"), .write("push -a -T"),
        .shell("rm -r .dvc/cache d later"),
        .read("fetch -T"), .read("fetch -a"), .read("fetch -A"),
        .shell("rm -r .dvc/cache"),
        .read("pull -A"), .read("status -c -a -T").inAnyOrder,
      ]),
    Story(
      "ssh/status against the remote", in: .repositoryWithSSHRemote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x; echo 4 > d/y"),
        .write("add a b d"), .read("status -c").inAnyOrder,
        .write("push a d"), .read("status -c").inAnyOrder,
        .write("push"), .read("status -c"), .read("status -c a.dvc"),
        .shell("rm -r .dvc/cache"), .read("status -c").inAnyOrder,
        .read("status -c --json a.dvc"), .read("status -c -r storage d.dvc").inAnyOrder,
        .read("status -c -q"),
      ]),
    Story(
      "ssh/several remotes", in: .repositoryWithSSHRemote,
      [
        .write("remote add for_foo ssh://storage{root}/storage/for_foo"),
        .write("remote add for_data ../for_data"),
        .shell("echo foo > foo; echo bar > bar; mkdir data; echo 1 > data/one; echo 2 > data/two"),
        .write("add foo bar data"),
        .shell(
          "echo '  remote: for_foo' >> foo.dvc; echo '  remote: for_data' >> data.dvc; echo '  push: false' >> bar.dvc"
        ),
        .write("push"),
        .shell("find ../for_data ../storage -type f | sort | sed 's/.*md5.//'"),
        .read("status -c").inAnyOrder,
        .shell("rm -r .dvc/cache foo bar data"),
        .read("pull foo data"),
        .write("push -r for_data foo"),
        .read("status"),
      ]),
    Story(
      "ssh/jobs and quiet", in: .repositoryWithSSHRemote,
      [
        .shell("mkdir d; for i in $(seq 300); do echo $i > d/$i; done"), .write("add -q d"),
        .write("push -j 3"), .shell("rm -r .dvc/cache d"), .read("pull -j 2 -q"),
        .read("status"), .read("status -c"),
      ]),
    Story(
      "ssh/odd names and sizes", in: .repositoryWithSSHRemote,
      [
        .shell(
          """
          mkdir -p 'd/with space'; echo 1 > 'd/with space/q'\\''uote'; echo 2 > 'd/100%'; : > d/empty
          head -c 3000000 /dev/zero > d/big; printf '\\0\\377' > d/binary; echo 3 > d/-dash
          """),
        .write("add d"), .write("push"), .shell("rm -r .dvc/cache; mv d ../kept"),
        .read("pull"), .shell("diff -r d ../kept"), .read("status"),
      ]),
    Story(
      "ssh/to the remote only", in: .repositoryWithSSHRemote,
      [
        .shell(
          "mkdir -p ../outside/dir; echo 1 > ../outside/f; echo 2 > ../outside/dir/a; echo 3 > own"),
        .write("add --to-remote ../outside/f"),
        .read("status"),
        .read("pull"),
        .read("status"),
        .write("add --to-remote ../outside/f -r nope"),
      ]),
    Story(
      "ssh/a directory to the remote only", in: .repositoryWithSSHRemote,
      [
        .shell("mkdir -p ../outside/dir; echo 2 > ../outside/dir/a; echo 3 > ../outside/dir/b"),
        .write("add --to-remote ../outside/dir -o data"),
        .read("pull"), .read("status"), .read("status -c"),
        .shell("diff -r data ../outside/dir"),
      ]),
    Story(
      "ssh/the run cache", in: .repositoryWithSSHRemote,
      [
        .shell(
          """
          echo 1 > in
          printf 'stages:\\n  copy:\\n    cmd: cp in out\\n    deps: [in]\\n    outs: [out]\\n' > dvc.yaml
          """),
        .dvc("repro"),
        .write("push --run-cache"), .shell("find ../storage/runs -type f | wc -l"),
        .write("push --run-cache").differs("DVC pushes it each time", ignoring: [.output]),
        .shell("rm -r .dvc/cache out"),
        .read("fetch --run-cache"), .shell("find .dvc/cache/runs -type f | wc -l"),
        .read("checkout"), .read("status"), .read("pull --run-cache"),
      ]),
    Story(
      "ssh/on neither side", in: .repositoryWithSSHRemote,
      [
        .shell("echo foo > foo; echo bar > bar"), .write("add foo bar"), .write("push bar"),
        .shell("rm -r .dvc/cache/files/md5/d3; rm foo"),
        .write("push").differs("decision 8: what is missing is not up to date", ignoring: [.output])
          .inAnyOrder,
        .read("fetch").differs("decision 8", ignoring: [.output]).inAnyOrder,
        .read("pull").inAnyOrder.differs("decision 8", ignoring: [.output]),
        .read("status -c").inAnyOrder,
      ]),
    Story(
      "ssh/a remote that was emptied is filled again", in: .repositoryWithSSHRemote,
      [
        .shell("echo foo > foo; mkdir d; echo 1 > d/a"), .write("add foo d"), .write("push"),
        .shell("rm -r ../storage"),
        .write("push"), .read("status -c"),
        .shell("rm -r .dvc/cache foo d"), .read("pull"), .read("status"),
      ]),
    Story(
      "ssh/nothing was ever pushed", in: .repositoryWithSSHRemote,
      [
        .shell("echo foo > foo"), .write("add foo"), .read("status -c"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull").inAnyOrder.differs("decision 8", ignoring: [.output]),
        .shell("[ ! -e ../storage ]"),
      ]),
    Story(
      "ssh/turn by turn", in: .repositoryWithSSHRemote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x"),
        .write("add a"), .read("add d"), .write("push a"), .read("push"),
        .shell("echo 3 > d/y; echo 4 > a"), .write("add d"), .read("add a"), .read("push a"),
        .write("push"), .write("status -c"), .read("status -c"), .shell("rm -r .dvc/cache a d"),
        .read("fetch a"), .write("fetch"), .read("checkout a"), .write("checkout"),
        .read("status"), .shell("echo 5 > d/z; rm d/x"), .read("add d"), .write("push"),
        .read("push"), .dvc("gc -w -f -c"), .read("status -c"), .write("status -c"),
      ]),
    Story(
      "ssh/DVC's own collection leaves nothing of Cairn's behind", in: .repositoryWithSSHRemote,
      [
        .shell("echo 1 > a; echo 2 > b"), .write("add a b"), .write("push"),
        .shell("rm b b.dvc; git add .; git commit -q -m gone"),
        .judge("gc -w -c -f"), .read("status -c"), .shell("find ../storage | wc -l"),
      ]),
    Story(
      "ssh/a project of DVC 2", in: .repositoryWithSSHRemote,
      Step.dvc2Project + [
        .write("push"), .write("push"), .read("status -c"),
        .shell("rm -rf .dvc/cache data *.txt binary"),
        .read("pull"), .read("status"),
      ]),
    Story(
      "ssh/user, port and key in the configuration", in: .repositoryWithSSHOptions,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"), .write("push"),
        .shell("rm -r .dvc/cache a d"), .read("pull"), .read("status -c"), .read("status"),
      ]),
    Story(
      "ssh/another remote inherits its options", in: .repositoryWithSSHOptions,
      [
        .write("remote add inner remote://storage/inner"),
        .shell("echo 1 > a"), .write("add a"), .write("push -r inner"),
        .shell("find ../storage -type f; rm -r .dvc/cache a"),
        .read("pull -r inner"), .read("status -c -r inner"),
      ]),
    Story(
      "ssh/what is damaged in the remote", in: .repositoryWithSSHRemote,
      [
        .shell("echo foo > foo"), .write("add foo"), .write("push"),
        .shell(
          """
          rm -r .dvc/cache foo; cd ../storage/files/md5/d3
          chmod u+w *; echo bad > b07384d113edec49eaa6238ad5ff00
          """),
        .read("fetch").differs(
          "what does not hash to its name never gets into the cache", exit: 1,
          ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
    Story(
      "ssh/refused before anything is written", in: .repositoryWithSSHRemote,
      [
        .shell("echo 1 > a"), .write("add a"),
        .write("remote modify storage port x").withoutTexts,
        .write("remote modify storage nonsense 1").withoutTexts,
        .write("remote modify storage timeout 20"), .write("push"), .read("status -c"),
      ]),
  ]
}

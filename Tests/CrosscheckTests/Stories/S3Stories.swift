extension Story {
  /// An S3 remote, which both tools reach on the same server.
  static let overS3: [Story] =
    s3Transfers + s3Selections + s3Gaps + s3Credentials + s3Refusals + s3Places

  private static let s3Transfers: [Story] = [
    Story(
      "s3/a day with data", in: .repositoryWithS3Remote,
      [
        .shell(
          "echo foo > foo; mkdir -p data/sub; echo 1 > data/a; echo 2 > data/sub/b; : > data/empty"),
        .write("add foo data"),
        .shell("git add .; git commit -q -m data"),
        .write("push"),
        .write("push"),
        .shell("s3 list storage"),
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
        .shell("git pull -q ../clone main; s3 list storage"),
        .write("pull"),
        .write("status"),
        .shell("diff -r data ../clone/data; diff bar ../clone/bar"),
      ]),
    Story(
      "s3/fetch then checkout", in: .repositoryWithS3Remote,
      [
        .shell("echo foo > foo; mkdir data; echo 1 > data/a; echo 2 > data/b"),
        .write("add foo data"), .write("push"),
        .shell("rm -r .dvc/cache foo data"),
        .read("fetch"), .read("fetch"), .read("checkout"), .read("status"),
        .shell("rm -r .dvc/cache"),
        .read("fetch data"), .read("fetch foo.dvc data"),
      ]),
    Story(
      "s3/odd names and sizes", in: .repositoryWithS3Remote,
      [
        .shell(
          """
          mkdir -p 'd/with space'; echo 1 > 'd/with space/q'\\''uote'; echo 2 > 'd/100%'; : > d/empty
          head -c 3000000 /dev/zero > d/big; printf '\\0\\377' > d/binary; echo 3 > d/-dash
          echo 4 > 'd/a+b&c=d?e#f'; echo 5 > d/ünï; echo 6 > 'd/%41'
          """),
        .write("add d"), .write("push"), .shell("s3 list storage"),
        .shell("rm -r .dvc/cache; mv d ../kept"),
        .read("pull"), .shell("diff -r d ../kept"), .read("status"),
      ]),
    Story(
      "s3/a large file", in: .repositoryWithS3Remote,
      [
        .shell("yes large | head -c 60000000 > large"), .write("add large"), .write("push"),
        .shell("s3 list storage; rm -r .dvc/cache; mv large ../kept"),
        .read("pull"), .shell("cmp large ../kept"), .read("status -c"),
      ]),
    Story(
      "s3/jobs and quiet", in: .repositoryWithS3Remote,
      [
        .shell("mkdir d; for i in $(seq 60); do echo $i > d/$i; done"), .write("add -q d"),
        .write("push -j 3"), .shell("rm -r .dvc/cache d"), .read("pull -j 2 -q"),
        .read("status"), .read("status -c"),
      ]),
    Story(
      "s3/to the remote only", in: .repositoryWithS3Remote,
      [
        .shell("mkdir ../outside; echo 1 > ../outside/f"),
        .write("add --to-remote ../outside/f"),
        .shell("s3 list storage"),
        .read("status"), .read("pull"), .read("status -c"),
        .write("add --to-remote ../outside/f -r nope"),
      ]),
    Story(
      "s3/a directory to the remote only", in: .repositoryWithS3Remote,
      [
        .shell("mkdir -p ../outside/dir; echo 2 > ../outside/dir/a; echo 3 > ../outside/dir/b"),
        .write("add --to-remote ../outside/dir -o data"),
        .shell("s3 list storage"),
        .read("pull"), .read("status"), .read("status -c"),
        .shell("diff -r data ../outside/dir"),
      ]),
    Story(
      "s3/the run cache", in: .repositoryWithS3Remote,
      [
        .shell(
          """
          echo 1 > in
          printf 'stages:\\n  copy:\\n    cmd: cp in out\\n    deps: [in]\\n    outs: [out]\\n' > dvc.yaml
          """),
        .dvc("repro"),
        .write("push --run-cache"), .shell("s3 list storage/runs"),
        .write("push --run-cache").differs(
          "what is there already is not sent again", ignoring: [.output]),
        .shell("rm -r .dvc/cache out"),
        .read("fetch --run-cache"), .shell("find .dvc/cache/runs -type f | wc -l"),
        .read("checkout"), .read("status"), .read("pull --run-cache"),
      ]),
    Story(
      "s3/turn by turn", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/x; echo 3 > d/y"),
        .write("add a"), .read("add d"), .write("push a"), .read("push"),
        .shell("echo 4 > d/z; echo 5 > a"), .write("add d"), .read("add a"), .read("push a"),
        .write("push"), .shell("s3 list storage"), .write("status -c"), .read("status -c"),
        .shell("rm -r .dvc/cache a d"),
        .read("fetch a"), .write("fetch"), .read("checkout a"), .write("checkout"),
        .read("status"),
      ]),
  ]

  private static let s3Selections: [Story] = [
    Story(
      "s3/parts of a directory", in: .repositoryWithS3Remote,
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
      "s3/a part of a directory is pushed", in: .repositoryWithS3Remote,
      [
        .shell("mkdir -p foo/bar; echo baz > foo/bar/baz; echo 1 > foo/one"),
        .write("add foo"),
        .write("push foo/bar").differs("says that the rest is missing", ignoring: [.error]),
        .shell("s3 list storage"),
        .read("status -c foo/bar"),
        .shell("rm -r .dvc/cache foo"),
        .read("pull foo/bar"),
        .read("status foo").differs(
          "decision 13: what was never here is absent, not deleted", ignoring: [.output]),
      ]),
    Story(
      "s3/by pattern and recursively", in: .repositoryWithS3Remote,
      [
        .shell("mkdir -p dir/sub; echo 1 > dir/a; echo 2 > dir/sub/b; echo 3 > c; echo 4 > cc"),
        .write("add dir/a dir/sub/b c cc"),
        .write("push --glob 'c*.dvc'"), .write("push -R dir"), .write("push -R ."),
        .shell("rm -r .dvc/cache dir/a dir/sub/b c cc"),
        .read("pull --glob 'c*.dvc'"), .read("fetch -R dir/sub"), .read("pull -R dir"),
        .read("status"),
      ]),
    Story(
      "s3/branches, tags and commits", in: .repositoryWithS3Remote,
      [
        .shell("echo foo > foo"), .write("add foo"),
        .shell(
          "git add .; git commit -q -m one; git tag v1; rm foo foo.dvc .gitignore; echo bar > bar"),
        .write("add bar"),
        .shell(
          """
          git add -A; git commit -q -m two; git tag v2; git checkout -q -b branch; rm bar bar.dvc
          mkdir d; echo baz > d/baz
          """),
        .write("add d"),
        .shell("git add -A; git commit -q -m branch; echo later > later"),
        .write("add later"),
        .write("push -T"), .write("push --all-branches"), .write("push -A"), .write("push -a -T"),
        .shell("s3 list storage; rm -r .dvc/cache d later"),
        .read("fetch -T"), .read("fetch -a"), .read("fetch --all-commits"),
        .shell("rm -r .dvc/cache"),
        .read("pull -A"), .read("status -c -a -T").inAnyOrder,
      ]),
    Story(
      "s3/status against the remote", in: .repositoryWithS3Remote,
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
      "s3/several remotes", in: .repositoryWithS3Remote,
      [
        .write("remote add for_foo remote://storage/for_foo"),
        .write("remote add for_data ../for_data"),
        .shell("echo foo > foo; echo bar > bar; mkdir data; echo 1 > data/one; echo 2 > data/two"),
        .write("add foo bar data"),
        .shell(
          """
          echo '  remote: for_foo' >> foo.dvc; echo '  remote: for_data' >> data.dvc
          echo '  push: false' >> bar.dvc
          """),
        .write("push"),
        .shell("s3 list storage; find ../for_data -type f | sort"),
        .read("status -c foo data").differs(
          "a `remote:` of an output's own is compared, too", ignoring: [.output]
        ).inAnyOrder,
        .shell("rm -r .dvc/cache foo bar data"),
        .read("pull foo data"),
        .write("push -r for_data foo"),
        .read("status"),
      ]),
  ]

  private static let s3Gaps: [Story] = [
    Story(
      "s3/on neither side", in: .repositoryWithS3Remote,
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
      "s3/an object is deleted behind the back", in: .repositoryWithS3Remote,
      [
        .shell("echo foo > foo; mkdir d; echo 1 > d/a; echo 2 > d/b"),
        .write("add foo d"), .write("push"),
        .shell("s3 delete storage/files/md5/d3; s3 list storage"),
        .read("status -c").inAnyOrder, .write("push"), .shell("s3 list storage"),
        .shell("rm -r .dvc/cache foo d"), .read("pull"), .read("status"),
      ]),
    Story(
      "s3/the list of a directory is gone", in: .repositoryWithS3Remote,
      [
        .shell("mkdir dir; echo foo > dir/foo; echo f > f"), .write("add dir f"), .write("push"),
        .shell("s3 delete storage --include '*.dir'; rm -r .dvc/cache dir f"),
        .read("status -c").inAnyOrder.differs(
          "DVC leaves out what it knows nothing about", ignoring: [.output]),
        .read("pull").inAnyOrder,
        .read("status"),
      ]),
    Story(
      "s3/a remote that was emptied is filled again", in: .repositoryWithS3Remote,
      [
        .shell("echo foo > foo; mkdir d; echo 1 > d/a"), .write("add foo d"), .write("push"),
        .shell("s3 purge storage; s3 list storage"),
        .write("push"), .shell("s3 list storage"), .read("status -c"),
        .shell("rm -r .dvc/cache foo d"), .read("pull"), .read("status"),
      ]),
    Story(
      "s3/what is unused is collected", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a; echo 2 > b; mkdir d; echo 3 > d/x; echo 4 > d/y"),
        .write("add a b d"), .write("push"),
        .shell("rm b b.dvc; echo 5 > d/x"), .write("add d"),
        .read("gc -w -c --dry").inAnyOrder,
        .write("gc -w -c -f").inAnyOrder, .shell("s3 list storage"),
        .read("push"), .read("status -c"), .shell("rm -r .dvc/cache a d"), .read("pull"),
        .read("gc -w -c -f").inAnyOrder,
      ]),
    Story(
      "s3/DVC's own collection leaves nothing of Cairn's behind", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"), .write("push"),
        .shell("rm -r d d.dvc"), .judge("gc -w -c -f"), .read("status -c"),
        .shell("s3 list ''; mkdir d; echo 2 > d/b"), .write("add d"), .write("push"),
        .shell("s3 list storage"),
      ]),
    Story(
      "s3/a project of DVC 2", in: .repositoryWithS3Remote,
      Step.dvc2Project + [
        .write("push"), .write("push"), .shell("s3 list storage"), .read("status -c"),
        .shell("rm -rf .dvc/cache data *.txt binary"),
        .read("pull"), .read("status"),
      ]),
  ]

  private static let keys = [
    "AWS_ACCESS_KEY_ID": "owner-key", "AWS_SECRET_ACCESS_KEY": "owner-secret",
  ]

  private static let s3Credentials: [Story] = [
    Story(
      "s3/keys from the environment", in: .repositoryWithS3Endpoint,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"), .write("push").with(keys),
        .shell("s3 list storage; rm -r .dvc/cache a d"),
        .read("pull").with(keys), .read("status -c").with(keys),
      ]),
    Story(
      "s3/keys of a profile", in: .repositoryWithS3Endpoint,
      [
        .shell("echo 1 > a"), .write("add a"),
        .shell(
          """
          mkdir ../home/.aws; cd ../home/.aws
          printf '[default]\\naws_access_key_id = nobody\\naws_secret_access_key = x\\n' > credentials
          printf '[ann]\\naws_access_key_id = owner-key\\naws_secret_access_key = owner-secret\\n' \\
            >> credentials
          """),
        .write("remote modify --local storage profile ann"), .write("push"),
        .shell("s3 list storage; rm -r .dvc/cache a"),
        .read("pull"), .write("remote modify --local --unset storage profile"),
        .read("status -c").with(["AWS_PROFILE": "ann"]),
      ]),
    Story(
      "s3/keys and settings in other files", in: .repositoryWithS3Endpoint,
      [
        .shell("echo 1 > a"), .write("add a"),
        .shell(
          """
          printf '[far]\\naws_access_key_id = owner-key\\naws_secret_access_key = owner-secret\\n' \\
            > ../keys
          printf '[profile far]\\nregion = eu-central-1\\n' > ../settings
          """),
        .write("remote modify --local storage credentialpath {root}/keys"),
        .write("remote modify --local storage configpath {root}/settings"),
        .write("remote modify --local storage profile far"), .write("push"),
        .shell("rm -r .dvc/cache a"), .read("pull"), .read("status -c"),
      ]),
    Story(
      "s3/a user who may only read", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"), .write("push"),
        .write("remote modify --local storage access_key_id reader-key"),
        .write("remote modify --local storage secret_access_key reader-secret"),
        .shell("rm -r .dvc/cache a d"), .read("pull"), .read("status -c"), .read("push"),
        .shell("echo 3 > c"), .write("add c"), .write("push"), .shell("s3 list storage"),
      ]),
  ]

  private static let s3Refusals: [Story] = [
    Story(
      "s3/wrong keys", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a"), .write("add a"), .write("push"),
        .write("remote modify --local storage secret_access_key wrong"),
        .write("push").saysWhatTheServerSaid, .read("status -c").saysWhatTheServerSaid,
        .shell("rm -r .dvc/cache a"), .read("fetch").saysWhatTheServerSaid,
        .write("remote modify --local storage access_key_id nobody"),
        .read("pull").saysWhatTheServerSaid,
      ]),
    Story(
      "s3/no such bucket", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"),
        .write("remote modify storage url s3://no-such-bucket/storage"),
        .write("push").saysWhatTheServerSaid, .read("status -c").saysWhatTheServerSaid,
        .shell("rm -r .dvc/cache a d"),
        .read("pull a").differs(
          "DVC takes a bucket that is not there for an empty one", ignoring: [.output, .error]),
      ]),
    Story(
      "s3/over HTTPS with nobody to trust", in: .repositoryWithEncryptedS3Remote,
      [
        .shell("echo 1 > a"), .write("add a"), .write("push").saysWhatTheServerSaid,
        .read("status -c").saysWhatTheServerSaid,
      ]),
  ]

  private static let s3Places: [Story] = [
    Story(
      "s3/region and other options", in: .repositoryWithS3Remote,
      [
        .write("remote modify storage region eu-west-1"),
        .write("remote modify storage use_ssl false"),
        .write("remote modify storage connect_timeout 20"),
        .write("remote modify storage read_timeout 30"),
        .write("remote modify storage nonsense 1").withoutTexts,
        .write("remote modify storage read_timeout x").withoutTexts,
        .shell("echo 1 > a"), .write("add a"), .write("push"), .shell("rm -r .dvc/cache a"),
        .read("pull"), .read("status -c"),
      ]),
    Story(
      "s3/a slash at the end, and below another remote", in: .repositoryWithS3Remote,
      [
        .shell("echo 1 > a"), .write("add a"),
        .write("remote modify storage url s3://bucket{root}/slash/"), .write("push"),
        .write("remote add inner remote://storage/inner"), .write("push -r inner"),
        .shell("s3 list slash; rm -r .dvc/cache a"),
        .read("pull"), .read("status -c -r inner"), .read("remote list"),
      ]),
    Story(
      "s3/over HTTPS with an authority of its own", in: .repositoryWithEncryptedS3Remote,
      [
        .shell("echo 1 > a; mkdir d; echo 2 > d/b"), .write("add a d"),
        .write("remote modify --local storage ssl_verify {tls-ca}"), .write("push"),
        .shell("s3 list storage; rm -r .dvc/cache a d"), .read("pull"), .read("status -c"),
      ]),
    Story(
      "s3/over HTTPS without verification", in: .repositoryWithEncryptedS3Remote,
      [
        .shell("echo 1 > a"), .write("add a"),
        .write("remote modify --local storage ssl_verify false"), .write("push"),
        .shell("rm -r .dvc/cache a"), .read("pull"), .read("status -c"),
      ]),
  ]
}

extension Step {
  /// DVC asks for a header, whose answer has no words, and names its Python library's troubles.
  fileprivate var saysWhatTheServerSaid: Step {
    differs("an S3 remote that lets nobody in is told in the server's words", ignoring: [.error])
  }
}

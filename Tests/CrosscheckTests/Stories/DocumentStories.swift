extension Story {
  static let documents: [Story] = [
    Story(
      "documents/an annotated pointer file", in: .repositoryWithRemote,
      [
        .shell(
          """
          cat > a.dvc <<'END'
          # top comment
          desc: stage desc   # trailing
          meta:
            author: me   # who
            n: [1, 2]
          outs:
            # out comment
          - path: a
            desc: file desc
            type: dataset
            labels:
            - l1
            - l2
            meta: {k: v, z: 'y: x'}
            remote: storage
            persist: true
            push: true
          END
          echo 1 > a
          """),
        .write("add a"),
        .shell("cat a.dvc; echo 2 > a"),
        .write("commit -f a"),
        .shell("echo 3 > a"),
        .write("add --no-commit a"),
        .read("status"),
        .write("commit"),
        .write("push"),
        .shell("rm a; rm -r .dvc/cache"),
        .read("pull"),
        .read("status"),
      ]),
    Story(
      "documents/comments and unknown orders survive",
      [
        .shell("mkdir d; echo 1 > d/a; echo 2 > f; chmod +x f"), .write("add d f"),
        .shell(
          """
          sed -i '1i # about the data' d.dvc; sed -i 's/^  size: .*/& # bytes/' d.dvc
          printf '\\n# the end\\n' >> d.dvc
          printf 'frozen: true\\nmeta:\\n  list:\\n  - 1\\n  - two\\n  text: |\\n    several\\n    lines\\n' >> f.dvc
          """),
        .read("status"),
        .shell("echo 3 > d/b; echo 4 > f; chmod -x f"),
        .write("add d"), .write("add f"),
        .shell("rm -r d/*"), .write("add d"),
        .read("status"),
      ]),
    Story(
      "documents/a working directory and several outputs",
      [
        .shell(
          """
          mkdir -p pointers data/raw; echo 1 > data/a; echo 2 > data/raw/x; echo 3 > data/c
          cat > pointers/all.dvc <<'END'
          wdir: ../data
          outs:
          - path: a
            hash: md5
          - path: raw
            hash: md5
          - path: c
            hash: md5
            cache: false
          END
          printf 'wdir: .\\nouts:\\n- path: top\\n  hash: md5\\n' > top.dvc; echo 4 > top
          """),
        .read("status"),
        .write("commit -f pointers/all.dvc"),
        .write("commit -f"),
        .read("status"),
        .shell("cat pointers/all.dvc; rm -r data/a data/raw top"),
        .read("checkout"),
        .read("checkout data/a"),
        .shell("echo new > data/raw/y; echo changed > data/a"),
        .write("add data/raw"),
        .enter("repo/data"), .write("add raw"), .read("checkout a"), .enter("repo"),
        .write("add data/raw/y data/a"),
        .read("status"),
      ]),
    Story(
      "documents/a stage checksum",
      [
        .shell("echo 1 > f"), .write("add --no-commit f"),
        .shell("sed -i '1i md5: 11111111111111111111111111111111' f.dvc"), .read("status"),
        .write("commit f"), .write("commit -f f"), .shell("cat f.dvc"), .read("status"),
        .shell(
          "printf 'md5: \"0\"\\nfrozen: true\\ndeps:\\n- path: f\\n  md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  hash: md5\\nouts:\\n- path: g\\n' > g.dvc; echo 1 > g"
        ),
        .read("status f"), .read("status --no-updates"),
      ]),
    Story(
      "documents/files of a cloud-versioned directory",
      [
        .shell(
          """
          mkdir data; printf foo > data/foo; printf bar2 > data/bar
          cat > data.dvc <<'END'
          outs:
          - path: data
            hash: md5
            files:
            - size: 3
              version_id: WYRG4BglP7pD.gEoJP6a4AqOhl.FRA.h
              etag: acbd18db4cc2f85cedef654fccc4a4d8
              md5: acbd18db4cc2f85cedef654fccc4a4d8
              relpath: bar
            - size: 3
              version_id: 0vL53tFVY5vVAoJ4HG2jCS1mEcohDPE0
              etag: acbd18db4cc2f85cedef654fccc4a4d8
              md5: acbd18db4cc2f85cedef654fccc4a4d8
              relpath: foo
          END
          """),
        .read("status"),
        .write("add data"),
        .shell("cat data.dvc; printf foo3 > data/foo"),
        .read("status"),
        .write("commit -f data"),
        .shell("cat data.dvc; rm -r data"),
        .read("checkout"),
        .read("status"),
      ]),
    Story(
      "documents/paths into subdirectories",
      [
        .shell(
          "mkdir -p a/b; echo 1 > a/b/f; echo 2 > a/g; printf 'outs:\\n- path: a/b/f\\n- path: a/g\\n  desc: x\\n' > both.dvc"
        ),
        .write("commit -f"), .shell("cat both.dvc"), .read("status"), .shell("rm -r a"),
        .read("checkout"),
        .shell("echo 3 > a/g"), .write("add a/g"), .read("status"), .read("status a/b/f both.dvc"),
      ]),
    Story(
      "documents/as others may write them",
      [
        .shell(
          """
          echo 1 > a; echo 2 > b; echo 3 > c; echo 4 > d
          for f in a b c d; do md5=$(md5sum < $f | cut -c1-32); mkdir -p .dvc/cache/files/md5/$(echo $md5 | cut -c1-2)
          cp $f .dvc/cache/files/md5/$(echo $md5 | cut -c1-2)/$(echo $md5 | cut -c3-); done
          printf '\\357\\273\\277outs:\\r\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\r\\n  size: 2\\r\\n  hash: md5\\r\\n  path: a\\r\\n' > a.dvc
          printf '{outs: [{md5: 26ab0db90d72e28ad0ba1e22ee510510, size: 2, hash: md5, path: "b"}]}\\n' > b.dvc
          printf -- '---\\nouts:\\n    - path: c\\n      hash: "md5"\\n      md5: "6d7fce9fee471194aa8b5b6e47267f03"\\n...\\n' > c.dvc
          printf 'outs:\\n- &x\\n  md5: 48a24b70a0b376535542b996af517398\\n  hash: md5\\n  path: d\\n' > d.dvc
          """),
        .read("status"),
        .read("checkout"),
        .read("status a b.dvc --json").inAnyOrder,
        .shell("rm a.dvc b.dvc c.dvc d.dvc"),
        .shell(
          "echo 'outs: [{path: a, md5: B026324C6904B2A9CB4B88D6D61C81D1, hash: md5}]' > a.dvc"),
        .read("status"),
        .shell("echo 'outs: [{path: a, md5: null, hash: md5}]' > a.dvc"), .read("status"),
        .shell("echo 'outs: []' > a.dvc"), .read("status"),
      ]),
    Story(
      "documents/a version that is missing",
      [
        .shell(
          "echo 1 > a; echo 'outs: [{path: a, md5: b026324c6904b2a9cb4b88d6d61c81d2, hash: md5}]' > a.dvc"
        ),
        .read("status"),
        .read("checkout -f").differs(
          "a file whose replacement is missing stays where it is", ignoring: [.tree]),
      ]),
    Story(
      "documents/that are refused",
      [
        .shell("printf 'outs:\\n- path: f\\n  hash: 5\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- md5: abc\\n' > f.dvc"),
        .read("status").differs("DVC crashes for want of the path", exit: 1, ignoring: [.error]),
        .shell("printf 'outs:\\n  path: f\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: f\\nextra: 1\\nmore: 2\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: f\\n  cache: perhaps\\n' > f.dvc"), .read("status"),
        .shell("printf 'just text\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: \"f\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n\\t- path: f\\n' > f.dvc"), .read("status"),
        .shell(
          "printf '<<<<<<< HEAD\\nouts:\\n- path: f\\n=======\\nouts:\\n- path: g\\n>>>>>>> x\\n' > f.dvc"
        ),
        .read("status"),
        .shell("printf 'outs:\\n- path: f\\n  path: g\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: ../../outside\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: f\\n- path: f\\n' > f.dvc"), .read("status"),
        .shell("printf 'outs:\\n- path: f\\n' > f.dvc; cp f.dvc g.dvc"), .read("status"),
        .read("push"),
        .shell("printf 'outs:\\n- path: f/x\\n' > g.dvc"), .read("status"),
        .shell("rm g.dvc; printf 'wdir: missing\\nouts:\\n- path: f\\n' > f.dvc"), .read("status"),
      ]
    ).twinOnly,
  ]
}

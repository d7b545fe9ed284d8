extension Story {
  static let checkingOut: [Story] = [
    Story(
      "checkout/states of data",
      [
        .shell(
          """
          for f in foo bar lorem ipsum dolor; do echo $f > $f; done; mkdir dir; echo file > dir/file
          """),
        .write("add foo bar lorem dir ipsum dolor"),
        .read("checkout"),
        .shell("rm -r foo lorem dir; echo other > bar"),
        .read("checkout --summary lorem"),
        .read("checkout"),
        .read("checkout --force"),
        .read("checkout"),
        .shell("rm ipsum.dvc"),
        .read("checkout"),
        .read("checkout --summary"),
        .shell("rm foo lorem; echo other > bar; : > dir/extra"),
        .read("checkout -f --summary"),
        .read("status"),
      ]
    ).twinOnly,
    Story(
      "checkout/versions by Git",
      [
        .shell(
          "mkdir -p dir/sub; echo file > dir/sub/file; echo other > dir/other; echo 1 > foo; echo 1 > bar"
        ),
        .write("add dir foo bar"),
        .shell("git add .; git commit -q -m one"),
        .shell(
          "echo 2 > bar; rm foo foo.dvc; mkdir dir2; echo x > dir2/x; echo new > dir/sub/new; rm dir/other"
        ),
        .write("add bar dir dir2"),
        .shell("git add -A; git commit -q -m two; git checkout -q HEAD~1"),
        .read("checkout"),
        .read("status"),
        .shell("git checkout -q HEAD~1 --; ls -A"),
        .read("checkout"),
        .shell("ls -A; git checkout -q main"),
        .read("checkout"),
        .read("status"),
        .read("checkout --summary"),
      ]
    ).twinOnly,
    Story(
      "checkout/versions by Git, with both tools",
      [
        .shell("mkdir -p dir/sub; echo file > dir/sub/file; echo other > dir/other; echo 1 > foo"),
        .write("add dir foo"),
        .shell("git add .; git commit -q -m one"),
        .shell("echo 2 > foo; echo new > dir/sub/new; rm dir/other"),
        .write("add foo dir"),
        .shell("git add -A; git commit -q -m two; git checkout -q HEAD~1"),
        .read("checkout"),
        .read("status"),
        .shell("git checkout -q main"),
        .read("checkout"),
        .read("status"),
        .read("checkout --summary"),
      ]),
    Story(
      "checkout/changes are not destroyed",
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"),
        .write("add f d"),
        .shell("git add .; git commit -q -m one; echo 3 > f; echo 4 > d/a"),
        .write("add f d"),
        .shell("git commit -q -a -m two; git checkout -q HEAD~1; echo mine > f; echo mine > d/b"),
        .read("checkout").inAnyOrder,
        .read("checkout f"),
        .read("checkout d"),
        .shell("cat f d/*"),
        .read("checkout -f"),
        .read("status"),
      ]),
    Story(
      "checkout/no objects",
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a; echo 3 > d/b; echo 4 > g"),
        .write("add f d g"),
        .shell("rm -r f d g .dvc/cache/files/md5/b0 .dvc/cache/files/md5/6d"),
        .read("checkout").inAnyOrder,
        .read("checkout --allow-missing"),
        .read("status"),
        .shell("rm -rf g; rm -r .dvc/cache"),
        .read("checkout").inAnyOrder,
        .read("checkout --allow-missing"),
        .read("status"),
      ]),
    Story(
      "checkout/targets that do not exist",
      [
        .shell("echo 1 > f"), .write("add f"),
        .read("checkout nope"), .read("checkout nope.dvc"), .read("checkout dvc.yaml"),
        .read("checkout :stage"), .read("checkout sub/dvc.yaml:stage"),
        .read("checkout f/x").differs(
          "nothing lies in a file; DVC checks out the file, over whatever it holds now",
          ignoring: [.output]),
        .read("checkout f.dvc"), .read("checkout ./f"), .read("checkout -R ."),
        .read("checkout -R nope"), .read("checkout --with-deps f.dvc"),
      ]
    ).twinOnly,
    Story(
      "checkout/link types",
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a; : > d/empty; printf '#!' > x; chmod +x x"),
        .write("add f d x"),
        .write("config cache.type hardlink"),
        .read("checkout"),
        .read("checkout --relink"),
        .read("status"),
        .write("config cache.type symlink"),
        .read("checkout --relink"),
        .read("status"),
        .write("config cache.type copy"),
        .read("checkout --relink d"),
        .read("checkout --relink"),
        .read("status"),
      ]),
    Story(
      "checkout/a cache that moved",
      [
        .write("config cache.type symlink"),
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"),
        .write("add f d"),
        .shell("mv .dvc/cache ../cache"),
        .read("status"),
        .write("cache dir ../cache"),
        .read("checkout -f"),
        .read("status"),
      ]),
    Story(
      "checkout/untracked leftovers",
      [
        .shell("mkdir -p d/one; echo 1 > d/one/f"), .write("add d"),
        .shell("mkdir -p d/two/three d/empty; echo 2 > d/two/three/g"),
        .read("checkout"),
        .read("checkout --force"),
        .shell("find d | sort; rm -r d; mkdir d"),
        .read("checkout"),
        .shell("rm -r d; echo file > d"),
        .read("checkout"),
        .read("checkout -f"),
      ]),
    Story(
      "checkout/one thing in place of another",
      [
        .shell(
          """
          mkdir -p d/sub/deep d/run e; echo 1 > d/a; echo 2 > d/sub/deep/b; echo 3 > d/f; echo 4 > f
          printf '#!' > d/x; chmod +x d/x; echo 5 > e/a
          """),
        .write("add d f e"),
        .read("checkout"), .read("checkout --summary"),
        .shell("chmod -x d/x; rm d/a; mkdir -p d/a/empty; cp f d/a/g; mkdir d/new d/new/er"),
        .read("checkout --summary --force"), .read("checkout"),
        .shell("rm -r d/sub; cp f d/sub"), .read("checkout --summary --force"), .read("checkout"),
        .shell("rm f; mkdir f; cp d/f f/f; rm -r e; cp d/f e"),
        .read("checkout --summary"), .read("checkout --summary --force"), .read("checkout"),
        .shell("chmod +x f"), .read("checkout"), .read("checkout --relink"), .read("status"),
        .shell("ln -s nowhere d/broken; rm d/f; ln -s nowhere d/f; rm f; ln -s nowhere f"),
        .read("checkout --summary"), .read("checkout"),
        .shell(
          "mkdir other; ln -s ../other d/link; rm -r e; ln -s other e; ln -s nowhere d/broken"),
        .read("checkout d --summary"), .read("checkout d/a"), .read("checkout d"),
        .shell("ls -lR d f | cut -c1-10"),
      ]),
    Story(
      "checkout/links that lead nowhere",
      [
        .write("config cache.type symlink"),
        .shell("echo 1 > f; mkdir d; echo 2 > d/a; echo 3 > d/b"), .write("add f d"),
        .shell("mv .dvc/cache ../cache"), .write("cache dir ../cache"),
        .read("status f").differs(
          "DVC crashes on a link that leads nowhere", exit: 0, ignoring: [.output, .error]),
        .read("checkout d/a"), .read("checkout"), .read("status"),
      ]),
    Story(
      "checkout/recorded by hand",
      [
        .shell("mkdir d; echo 1 > d/a; echo 2 > f"), .write("add d f"),
        .shell(
          """
          md5=$(sed -n 's/- md5: //p' d.dvc)
          printf 'outs:\\n- md5: %s\\n  hash: md5\\n  path: d\\n' "$md5" > d.dvc
          sed -i 's/  hash: md5/  isexec: true\\n  hash: md5/' f.dvc; rm -r d
          printf 'outs:\\n- path: none\\n' > none.dvc
          """),
        .read("status"),
        .read("checkout d f"),
        .read("checkout"),
        .read("status"),
      ]),
  ]
}

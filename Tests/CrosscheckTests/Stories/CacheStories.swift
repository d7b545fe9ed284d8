extension Story {
  static let caching: [Story] = [
    Story(
      "cache/hard links",
      [
        .write("config cache.type hardlink"),
        .shell(
          "echo 1 > f; cp f g; : > empty; mkdir d; echo 2 > d/a; : > d/empty; printf '#!' > x; chmod +x x"
        ),
        .write("add f g empty d x"),
        .read("status"),
        .shell("rm -r f d x"), .read("checkout"), .read("status"),
        .shell("rm f; echo changed > f"), .read("status"), .write("add f"), .read("status"),
      ]),
    Story(
      "cache/symbolic links",
      [
        .write("config cache.type symlink"),
        .shell(
          "echo 1 > f; : > empty; mkdir d; echo 2 > d/a; : > d/empty; printf '#!' > x; chmod +x x"),
        .write("add f empty d x"),
        .read("status"),
        .shell("rm -r f d x"), .read("checkout"), .read("status"),
        .shell("rm f; echo changed > f; echo new > d/new"), .read("status"), .write("add f d"),
        .read("status"),
      ]),
    Story(
      "cache/link types in order",
      [
        .write("config cache.type 'reflink,symlink,copy'"),
        .shell("echo 1 > f"), .write("add f"), .read("status"),
        .write("config cache.type 'reflink'"),
        .shell("echo 2 > g"), .write("add g").inAnyOrder, .read("status"), .shell("rm f"),
        .read("checkout"), .read("status"),
        .shell("echo 3 > g"), .write("commit -f g"), .read("status"),
        .shell("mkdir d; echo 4 > d/a; chmod 640 d/a"), .write("add d"),
        .shell("echo 1 > f"), .write("add g -o h"), .write("config cache.type hardlink,symlink"),
        .write("commit -f"), .read("checkout --relink"),
        .write("config cache.type symlink,hardlink"), .write("add d"), .write("commit -f"),
        .read("checkout --relink"),
      ]),
    Story(
      "cache/shared by a group",
      [
        .write("config cache.shared group"),
        .shell("echo 1 > f; mkdir d; echo 2 > d/a; echo 3 > d/b"),
        .write("add f d"),
        .read("status"),
        .shell("rm -r f d"), .read("checkout"),
        .write("remote add -d storage ../storage"), .write("push"),
      ]),
    Story(
      "cache/shared by a group, with types of links",
      [
        .write("config cache.shared group"), .write("config cache.type copy"),
        .shell("echo 1 > f; mkdir d; echo 2 > d/a; printf '#!' > x; chmod +x x"),
        .write("add f d x"), .shell("rm f x"), .read("checkout"),
        .write("config cache.type hardlink"), .read("checkout --relink"),
        .shell("echo 3 > g"), .write("add g"),
        .write("config cache.type symlink"), .read("checkout --relink"), .write("commit -f"),
        .write("config cache.type reflink,copy"), .read("checkout --relink"), .read("status"),
      ]),
    Story(
      "cache/in another place",
      [
        .write("cache dir {root}/cache"), .write("config cache.type symlink"),
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"),
        .write("add f d"), .read("status"), .shell("rm -r f d"), .read("checkout"),
        .write("config cache.type hardlink"), .read("checkout --relink"), .read("status"),
        .shell("mv ../cache ../moved; ln -s moved ../cache"), .read("status"),
        .shell("rm f"), .read("checkout"), .write("cache dir ../moved"), .read("status"),
        .read("checkout --relink"),
      ]),
    Story(
      "cache/one for two projects", in: .directory,
      [
        .shell("mkdir one two"),
        .enter("repo/one"), .write("init -q --no-scm"), .write("cache dir ../cache"),
        .shell("echo common > common; echo 1 > unique"), .write("add common unique"),
        .enter("repo/two"), .read("init -q --no-scm"), .read("config cache.dir ../cache"),
        .shell("echo common > common; echo 2 > unique"), .read("add common unique"),
        .read("status"),
        .shell("cp ../one/unique.dvc theirs.dvc; sed -i 's/unique/theirs/' theirs.dvc"),
        .read("checkout"), .read("status"),
      ]),
    Story(
      "cache/objects that are writable",
      [
        .shell("echo 1 > f"), .write("add f"),
        .shell("chmod 644 .dvc/cache/files/md5/*/*"), .read("status"),
        .shell("rm f"), .read("checkout"),
        .shell("chmod 644 .dvc/cache/files/md5/*/*"), .write("add f"),
        .dvc("gc -w -f").inAnyOrder, .read("status"),
      ]),
    Story(
      "cache/used and unused objects",
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"), .write("add f d"),
        .shell("echo 3 > f"), .write("add f"), .dvc("gc -w -f"), .read("status"),
        .dvc("unprotect f d"), .read("status"), .read("checkout"),
      ]),
  ]
}

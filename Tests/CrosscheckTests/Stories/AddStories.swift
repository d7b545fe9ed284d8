extension Story {
  static let adding: [Story] = [
    Story(
      "add/changed file",
      [
        .shell("echo one > data.txt"),
        .write("add data.txt"),
        .read("status"),
        .shell("echo two > data.txt"),
        .read("status"),
        .write("add data.txt"),
        .write("add data.txt"),
        .read("status"),
        .judge("data status --granular").inAnyOrder,
      ]),
    Story(
      "add/directories",
      [
        .shell(
          "mkdir -p d/sub/deep d/empty e; echo y > d/a.txt; echo x > d/b.txt; echo z > d/sub/c.txt"),
        .write("add d"),
        .write("add e/"),
        .read("status"),
        .shell("echo new > d/sub/deep/new; rm d/a.txt; echo changed > d/b.txt; touch e/file"),
        .read("status"),
        .judge("data status --granular").inAnyOrder,
        .write("add d e"),
        .read("status"),
        .shell("rm -r d/*"),
        .read("status"),
        .write("add d"),
        .read("status"),
      ]),
    Story(
      "add/empty and executable files",
      [
        .shell(
          """
          : > empty; printf '#!/bin/sh\\n' > run.sh; chmod 755 run.sh; mkdir d; : > d/empty
          cp run.sh d/; chmod 700 d/run.sh; printf x > group; chmod 654 group
          """),
        .write("add empty run.sh d group"),
        .read("status"),
        .shell("chmod -x run.sh; chmod +x group"),
        .read("status"),
        .write("add run.sh group"),
        .shell("rm -r empty run.sh d group"),
        .read("checkout"),
        .read("status"),
      ]),
    Story(
      "add/odd names",
      [
        .shell(
          """
          mkdir 'a dir' 'd[1]'; echo 1 > 'a dir/sp ace'; echo 2 > 'd[1]/q?'; echo 3 > '#hash'
          echo 4 > '!bang'; echo 5 > 'fo:o'; echo 6 > "it's"; echo 7 > 'dou"ble'; echo 8 > 'back\\slash'
          echo 9 > 'é'; echo 10 > '😀'; echo 11 > 'x #y'; echo 12 > 'true'; echo 13 > '-dash'
          echo 14 > 'star*'; echo 15 > "$(printf 'e\\314\\201')"; echo 16 > '%percent'; echo 17 > ' lead'
          """),
        .write("add 'a dir' 'd[1]' '#hash' '!bang' 'fo:o'"),
        .write("add \"it's\" 'dou\"ble' 'back\\slash' é 😀 'x #y' true"),
        .write("add -- -dash"),
        .write("add 'star*' %percent ' lead'"),
        .shell("git status --short --ignored"),
        .read("status"),
        .shell("rm -rf 'a dir' 'd[1]' '#hash' '!bang' 'fo:o' 😀 'x #y'"),
        .read("checkout"),
      ]),
    Story(
      "add/odd names in a directory",
      [
        .shell(
          """
          mkdir -p d/a d/é; cd d; echo 1 > a/b; echo 2 > a.txt; echo 3 > a-b; echo 4 > 'sp ace'
          echo 5 > "$(printf 'new\\nline')"; echo 6 > 'back\\slash'; echo 7 > é/ü; echo 8 > 😀
          echo 9 > 'quo"te'; echo 10 > B; echo 11 > "$(printf 'tab\\tx')"; echo 12 > "$(printf 'del\\177')"
          echo 13 > 'a/<&>'; printf x > ｆ; echo 14 > "$(printf 'e\\314\\201')"; echo 15 > "$(printf '\\303\\251x')"
          """),
        .write("add d"),
        .read("status"),
        .shell("rm -r d"),
        .read("checkout"),
        .judge("status"),
      ]),
    Story(
      "add/long names",
      [
        .shell(
          """
          long=$(printf 'a%.0s' $(seq 100)); echo 1 > "$long.txt"
          words=$(printf 'word %.0s' $(seq 20)); echo 2 > "${words}end"
          quoted=$(printf "it's: %.0s" $(seq 15)); echo 3 > "$quoted"
          mkdir d; name=$(printf 'n%.0s' $(seq 255)); echo 4 > "d/$name"
          ls | grep -v '^d$' | while read -r name; do printf '%s\\n' "$name"; done
          """),
        .write("add --glob 'a*' 'word*' it*"),
        .write("add d"),
        .write("add --glob 'd/n*'"),
        .shell("mv d/n* .; rm d.dvc"),
        .write("add --glob 'n*'"),
        .read("status"),
      ]),
    Story(
      "add/several targets",
      [
        .shell("for i in 1 2 3 4 5; do echo $i > f$i; done; mkdir d; echo 6 > d/f"),
        .write("add f1 f2 d f1"),
        .write("add f3 nope f4"),
        .shell("cat .gitignore; ls *.dvc"),
        .write("add f4 f5"),
        .read("status"),
      ]),
    Story(
      "add/by pattern",
      [
        .shell(
          """
          mkdir -p dir/sub dir/other; for f in sub/data sub/edata sub/idata sub/data1 other/data4 data5
          do echo $f > dir/$f; done; echo x > 'dir/[a]'; echo y > dir/.hidden
          """),
        .write("add --glob 'dir/sub/data*'"),
        .write("add --glob 'dir/sub/[aiou]data' 'dir/sub/?data'"),
        .write("add --glob 'dir/**/data?'"),
        .write("add --glob 'dir/**/data*'"),
        .write("add --glob 'dir/*'"),
        .write("add --glob 'zz*'"),
        .write("add --glob 'zz*' 'yy?'"),
        .write("add 'dir/sub/none*'"),
        .read("status"),
      ]),
    Story(
      "add/members of a tracked directory",
      [
        .shell("mkdir -p d/sub; echo 1 > d/a; echo 2 > d/b; echo 3 > d/sub/c"),
        .write("add d"),
        .shell("echo new > d/new; echo other > d/other; echo changed > d/a"),
        .write("add d/new"),
        .read("status"),
        .write("add d/a"),
        .shell("rm d/b"),
        .write("add d/b"),
        .read("status"),
        .shell("rm d/sub/c; echo x > d/sub/x; echo y > d/sub/y"),
        .write("add d/sub"),
        .write("add d/nope"),
        .read("status"),
        .judge("data status --granular").inAnyOrder,
        .enter("repo/d"),
        .write("add other"),
        .read("status"),
      ]),
    Story(
      "add/members of a directory that is not here",
      [
        .shell("mkdir -p d/sub; echo 1 > d/a; echo 2 > d/b; echo 3 > d/sub/c"),
        .write("add d"),
        .shell("rm -r d; mkdir d; echo new > d/new"),
        .write("add d/new"),
        .shell("rm -r d"),
        .read("checkout"),
        .read("status"),
      ]),
    Story(
      "add/without the cache",
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"),
        .write("add --no-commit f d"),
        .read("status"),
        .read("status --json").inAnyOrder,
        .write("commit -q"),
        .read("status"),
        .shell("echo changed > f"),
        .write("add --no-commit f"),
        .read("status"),
        .write("commit -f f"),
        .read("status"),
      ]),
    Story(
      "add/symbolic links",
      [
        .shell(
          """
          mkdir -p real d/inner; echo 1 > real/f; echo 2 > target; ln -s target link; ln -s real dirlink
          echo 3 > d/x; ln -s x d/filelink; ln -s ../target d/outside; ln -s inner d/innerlink; ln -s gone broken
          mkdir b; ln -s gone b/broken
          """),
        .write("add link"),
        .write("add d"),
        .write("add dirlink"),
        .write("add dirlink/f"),
        .write("add broken"),
        .write("add b"),
        .read("status"),
        .shell("rm -r d link"),
        .read("checkout"),
      ]),
    Story(
      "add/no scm", in: .noSCM,
      [
        .shell("echo 1 > f; mkdir d; echo 2 > d/a"),
        .write("add f d"),
        .read("status"),
        .shell("rm f; echo 3 > d/b"),
        .read("status"),
        .read("checkout f"),
        .write("add d"),
        .read("status --json"),
      ]),
    Story(
      "add/relinking",
      [
        .write("config cache.type hardlink"),
        .shell("echo 1 > f; echo 2 > g; mkdir d; echo 3 > d/a"),
        .write("add f d"),
        .write("add --no-relink g"),
        .read("status"),
        .write("config cache.type symlink"),
        .write("add g"),
        .shell("echo 4 > d/new"),
        .write("add d"),
        .read("status"),
        .read("checkout --relink"),
        .read("status"),
      ]),
  ]
}

extension Story {
  static let refusedAdds: [Story] = [
    Story(
      "add/refused: tracked by Git",
      [
        .shell(
          "echo 1 > g; mkdir d; echo 2 > d/a; echo 3 > d/b; git add g d/a; git commit -q -m data"),
        .write("add g"), .write("add d"), .write("add d/b"), .read("status"),
        .shell("git rm -q --cached g; git commit -q -m stop"),
        .write("add g"),
        .shell("git status --short"),
      ]),
    Story(
      "add/refused: overlapping outputs",
      [
        .shell("mkdir -p p/q; echo 1 > p/q/f; echo 2 > p/g"),
        .write("add p/q/f"), .write("add p"), .write("add p/q"),
        .shell("mkdir dd; echo 1 > dd/x"), .write("add dd"), .write("add dd.dvc"),
        .read("status"),
      ]),
    Story(
      "add/refused: ignored",
      [
        .shell("printf 'ig\\n*.tmp\\n' > .dvcignore; mkdir -p gi; echo gi/ > .gitignore"),
        .shell(
          "echo 1 > ig; echo 2 > x.tmp; echo 3 > gi/f; mkdir sub; echo '/z' > sub/.dvcignore; echo 4 > sub/z"
        ),
        .write("add ig"), .write("add x.tmp"), .write("add gi/f"), .write("add sub/z"),
        .write("add ."), .write("add .dvc"), .write("add .dvc/config"), .write("add .git"),
        .read("status"),
      ]
    ).twinOnly,
    Story(
      "add/refused: no such thing",
      [
        .write("add nope"), .write("add no/such/dir"), .write("add s3://bucket/x"),
        .write("add unsupported://x"), .write("add ''"),
        .shell("echo 'stages: {}' > dvc.yaml"), .write("add dvc.yaml"),
        .shell("echo 1 > f"), .write("add f"), .shell("rm f"), .write("add f"),
        .shell("cat f.dvc"),
      ]
    ).twinOnly,
    Story(
      "add/refused: broken documents in the project",
      [
        .shell("echo 1 > f; echo 2 > g"), .write("add f"),
        .shell("echo 'this is not: yaml: at all' >> f.dvc"), .write("add g"), .read("status"),
        .shell("printf -- '- a list\\n' > f.dvc"), .write("add g"), .read("status"),
        .shell("printf 'outs:\\n- path: f\\n  colour: red\\n' > f.dvc"), .write("add g"),
        .shell("printf 'cmd: echo\\nouts:\\n- path: f\\n' > f.dvc"), .write("add g"),
        .shell("printf 'outs:\\n- md5: 1\\n  path: f\\n' > f.dvc"), .write("add g"),
        .shell(": > f.dvc"), .write("add g"), .read("status"),
        .shell("mkdir d; echo x > d/k.dvc"), .write("add d"), .read("status"),
      ]
    ).twinOnly,
    Story(
      "add/refused: what cannot be read",
      [
        .shell("echo 0 > ok"), .write("add ok"),
        .shell("echo 1 > f; chmod 000 f; mkdir d; echo 2 > d/a; chmod 000 d/a"),
        .write("add f").differs(crashes, ignoring: [.error]),
        .write("add d").differs(crashes, ignoring: [.error]),
        .shell("chmod 644 f d/a; mkdir d/closed; echo 3 > d/closed/x; chmod 000 d/closed"),
        .write("add d").differs(crashes, ignoring: [.error]),
        .shell("chmod 755 d/closed"), .write("add f d"),
        .shell("echo changed > d/a; chmod 000 d/a"),
        .read("status").differs(crashes, ignoring: [.error]),
        .read("checkout").differs(crashes, ignoring: [.error]),
        .write("commit -f d").differs(crashes, ignoring: [.error]),
        .shell("chmod 644 d/a; chmod 555 d"),
        .read("status"), .read("checkout -f d").differs(crashes, ignoring: [.error]),
        .shell("chmod 755 d"), .read("checkout -f d"), .read("status"),
      ]),
    Story(
      "add/refused: outputs of stages",
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          stages:
            copy:
              cmd: cp a b
              deps: [a]
              outs: [b]
          END
          echo 1 > a; echo 1 > b
          """),
        .write("add b"), .write("add a"), .read("status"),
      ]
    ).twinOnly,
  ]
}

private let crashes = "DVC crashes where it may not read or write"

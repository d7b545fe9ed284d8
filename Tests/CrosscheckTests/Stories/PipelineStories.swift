extension Story {
  static let pipelines: [Story] = [
    Story(
      "pipelines/that DVC has run", in: .repositoryWithRemote,
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          # a pipeline
          vars:
          - settings.yaml
          - size: 3
          stages:
            prepare:
              cmd: mkdir -p out && cp -r data out/prep
              deps: [data]
              outs:
              - out/prep
            train:
              cmd: cat out/prep/x > model && echo '{"acc":0.5}' > metrics.json && echo ${where.name} ${size} > log
              deps:
              - out/prep
              params:
              - lr
              - settings.yaml:
                - where
              outs:
              - model:
                  desc: the model
                  persist: true
              - log:
                  cache: false
              metrics:
              - metrics.json:
                  cache: false
          END
          printf 'lr: 1e-3\\nother: null\\n' > params.yaml; printf 'where: {name: here}\\n' > settings.yaml
          mkdir data; echo 1 > data/x
          """),
        .write("add data"),
        .read("status"),
        .dvc("repro -q"),
        .shell("cat dvc.lock; git add -A; git commit -q -m run"),
        .read("status"),
        .write("push"),
        .read("status -c"),
        .shell("git clone -q . ../clone"),
        .enter("clone"),
        .read("pull"),
        .read("status"),
        .judge("status"),
        .shell(
          "echo 2 > data/x; sed -i s/1e-3/2e-3/ params.yaml; rm model; echo changed > metrics.json"),
        .read("status"),
        .read("status --json").inAnyOrder,
        .read("status train"), .read("status model"), .read("status -d train"),
        .read("status dvc.yaml"),
        .read("checkout -f data model"),
        .read("status prepare"),
        .read("checkout nothing"),
      ]),
    Story(
      "pipelines/commit", in: .repositoryWithRemote,
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          stages:
            copy:
              cmd: cp foo bar
              deps: [foo]
              params: [a, b.c]
              outs: [bar]
            more:
              cmd: cp bar baz
              deps: [bar]
              outs:
              - baz
              - dir:
                  cache: true
              always_changed: false
          END
          printf 'a: 1.0\\nb: {c: [1, two, null]}\\n' > params.yaml; echo 1 > foo; echo 1 > bar; cp bar baz; mkdir dir; echo x > dir/x
          """),
        .read("status"),
        .write("commit copy"),
        .write("commit -f copy"),
        .shell("cat dvc.lock"),
        .read("status"),
        .write("commit -f"),
        .write("commit"),
        .read("status"),
        .judge("status"),
        .shell(
          "echo 2 > foo; sed -i 's/a: 1.0/a: 1/' params.yaml; sed -i 's/cmd: cp bar/cmd: cp  bar/' dvc.yaml; echo y > dir/y"
        ),
        .read("status"),
        .write("commit -f -d more"),
        .read("status"),
        .shell("rm baz"), .write("commit -f more"), .write("commit -f :more"),
        .write("commit -f dvc.yaml:nope"),
        .write("commit -f nope"),
        .write("push"),
        .shell("rm bar; rm -r dir"), .read("checkout dvc.yaml:copy"), .read("checkout :more"),
        .read("checkout"),
      ]),
    Story(
      "pipelines/foreach and matrix", in: .repositoryWithRemote,
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          vars:
          - models: {small: {n: 1}, big: {n: 2}}
          stages:
            each:
              foreach: [a, b]
              do:
                cmd: echo ${item} > each_${item}
                outs:
                - each_${item}
            keyed:
              foreach: ${models}
              do:
                cmd: mkdir -p k/${key} && echo ${item.n} > k/${key}/n
                outs:
                - k/${key}
            grid:
              matrix:
                x: [1, 2]
                y: [p, {q: r}]
              cmd: echo ${item.x} > g_${key}
              outs:
              - g_${key}
          END
          """),
        .read("status").inAnyOrder,
        .dvc("repro -q"),
        .shell("cat dvc.lock; ls"),
        .read("status"),
        .write("push"),
        .shell("rm -r each_* k g_* .dvc/cache"),
        .read("pull each@a"),
        .read("pull each"),
        .read("pull grid@1-p"),
        .read("pull"),
        .read("status"),
        .shell("sed -i 's/n: 2/n: 3/' dvc.yaml; echo z > each_b"),
        .read("status"),
        .write("commit -f each@b"),
        .read("status each@b keyed@big"),
        .read("status each@nope"),
      ]),
    Story(
      "pipelines/parameter files",
      [
        .shell(
          """
          mkdir sub
          cat > sub/dvc.yaml <<'END'
          stages:
            s:
              cmd: cat ../in > out
              wdir: .
              deps: [../in]
              params:
              - p.json:
                - a
                - b.c
              - p.toml:
                - t.x
              - p.py:
                - N
                - C.k
              - whole.yaml:
              outs: [out]
          END
          echo '{"a": 1e2, "b": {"c": true}}' > sub/p.json; printf '[t]\\nx = [1, 2.5, "s"]\\n' > sub/p.toml
          printf 'N = 3\\nclass C:\\n    k = "v"\\n' > sub/p.py; printf 'one: 1\\nnested: {two: 2.0, date: x}\\n' > sub/whole.yaml; echo 1 > in
          """),
        .read("status"),
        .dvc("repro -q sub/dvc.yaml"),
        .shell("cat sub/dvc.lock"),
        .read("status"),
        .shell(
          "sed -i 's/1e2/100/; s/true/false/' sub/p.json; sed -i 's/2.5/2.6/' sub/p.toml; sed -i 's/N = 3/N = 4/' sub/p.py; rm sub/whole.yaml"
        ),
        .read("status"),
        .read("status --json").inAnyOrder,
        .enter("repo/sub"),
        .read("status s"),
        .shell("echo 'one: 1' > whole.yaml"),
        .write("commit -f s"),
        .shell("cat dvc.lock"),
        .read("status"),
        .enter("repo"),
        .read("status sub/dvc.yaml:s"),
        .read("status sub/out"),
      ]),
    Story(
      "pipelines/states of stages",
      [
        .shell(
          """
          cat > dvc.yaml <<'END'
          stages:
            a:
              cmd: echo 1 > a
              outs: [a]
            always:
              cmd: echo 1 > always
              deps: [in]
              outs: [always]
              always_changed: true
            frozen:
              cmd: cp in f
              deps: [in]
              outs: [f]
              # frozen: true
            nothing:
              cmd: echo hello
          END
          echo 1 > in
          """),
        .read("status"),
        .dvc("repro -q"),
        .read("status"),
        .shell("sed -i 's/# frozen/frozen/' dvc.yaml; echo 2 > in; rm a; echo 3 > f"),
        .read("status"),
        .read("status --json").inAnyOrder,
        .read("checkout"),
        .read("checkout -f"),
        .write("add a"), .write("add in"), .read("status"),
      ]),
    Story(
      "pipelines/addressing", in: .repositoryWithRemote,
      [
        .shell(
          """
          mkdir sub; echo 1 > foo; printf 'stages:\\n  copy:\\n    cmd: cp foo bar\\n    deps: [foo]\\n    outs: [bar]\\n' > dvc.yaml
          printf '  other:\\n    cmd: cp bar copy && cp bar baz\\n    deps: [bar]\\n    outs: [copy, baz]\\n' >> dvc.yaml
          printf 'stages:\\n  deep:\\n    cmd: cp ../foo x\\n    deps: [../foo]\\n    outs: [x]\\n' > sub/dvc.yaml
          """),
        .read("status -c"),
        .write("push").differs("nothing that is needed is known to be there", ignoring: [.output]),
        .dvc("repro -q -R ."),
        .shell("rm bar copy baz sub/x"), .read("checkout copy"), .read("checkout ./copy"),
        .shell("rm bar copy"), .read("checkout :copy"), .read("checkout dvc.yaml:other"),
        .shell("rm bar copy baz"), .read("checkout dvc.yaml"), .read("checkout :"),
        .read("checkout ./sub/dvc.yaml:deep"),
        .shell("rm bar copy sub/x"), .enter("repo/sub"), .read("checkout deep"),
        .read("checkout ../dvc.yaml:copy"),
        .read("checkout ../copy"), .read("status ../dvc.yaml"), .read("status -R ."),
        .enter("repo"),
        .write("push -d other"), .shell("rm bar baz"), .read("checkout -d other"),
        .read("pull -d sub/dvc.yaml:deep"),
        .read("status -d other"), .write("commit -f -R sub"), .write("push :other"),
        .write("push dvc.yaml"),
        .write("push dvc.yaml:nope"), .read("pull dvc.yaml:nope"), .read("fetch sub/x baz"),
      ]),
    Story(
      "pipelines/the run cache", in: .repositoryWithRemote,
      [
        .shell(
          """
          printf 'stages:\\n  s:\\n    cmd: cp in out\\n    deps: [in]\\n    outs: [out]\\n' > dvc.yaml; echo 1 > in
          """),
        .dvc("repro -q"), .shell("echo 2 > in"), .dvc("repro -q"),
        .write("push --run-cache"),
        .shell("cd ../storage; find . -type f | sort"),
        .write("push --run-cache").differs(
          "DVC counts what was there already", ignoring: [.output]),
        .shell("rm -r .dvc/cache out"),
        .read("fetch --run-cache"),
        .read("pull --run-cache"),
        .read("pull --run-cache"),
        .read("status"),
        .shell("rm -r .dvc/cache/runs"), .read("fetch --no-run-cache"),
        .read("fetch --run-cache s"),
      ]),
    Story(
      "pipelines/documents that are refused",
      [
        .shell("printf 'stages:\\n  a:\\n    cmd: true\\n    deps: [in]\\n' > dvc.yaml"),
        .read("status"),
        .shell("printf 'stages:\\n  a:\\n    deps: [in]\\n' > dvc.yaml"), .read("status"),
        .shell("printf 'stages:\\n  a:\\n    cmd: x\\n    outputs: [in]\\n' > dvc.yaml"),
        .read("status"),
        .shell("printf 'stages:\\n  a:\\n    cmd: x ${nope}\\n' > dvc.yaml"), .read("status"),
        .shell("printf 'stages:\\n  a:\\n    cmd: x\\n   deps: [in]\\n' > dvc.yaml"),
        .read("status"),
        .shell("printf 'stages: [a]\\n' > dvc.yaml"), .read("status"),
        .shell("printf 'stages:\\n  a:\\n    foreach: x\\n    do:\\n      cmd: y\\n' > dvc.yaml"),
        .read("status"),
        .shell("printf 'stages:\\n  a/b:\\n    cmd: x\\n' > dvc.yaml"), .read("status"),
        .shell(
          "printf 'stages:\\n  a:\\n    cmd: x\\n    outs: [o]\\n  b:\\n    cmd: x\\n    outs: [o]\\n' > dvc.yaml"
        ), .read("status"),
        .shell(
          "printf 'stages:\\n  a:\\n    cmd: x\\n    deps: [o]\\n    outs: [o]\\n' > dvc.yaml"),
        .read("status"),
        .shell("printf 'vars: [none.yaml]\\nstages:\\n  a:\\n    cmd: x\\n' > dvc.yaml"),
        .read("status"),
        .shell(
          "printf 'stages:\\n  a:\\n    cmd: x\\n    outs: [o]\\n' > dvc.yaml; printf 'schema: \"2.0\"\\nstages:\\n  a: 5\\n' > dvc.lock"
        ),
        .read("status"), .read("checkout"),
        .shell("printf 'schema: \"9.0\"\\n' > dvc.lock"), .read("status"),
        .shell("rm dvc.lock"), .read("checkout"), .read("push"),
        .read("pull a").inAnyOrder.differs("decision 8", ignoring: [.output]), .read("pull b"),
        .read("pull a --allow-missing").inAnyOrder,
      ]
    ).twinOnly,
  ]
}

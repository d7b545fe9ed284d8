extension Story {
  static let configuring: [Story] = [
    Story(
      "config/options of all levels", in: .noSCM,
      [
        .write("config core.analytics false"),
        .write("config core.analytics"),
        .write("config core.autostage True"),
        .write("config --local core.checksum_jobs 2"),
        .write("config --global cache.type 'reflink,copy'"),
        .write("config --system core.check_update false"),
        .write("config cache.type"),
        .write("config --local cache.type"),
        .write("config --project core.analytics"),
        .write("config -l"),
        .write("config -l --show-origin"),
        .write("config -l --local"),
        .write("config --show-origin core.analytics"),
        .write("config core.analytics --unset"),
        .write("config -u core.nothing"),
        .write("config -u --local core.checksum_jobs"),
        .write("config -u core.autostage"),
        .read("status"),
        .write("config"),
        .write("config -l core.analytics"),
        .write("config --local --global -l").withoutOutput,
        .write("config nonsense").withoutOutput,
        .write("config a.b.c.d 1").withoutOutput,
      ]
    ).twinOnly,
    Story(
      "config/values that are refused", in: .noSCM,
      [
        .write("config core.nothing 1"),
        .write("config nothing.x 1"),
        .write("config core.autostage maybe"),
        .write("config core.checksum_jobs 0"),
        .write("config core.checksum_jobs many"),
        .write("config cache.shared all"),
        .write("config cache.type bogus"),
        .write("config cache.type 'hardlink,bogus'"),
        .write("config remote.r.url foo://x"),
        .write("config remote.r.region x"),
        .write("config feature.x true"),
        .write("status"),
        .write("config parsing.bool x"),
        .write("config cache.slow_link_warning no"),
        .write("config -l"),
      ]
    ).twinOnly,
    Story(
      "config/files written by hand", in: .noSCM,
      [
        .shell(
          """
          cat > .dvc/config <<'END'
          # a comment
          [core]
              no_scm = true   # inline

              Remote = "Store"
          [cache]
              type = hardlink, copy
          [remote "Store"]
              url = ../storage
          ['remote "other"']
              url = "s3://bucket/a,b"
              profile = 'x # y'
          END
          """),
        .write("config -l"),
        .write("config cache.type"),
        .read("status"),
        .write("remote list"),
        .write("config core.analytics false").differs(keepsFormatting, ignoring: [.tree]),
        .write("config cache.type 'copy'").differs(keepsFormatting, ignoring: [.tree]),
        .write("config -l --show-origin"),
        .shell("printf '[core\\nremote = x\\n' > .dvc/config"),
        .write("config -l"), .read("status"),
        .shell("printf '[core]\\n    nonsense = 1\\n' > .dvc/config"),
        .write("config -l"), .read("status"), .write("config core.autostage true"),
        .shell("printf '[core]\\nkey\\n' > .dvc/config"), .read("status"),
        .shell("printf '[core]\\na = 1\\n[core]\\nb = 2\\n' > .dvc/config"), .read("status"),
      ]
    ).twinOnly,
    Story(
      "config/values that need quotes", in: .noSCM,
      [
        .write("remote add r /tmp/x"),
        .write("remote modify r url '/tmp/a,b'"),
        .write("remote modify r url '/tmp/a#b'"),
        .write("remote modify r url ' /tmp/lead'"),
        .write("remote modify r url '/tmp/trail '"),
        .write("remote modify r url '\"quoted\"'"),
        .write("remote modify r url \"it's\""),
        .write("remote modify r url \"'a' \\\"b\\\"\""),
        .write("remote modify r url 'a=b;c'"),
        .write("remote modify r url '~/data'"),
        .write("remote list"),
        .write("config remote.r.url"),
        .write("config -l"),
        .write("remote modify r url '/tmp/é😀'").differs(
          "DVC writes ASCII only and leaves an empty file", exit: 0,
          ignoring: [.output, .error, .tree]),
      ]
    ).twinOnly,
    Story(
      "config/cache dir",
      [
        .write("cache dir"),
        .write("cache dir ../cache"),
        .write("cache dir"),
        .shell("mkdir -p sub; echo 1 > f"),
        .write("add f"),
        .read("status"),
        .enter("repo/sub"),
        .write("cache dir other"),
        .write("cache dir"),
        .write("cache dir {root}/absolute --local"),
        .write("cache dir"),
        .write("cache dir -u --local"),
        .write("cache dir -u"),
        .write("cache dir -u"),
        .write("cache dir"),
        .write("cache").withoutOutput,
      ]),
  ]
}

private let keepsFormatting = "of a file formatted by hand only the changed lines change"

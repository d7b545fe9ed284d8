extension Story {
  static let checkingIgnores: [Story] = [
    Story(
      "check-ignore/patterns",
      [
        .shell(
          """
          printf '*.tmp\\n!keep.tmp\\nd/*.bin\\n/build/\\n# c\\n' > .dvcignore; mkdir -p d build sub/.dvc x.tmp
          printf 'only\\n' > d/.dvcignore; touch a.tmp keep.tmp d/q.bin build/z
          """),
        .read(
          "check-ignore a.tmp keep.tmp nope.tmp d/q.bin build build/z x .git .dvc .dvc/tmp sub sub/f ../p . d/only d/d/only x.tmp/in/deep /etc/passwd"
        ),
        .read(
          "check-ignore -d a.tmp keep.tmp nope.tmp d/q.bin build build/ build/z x .git .dvc .dvc/tmp sub sub/f ../p . d/only d/d/only x.tmp/in/deep /etc/passwd"
        ),
        .read("check-ignore -d -n keep.tmp x"), .read("check-ignore --details --non-matching x"),
        .read("check-ignore x"), .read("check-ignore keep.tmp"), .read("check-ignore -d keep.tmp"),
        .read("check-ignore -dna a.tmp keep.tmp x.tmp/q.tmp"), .read("check-ignore -q a.tmp"),
        .enter("repo/d"), .read("check-ignore -d q.bin only ../a.tmp"),
      ]),
    Story(
      "check-ignore/refused",
      [
        .read("check-ignore"), .read("check-ignore --stdin a"), .read("check-ignore -n a"),
        .read("check-ignore -a a"), .read("check-ignore -q -d a"), .read("check-ignore --stdin"),
      ]),
    Story(
      "check-ignore/outside of a project", in: .directory, [.read("check-ignore a")]
    ).twinOnly,
  ]
}

extension Story {
  static let migrating: [Story] = [
    Story(
      "migrate/objects",
      Step.dvc2Project + [
        .write("cache migrate --dry"), .write("cache migrate --dry --dvc-files"),
        .write("cache migrate"), .write("cache migrate"), .read("status"),
      ]),
    Story(
      "migrate/files",
      Step.dvc2Project + [
        .dvc("checkout -q"), .write("cache migrate --dvc-files").inAnyOrder,
        .read("status"), .write("cache migrate --dvc-files"),
        .write("cache migrate --dvc-files --dry"),
      ]),
    Story(
      "migrate/nothing to do",
      [
        .write("cache migrate"), .write("cache migrate --dry --dvc-files"),
        .write("cache migrate --dvc-files"),
      ]),
  ]
}

import SystemPackage
import TestSupport
import Testing

@testable import Commands

@Suite struct VersionReportTests {
  private let project = VersionReport.Project(
    cache: VersionReport.Cache(linkTypes: ["hardlink", "symlink"], place: "ext4 on /dev/vda"),
    remotes: ["s3", "local"], workspace: "xfs on /dev/vdb", repository: "dvc, git",
    privateDirectory: "/p/.dvc/tmp/cairn")

  @Test func hasTheLinesOfDVC() {
    let report = VersionReport(
      platform: "Linux", remoteKinds: ["local", "s3"], globalDirectory: "/g",
      systemDirectory: "/s", project: project)
    #expect(
      report.lines.joined(separator: "\n") == """
        DVC version: 3.67.1 (cairn 0.1.0)
        ---------------------------------
        Platform: Swift on Linux
        Subprojects:
        \tcairn = 0.1.0
        Supports:
        \tlocal,
        \ts3
        Config:
        \tGlobal: /g
        \tSystem: /s
        Cache types: hardlink, symlink
        Cache directory: ext4 on /dev/vda
        Caches: local
        Remotes: s3, local
        Workspace directory: xfs on /dev/vdb
        Repo: dvc, git
        Repo.site_cache_dir: /p/.dvc/tmp/cairn
        """)
  }

  @Test func saysWhenThereIsNoCacheAndNoRemote() {
    var report = VersionReport(platform: "Linux", remoteKinds: ["local"], project: project)
    report.project?.cache = nil
    report.project?.remotes = []
    #expect(report.lines.contains("Cache types: <https://error.dvc.org/no-dvc-cache>"))
    #expect(report.lines.contains("Remotes: None"))
    #expect(!report.lines.contains { $0.hasPrefix("Cache directory") })
  }
}

@Suite struct VersionCommandTests {
  private let fixture: CommandFixture

  init() async throws {
    fixture = try CommandFixture()
    try fixture.scratch.makeDirectory("sub")
  }

  @Test func tellsOfTheProgramOutsideAProject() async {
    #expect(await fixture.cairn("-q doctor") == .success)
    #expect(fixture.out.hasPrefix("DVC version: 3.67.1 (cairn 0.1.0)\n"))
    #expect(fixture.out.hasSuffix("\n\tSystem: \(fixture.scratch.path)/home/xdg/dvc\n"))
  }

  @Test func tellsOfTheProject() async throws {
    try await fixture.git("init -q")
    await fixture.cairn("init -q --subdir sub")
    let config = "['remote \"a\"']\n    url = s3://b/c\n['remote \"b\"']\n    url = ../x\n"
    try fixture.scratch.write(config, to: "sub/.dvc/config")
    try fixture.scratch.makeDirectory("sub/.dvc/cache/files/md5")
    #expect(await fixture.cairn("version", in: "sub") == .success)
    let lines = fixture.out.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("Cache types: ") && $0.hasSuffix("hardlink, symlink") })
    #expect(lines.contains { $0.hasPrefix("Cache directory: ") && $0.contains(" on ") })
    #expect(lines.contains("Remotes: s3, local"))
    #expect(lines.contains("Repo: dvc (subdir), git"))
  }

  @Test func saysWhenGitIsGone() async throws {
    try fixture.scratch.makeDirectory("sub/.dvc")
    #expect(await fixture.cairn("version", in: "sub") == .error)
    #expect(fixture.out.hasSuffix("\nRepo: dvc, git (broken)\n"))
    #expect(fixture.err == "ERROR: \(fixture.scratch.path)/sub is not a git repository\n")
  }
}

import Basics
import Pipelines
import SystemPackage
import Testing

@Suite struct StagePathTests {
  @Test(arguments: [
    ("data/x", "sub/data/x"), ("./a", "sub/a"), ("../b/", "b"), ("/project/c", "c"),
    ("s3:/x", "sub/s3:/x"),
  ])
  func placesPathsBelowTheProject(_ path: String, _ expected: String) {
    #expect(place(path) == .inside(RelativePath(expected)))
  }

  @Test(arguments: [("../../x", "/x"), ("/tmp/x", "/tmp/x"), ("/project-2", "/project-2")])
  func placesPathsElsewhere(_ path: String, _ expected: String) {
    #expect(place(path) == .outside(FilePath(expected)))
    #expect(place(path).graphPath == RelativePath(expected))
  }

  @Test(arguments: ["s3://bucket/key", "remote://name/path", "ds://dataset"])
  func leavesURLsAlone(_ url: String) {
    #expect(place(url) == .url(url))
    #expect(place(url).graphPath == nil)
  }

  private func place(_ path: String) -> StagePath {
    StagePath(path, in: "sub", root: "/project")
  }
}

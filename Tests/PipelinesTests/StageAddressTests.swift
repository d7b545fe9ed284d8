import Pipelines
import Testing

@Suite struct StageAddressTests {
  @Test(arguments: [
    ("train", nil, "train"), ("train@1", nil, "train@1"), ("dvc.yaml", "dvc.yaml", nil),
    ("sub/dvc.yaml", "sub/dvc.yaml", nil), ("data/x.dvc", "data/x.dvc", nil),
    ("sub/dvc.yaml:train", "sub/dvc.yaml", "train"), ("dvc.yaml:f@1", "dvc.yaml", "f@1"),
    (":train", nil, "train"), (":", nil, nil), ("dvc.yaml:a@", "dvc.yaml", "a"),
    ("a:b:c", "a:b", "c"), ("dvc.yaml:", nil, "dvc.yaml:"), ("foo/bar", nil, "foo/bar"),
    ("dvc.yaml:foo/bar", nil, "dvc.yaml:foo/bar"), ("foo@bar:a", nil, "foo@bar:a"),
    ("sub/dvc.yml", nil, "sub/dvc.yml"), ("sub/x.yml:a", "sub/x.yml", "a"),
    (".dvcignore", nil, ".dvcignore"),
  ])
  func readsTargets(_ target: String, _ file: String?, _ name: String?) throws {
    #expect(try StageAddress(parsing: target) == StageAddress(file: file, name: name))
  }

  @Test(arguments: [
    ("dvc.lock", "Did you mean: `dvc.yaml`?"), ("dvc.lock:a", "Did you mean: `dvc.yaml:a`?"),
    ("sub/dvc.lock:a", "Did you mean: `sub/dvc.yaml:a`?"),
  ])
  func pointsFromLockFilesToPipelineFiles(_ target: String, _ message: String) {
    #expect {
      try StageAddress(parsing: target)
    } throws: { error in
      messageText(of: error) == message
    }
  }

  @Test func showsStagesOfTheFileAtHandByNameAlone() {
    #expect(StageAddress.shown(name: "train", file: "dvc.yaml") == "train")
    #expect(StageAddress.shown(name: "train", file: "../dvc.yaml") == "../dvc.yaml:train")
  }
}

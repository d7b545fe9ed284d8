import Formats
import Testing

@Suite struct LockFileTests {
  private let source = """
    schema: '2.0'
    stages:
      train:
        cmd: "export A=1\\necho x\\n"
        deps:
        - path: out/prep
          hash: md5
          md5: b0eda99a3217cb748ab8392faf346e41.dir
          size: 6
          nfiles: 1
        params:
          params.yaml:
            big: 10000000000.0
            none:
            train:
              layers:
              - 1
              - 2
        outs:
        - path: t.sh
          hash: md5
          md5: 320cce8ccaf83b8487d6a544489d0edc
          size: 9
          isexec: true
      # of the other
      other:
        cmd: {a: b}

    """

  @Test func readsAStage() throws {
    let file = try LockFile(parsing: bytes(source.replacing("{a: b}", with: "x")), path: "dvc.lock")
    let stage = try #require(file[stage: "train"])
    #expect(file.stageNames == ["train", "other"])
    #expect(stage.cmd == "export A=1\necho x\n")
    #expect(stage.deps[0].hash == HashInfo(value: "b0eda99a3217cb748ab8392faf346e41.dir"))
    #expect(stage.params["params.yaml"]?.map?["big"] == .float(1e10))
    #expect(stage.outs[0].isExecutable)
  }

  @Test func writesAStageInPlaceAndANewOneLast() throws {
    let original = source.replacing("{a: b}", with: "'x'")
    var file = try LockFile(parsing: bytes(original), path: "dvc.lock")
    var stage = try #require(file[stage: "train"])
    stage.cmd = "true"
    stage.deps = []
    stage.params = Value.Mapping()
    stage.outs[0].content.hash?.value = "d41d8cd98f00b204e9800998ecf8427e"
    file[stage: "train"] = stage
    file[stage: "new"] = LockedStage(cmd: ["a", "b"])
    #expect(
      text(file.rendered(over: bytes(original))) == """
        schema: '2.0'
        stages:
          train:
            cmd: 'true'
            outs:
            - path: t.sh
              hash: md5
              md5: d41d8cd98f00b204e9800998ecf8427e
              size: 9
              isexec: true
          # of the other
          other:
            cmd: 'x'
          new:
            cmd:
            - a
            - b

        """)
  }

  @Test func bringsTheKeysOfAStageThatIsSetIntoOrder() throws {
    let original =
      "schema: '2.0'\nstages:\n  a:\n    outs:\n    - md5: abcd\n      path: x\n    cmd: y\n"
    var file = try LockFile(parsing: bytes(original), path: "dvc.lock")
    #expect(text(file.rendered(over: bytes(original))) == original)
    file[stage: "a"] = file[stage: "a"]
    #expect(
      text(file.rendered(over: bytes(original)))
        == "schema: '2.0'\nstages:\n  a:\n    cmd: y\n    outs:\n    - path: x\n      md5: abcd\n")
  }

  @Test func startsAFile() {
    var file = LockFile()
    file[stage: "a"] = LockedStage(cmd: "x")
    #expect(text(file.rendered()) == "schema: '2.0'\nstages:\n  a:\n    cmd: x\n")
    file[stage: "a"] = nil
    #expect(text(file.rendered()) == "schema: '2.0'\nstages: {}\n")
  }
}

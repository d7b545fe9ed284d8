import Formats
import Testing

@Suite struct PointerFileTests {
  private let directory = """
    outs:
    - md5: 9611198005a5d2903d09ba3da4447789.dir
      size: 6
      nfiles: 3
      hash: md5
      path: data

    """

  @Test func readsAndWritesADirectory() throws {
    let file = try PointerFile(parsing: bytes(directory), path: "./data.dvc")
    #expect(file.outs.count == 1)
    #expect(file.outs[0].path == "data")
    #expect(file.outs[0].hash == HashInfo(value: "9611198005a5d2903d09ba3da4447789.dir"))
    #expect(file.outs[0].size == 6)
    #expect(file.outs[0].nfiles == 3)
    #expect(!file.outs[0].content.isLegacy)
    #expect(text(file.rendered()) == directory)
  }

  @Test func writesEveryKeyInDVCsOrder() throws {
    let source = """
      meta: {a: 1}
      always_changed: true
      outs:
      - push: false
        remote: r
        persist: true
        cache: false
        meta: 3
        labels: [x, y]
        type: model
        desc: d
        fs_config: {jobs: 2}
        path: p
        hash: md5
        version_id: v
        isexec: true
        size: 7
        etag: e-tag
      frozen: true
      wdir: ..
      desc: text

      """
    let file = try PointerFile(parsing: bytes(source), path: "./p.dvc")
    #expect(
      text(file.rendered()) == """
        desc: text
        wdir: ..
        frozen: true
        outs:
        - etag: e-tag
          size: 7
          isexec: true
          version_id: v
          hash: md5
          path: p
          fs_config:
            jobs: 2
          desc: d
          type: model
          labels:
          - x
          - y
          meta: 3
          cache: false
          persist: true
          remote: r
          push: false
        always_changed: true
        meta:
          a: 1

        """)
  }

  @Test func keepsWhatAnImportSays() throws {
    let source = """
      md5: b563b5814cc23996f5702e9c42c2ad85
      frozen: true
      deps:
      - path: a
        repo:
          url: /srv/demo/reg
          rev_lock: 3ef98d52886b8505ee4bb53a78355d83a4688d83
      outs:
      - md5: b026324c6904b2a9cb4b88d6d61c81d1
        size: 2
        hash: md5
        path: a

      """
    let file = try PointerFile(parsing: bytes(source), path: "./a.dvc")
    #expect(text(file.rendered()) == source)
  }

  @Test func takesAnEmptyFile() throws {
    let file = try PointerFile(parsing: [], path: "./x.dvc")
    #expect(file == PointerFile())
  }

  @Test func knowsWhatDVC2Wrote() throws {
    let source = bytes("outs:\n- md5: b1946ac92492d2347c6235b4d2611184\n  size: 6\n  path: x\n")
    let file = try PointerFile(parsing: source, path: "./x.dvc")
    #expect(file.outs[0].content.isLegacy)
    #expect(file.rendered() == source)
  }
}

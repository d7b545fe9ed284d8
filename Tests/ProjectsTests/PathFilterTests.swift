import Basics
import Testing

@testable import Projects

@Suite struct PathFilterTests {
  private let paths = PackedPaths(
    ["a/1.json", "a/1.png", "a/deep/2.json", "b/raw/x.png", "b/x.png"].map { RelativePath($0) })

  private func chosen(_ including: [String], _ excluding: [String] = []) throws -> [String] {
    let filter = try PathFilter(including: including, excluding: excluding)
    return zip(paths, filter.choices(paths, below: RelativePath("data"))).filter { $1 }.map {
      String(decoding: $0.0, as: UTF8.self)
    }
  }

  @Test func namesMatchAtEveryDepth() throws {
    #expect(try chosen(["*.json"]) == ["a/1.json", "a/deep/2.json"])
  }

  @Test func slashesBindToTheRootOfTheProject() throws {
    #expect(try chosen(["data/a/*.json"]) == ["a/1.json"])
    #expect(try chosen(["a/*.json"]) == [])
    #expect(try chosen(["data/**/*.json"]) == ["a/1.json", "a/deep/2.json"])
  }

  @Test func directoriesMeanAllTheyHold() throws {
    #expect(try chosen(["data/b"]) == ["b/raw/x.png", "b/x.png"])
    #expect(try chosen([], ["raw/"]) == ["a/1.json", "a/1.png", "a/deep/2.json", "b/x.png"])
  }

  @Test func excludingWinsAndWithoutIncludingAllIsMeant() throws {
    #expect(try chosen(["data/a"], ["*.png", "deep"]) == ["a/1.json"])
    #expect(try chosen([]).count == 5)
  }

  @Test func exceptionsTakeBack() throws {
    #expect(try chosen(["*.json", "!2.json"]) == ["a/1.json"])
  }

  @Test func aPatternThatCannotBeReadIsRefused() {
    #expect(throws: CairnError.self) { try PathFilter(including: ["!"], excluding: []) }
  }
}

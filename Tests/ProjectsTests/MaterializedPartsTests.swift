import Basics
import Formats
import Hashing
import Testing

@testable import Projects

@Suite struct MaterializedPartsTests {
  private let parts = MaterializedParts(["a", "b/c", "d/e.txt"].map { RelativePath($0) })

  @Test(arguments: ["a", "a/x", "a/x/y", "b/c", "b/c/z", "d/e.txt"])
  func containsPartsAndWhatLiesInThem(_ path: String) {
    #expect(parts.contains(Array(path.utf8)[...]))
  }

  @Test(arguments: ["", "b", "b/d", "ab", "d/e.txt2", "d"])
  func containsNothingElse(_ path: String) {
    #expect(!parts.contains(Array(path.utf8)[...]))
  }

  @Test func isReadAsItIsWritten() {
    #expect(MaterializedParts(parsing: parts.rendered) == parts)
    #expect(MaterializedParts(parsing: MaterializedParts.none.rendered) == .none)
    #expect(MaterializedParts.none.isEmpty)
  }

  @Test func whatIsAbsentStaysUnlessSomethingIsInItsPlace() {
    func tree(_ names: [String]) -> TreeObject {
      TreeObject(
        unsorted: names.map { (RelativePath($0), TreeObject(unsorted: []).id.digest) })
    }
    let recorded = tree(["a/1", "b/2", "c", "e/f"])
    let present = tree(["a/new", "c/now a directory", "e"])
    #expect(
      present.addingAbsentEntries(of: recorded, besides: parts).paths.map {
        String(decoding: $0, as: UTF8.self)
      } == ["a/new", "b/2", "c/now a directory", "e"])
  }
}

import Basics
import Formats
import Hashing
import Testing

@Suite struct TreeMergeTests {
  private func tree(_ files: [String: String]) -> TreeObject {
    TreeObject(unsorted: files.map { (RelativePath($0.key), Digest(of: $0.value.utf8)) })
  }

  private let base = ["a": "1", "b": "2", "sub/c": "3"]

  private func merge(_ ours: [String: String?], _ theirs: [String: String?]) -> TreeMerge {
    func changed(_ changes: [String: String?]) -> TreeObject {
      var files = base
      for (path, content) in changes { files[path] = content }
      return tree(files)
    }
    return TreeMerge(ancestor: tree(base), ours: changed(ours), theirs: changed(theirs))
  }

  @Test func takesWhatOneSideChanged() {
    let merge = merge(["a": "11", "new": "9"], ["sub/c": nil, "other": "8"])
    #expect(merge.conflicts.isEmpty)
    #expect(merge.merged == tree(["a": "11", "b": "2", "new": "9", "other": "8"]))
  }

  @Test func takesWhatBothSidesDidAlike() {
    let merge = merge(["a": "11", "b": nil, "new": "9"], ["a": "11", "b": nil, "new": "9"])
    #expect(merge.conflicts.isEmpty)
    #expect(merge.merged == tree(["a": "11", "sub/c": "3", "new": "9"]))
  }

  @Test func namesWhatBothSidesChangedInOtherWays() {
    let merge = merge(
      ["sub/c": "33", "a": "11", "new": "9"], ["sub/c": "34", "a": nil, "new": "99"])
    #expect(merge.conflicts == ["a", "new", "sub/c"].map { RelativePath($0) })
  }

  @Test func aFileCannotBeADirectoryToo() {
    #expect(merge(["new": "9"], ["new/file": "8"]).conflicts == [RelativePath("new")])
  }

  @Test func mergesWithoutACommonAncestor() {
    let merge = TreeMerge(ancestor: .empty, ours: tree(["a": "1"]), theirs: tree(["b": "2"]))
    #expect(merge.merged == tree(["a": "1", "b": "2"]) && merge.conflicts.isEmpty)
  }
}

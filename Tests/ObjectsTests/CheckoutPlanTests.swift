import Basics
import Formats
import Hashing
import Objects
import Testing

@Suite struct CheckoutPlanTests {
  private func tree(_ files: [(String, String)]) -> TreeObject {
    TreeObject(unsorted: files.map { (RelativePath($0.0), Digest(of: $0.1.utf8)) })
  }

  @Test func tellsApartWhatIsNewChangedKeptAndGone() {
    let current = tree([("a", "1"), ("b", "2"), ("c", "3")])
    let wanted = tree([("a", "1"), ("b", "changed"), ("d", "4")])
    let plan = CheckoutPlan(current: current, wanted: wanted)
    #expect(plan.kept == [.init(wanted: 0, current: 0)])
    #expect(plan.replacements == [.init(wanted: 1, current: 1)])
    #expect(plan.creations == [2])
    #expect(plan.deletions == [2])
    #expect(plan.neededIndices == [1, 2])
    #expect(plan.overwrittenIndices == [1, 2])
  }

  @Test func hasNothingToDoForEqualTrees() {
    let tree = tree([("a", "1"), ("d/b", "2")])
    #expect(CheckoutPlan(current: tree, wanted: tree).isEmpty)
  }

  @Test func turnsAFileIntoADirectory() {
    let plan = CheckoutPlan(
      current: .file(Digest(of: "x".utf8)), wanted: tree([("a", "1"), ("b", "2")]))
    #expect(plan.deletions == [0])
    #expect(plan.creations == [0, 1])
  }
}

import Basics
import Pipelines
import Testing

/// Messages as observed from DVC 3.67.1 (`dvc dag` on such pipelines).
@Suite struct StageGraphTests {
  @Test func findsTheStagesThatAStageDependsOn() throws {
    let graph = try StageGraph([
      node("same", deps: ["data"]), node("inside", deps: ["data/part"]),
      node("around", deps: ["models"]), node("other", deps: ["elsewhere", "dat", "data2"]),
      node("data", outs: ["data"]), node("a", outs: ["models/a"]), node("b", outs: ["models/b"]),
      node("near", outs: ["models-old"]),
    ])
    #expect(graph.dependencies == [[4], [4], [5, 6], [], [], [], [], []])
  }

  @Test func refusesAnOutputOfTwoStages() {
    expect(
      [node("a", outs: ["o"]), node("b", outs: ["p", "o"])],
      """
      output 'o' is specified in:
      \t- a
      \t- b
      Use `dvc remove` with any of the above targets to stop tracking the overlapping output.
      """)
  }

  @Test func refusesAnOutputTwiceInAStage() {
    expect(
      [node("a", outs: ["o", "o"])],
      """
      output 'o' is already specified in stage: 'a'.
      Use `dvc remove a` to stop tracking the overlapping output.
      """)
  }

  @Test(arguments: [["o", "o/p"], ["o/p", "o"]])
  func refusesAnOutputInsideAnother(_ outputs: [String]) {
    let owners = outputs[0] == "o" ? ["a", "b"] : ["b", "a"]
    expect(
      [node("a", outs: [outputs[0]]), node("b", outs: [outputs[1]])],
      """
      The output paths:
      'o'('\(owners[0])')
      'o/p'('\(owners[1])')
      overlap and are thus in the same tracked directory.
      To keep reproducibility, outputs should be in separate tracked directories or tracked \
      individually.
      """)
  }

  @Test func reportsTheFirstConflictInTheOrderOfTheStages() {
    let message = failure([
      node("b", outs: ["q"]), node("a", outs: ["q/1"]), node("d", outs: ["p"]),
      node("e", outs: ["p"]),
    ])
    #expect(message?.hasPrefix("The output paths:\n'q'('b')\n'q/1'('a')\n") == true)
  }

  @Test func refusesAStageFileInsideAnOutput() {
    expect(
      [node("sub/dvc.yaml:c", outs: ["sub"], file: "sub/dvc.yaml")],
      "stage: 'sub/dvc.yaml:c' is within an output 'sub' of another stage")
    expect(
      [
        node("a/dvc.yaml:c", outs: ["b"], file: "a/dvc.yaml"),
        node("b/dvc.yaml:d", outs: ["a"], file: "b/dvc.yaml"),
      ], "stage: 'a/dvc.yaml:c' is within an output 'a' of another stage")
  }

  @Test(arguments: ["o", "o/p", "d"])
  func refusesAnOutputThatIsADependencyOfItsStage(_ dependency: String) {
    expect(
      [node("b", outs: ["o", "d/e"], deps: [dependency])],
      "Same item(s) are defined as both a dependency and an output in stage: b.")
  }

  @Test func refusesCycles() {
    expect(
      [node("a", outs: ["o"], deps: ["p"]), node("b", outs: ["p"], deps: ["o"])],
      "Same item(s) are defined as both a dependency and an output in stages: a, b.")
    expect(
      [
        node("start", deps: ["ao"]), node("a", outs: ["ao"], deps: ["q"]),
        node("m", outs: ["q"], deps: ["z", "p"]), node("n", outs: ["p"], deps: ["q"]),
        node("z", outs: ["z"]),
      ], "Same item(s) are defined as both a dependency and an output in stages: m, n.")
  }

  @Test func sharedDependenciesAreNoCycle() throws {
    let graph = try StageGraph([
      node("top", deps: ["l", "r"]), node("l", outs: ["l"], deps: ["base"]),
      node("r", outs: ["r"], deps: ["base", "l"]), node("base", outs: ["base"]),
    ])
    #expect(graph.dependencies == [[1, 2], [3], [1, 3], []])
  }

  @Test func handlesLongPipelines() throws {
    let nodes = (0..<100_000).map { node("s\($0)", outs: ["o\($0)"], deps: ["o\($0 + 1)"]) }
    let graph = try StageGraph(nodes)
    #expect(graph.dependencies[0] == [1])
    #expect(graph.dependencies[99_999] == [])
  }

  @Test func showsPathsAsAsked() {
    let message = failure([node("a", outs: ["sub/o"]), node("b", outs: ["sub/o"])]) { _ in "o" }
    #expect(message?.hasPrefix("output 'o' is specified in:") == true)
  }
}

private func node(
  _ address: String, outs: [String] = [], deps: [String] = [], file: String = "dvc.yaml"
) -> StageGraph.Node {
  StageGraph.Node(
    address: address, file: RelativePath(file), outputs: outs.map { RelativePath($0) },
    dependencies: deps.map { RelativePath($0) })
}

private func failure(
  _ nodes: [StageGraph.Node], shown: (RelativePath) -> String = { $0.string }
) -> String? {
  do {
    _ = try StageGraph(nodes, shown: shown)
    return nil
  } catch {
    return error.message
  }
}

private func expect(
  _ nodes: [StageGraph.Node], _ message: String, at location: SourceLocation = #_sourceLocation
) {
  #expect(failure(nodes) == message, sourceLocation: location)
}

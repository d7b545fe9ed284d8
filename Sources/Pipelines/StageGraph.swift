package import Basics

/// Which stage depends on which, for all stages of a project.
///
/// A stage depends on every stage that has an output which is, contains or lies inside one of its
/// dependencies.
package struct StageGraph: Sendable {
  /// What the graph needs to know of a stage.
  ///
  /// Paths are relative to the project's root; one outside of it is given with its leading `/`.
  package struct Node: Sendable {
    /// As messages name the stage: `train`, `sub/dvc.yaml:train`, `data.dvc`.
    package var address: String
    /// The `.dvc` or pipeline file.
    package var file: RelativePath
    package var outputs: [RelativePath]
    /// Files, directories and parameter files.
    package var dependencies: [RelativePath]

    package init(
      address: String, file: RelativePath, outputs: [RelativePath] = [],
      dependencies: [RelativePath] = []
    ) {
      self.address = address
      self.file = file
      self.outputs = outputs
      self.dependencies = dependencies
    }
  }

  package let nodes: [Node]
  /// For each node the indices of the nodes that it depends on, in ascending order.
  package let dependencies: [[Int]]

  /// Builds the graph and checks it as DVC 3.67.1 does (dvc-format §12.4): no output twice or inside
  /// another, no stage file inside an output, no cycle.
  ///
  /// - Parameter shown: a path as messages show it.
  /// - Throws: the first violation, in DVC's words.
  package init(
    _ nodes: [Node], shown: (RelativePath) -> String = { $0.string }
  ) throws(CairnError) {
    let outputs = try OutputTable(nodes, shown: shown)
    try outputs.checkFiles(of: nodes, shown: shown)
    let dependencies = nodes.map { outputs.owners(overlapping: $0.dependencies) }
    if let cycle = firstCycle(in: dependencies) {
      throw Self.cycleError(cycle.map { nodes[$0].address })
    }
    self.nodes = nodes
    self.dependencies = dependencies
  }

  private static func cycleError(_ addresses: [String]) -> CairnError {
    let noun = addresses.count == 1 ? "stage" : "stages"
    return CairnError(
      "Same item(s) are defined as both a dependency and an output in \(noun): "
        + "\(addresses.joined(separator: ", ")).")
  }
}

/// The nodes of a cycle, each depending on the next; nil when there is none.
///
/// - Parameter successors: for each node those that it depends on.
private func firstCycle(in successors: [[Int]]) -> [Int]? {
  var isDone = [Bool](repeating: false, count: successors.count)
  var depth = [Int?](repeating: nil, count: successors.count)
  for start in successors.indices where !isDone[start] {
    var path: [(node: Int, next: Int)] = [(start, 0)]
    depth[start] = 0
    while let (node, next) = path.last {
      guard next < successors[node].count else {
        path.removeLast()
        depth[node] = nil
        isDone[node] = true
        continue
      }
      path[path.count - 1].next += 1
      let successor = successors[node][next]
      if let first = depth[successor] { return path[first...].map(\.node) }
      if isDone[successor] { continue }
      depth[successor] = path.count
      path.append((successor, 0))
    }
  }
  return nil
}

internal import Basics

/// The outputs of all stages by path, none of them twice and none inside another.
struct OutputTable {
  /// The stage that has the output at a path.
  private var owners: [RelativePath: Int] = [:]
  /// The first output below a directory.
  private var firstBelow: [RelativePath: RelativePath] = [:]
  private var sorted: [RelativePath] = []

  /// - Throws: DVC's error for the first output that meets an earlier one.
  init(
    _ nodes: [StageGraph.Node], shown: (RelativePath) -> String
  ) throws(CairnError) {
    for (index, node) in nodes.enumerated() {
      for output in node.outputs {
        if let owner = owners[output] {
          throw duplicate(shown(output), nodes[owner].address, node.address)
        }
        if let (parent, child) = overlap(with: output) {
          let names = [parent, child].map {
            "'\(shown($0))'('\(nodes[owners[$0] ?? index].address)')"
          }
          throw overlapping(names)
        }
        insert(output, owner: index)
      }
    }
    sorted = owners.keys.sorted()
  }

  private mutating func insert(_ output: RelativePath, owner: Int) {
    owners[output] = owner
    for directory in output.ancestors where firstBelow[directory] == nil {
      firstBelow[directory] = output
    }
  }

  private func overlap(
    with output: RelativePath
  ) -> (parent: RelativePath, child: RelativePath)? {
    if let child = firstBelow[output] { return (output, child) }
    guard let parent = output.ancestors.first(where: { owners[$0] != nil }) else { return nil }
    return (parent, output)
  }
}

extension OutputTable {
  /// Refuses stages whose file lies inside an output, their own included.
  func checkFiles(
    of nodes: [StageGraph.Node], shown: (RelativePath) -> String
  ) throws(CairnError) {
    for node in nodes {
      guard let output = node.file.ancestors.first(where: { owners[$0] != nil }) else { continue }
      throw CairnError(
        "stage: '\(node.address)' is within an output '\(shown(output))' of another stage")
    }
  }

  /// The stages with an output that is, contains or lies inside one of `paths`, in ascending order.
  func owners(overlapping paths: [RelativePath]) -> [Int] {
    var found: Set<Int> = []
    for path in paths {
      for place in [path] + path.ancestors { if let owner = owners[place] { found.insert(owner) } }
      for output in outputs(below: path) { if let owner = owners[output] { found.insert(owner) } }
    }
    return found.sorted()
  }

  private func outputs(below directory: RelativePath) -> ArraySlice<RelativePath> {
    if firstBelow[directory] == nil { return [] }
    let prefix = directory.isRoot ? [] : directory.bytes + [UInt8(ascii: "/")]
    let start = sorted.partitionPoint { !$0.bytes.lexicographicallyPrecedes(prefix) }
    return sorted[start...].prefix { $0.bytes.starts(with: prefix) }
  }
}

extension RelativePath {
  /// The directories above the path, from the nearest to the root.
  fileprivate var ancestors: [RelativePath] {
    var ancestors: [RelativePath] = []
    var path = self
    while !path.isRoot {
      path = path.parent
      ancestors.append(path)
    }
    return ancestors
  }
}

extension Array {
  /// The first index whose element, and all after it, fulfil the condition.
  fileprivate func partitionPoint(_ condition: (Element) -> Bool) -> Int {
    var range = indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        condition(self[middle])
        ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }
}

private func duplicate(_ output: String, _ first: String, _ second: String) -> CairnError {
  if first == second {
    return CairnError(
      """
      output '\(output)' is already specified in stage: '\(first)'.
      Use `dvc remove \(first)` to stop tracking the overlapping output.
      """)
  }
  return CairnError(
    """
    output '\(output)' is specified in:
    \t- \(first)
    \t- \(second)
    Use `dvc remove` with any of the above targets to stop tracking the overlapping output.
    """)
}

private func overlapping(_ names: [String]) -> CairnError {
  CairnError(
    """
    The output paths:
    \(names.joined(separator: "\n"))
    overlap and are thus in the same tracked directory.
    To keep reproducibility, outputs should be in separate tracked directories or tracked \
    individually.
    """)
}

/// What `dvc.lock` says of one stage: the command that ran, and what went in and came out.
package struct LockedStage: Sendable, Equatable {
  /// A string or a list of strings.
  package var cmd: Value
  package var deps: [DependencyEntry] = []
  /// By parameter file, the values of its keys.
  package var params = Value.Mapping()
  package var outs: [OutputEntry] = []

  package init(cmd: Value) {
    self.cmd = cmd
  }

  /// Reads a stage that fits the schema.
  package init(reading stage: Value.Mapping) {
    cmd = stage["cmd"] ?? .null
    deps = (stage["deps"]?.array ?? []).compactMap { $0.map.map(DependencyEntry.init(reading:)) }
    params = stage["params"]?.map ?? Value.Mapping()
    outs = (stage["outs"]?.array ?? []).compactMap { $0.map.map(OutputEntry.init(reading:)) }
  }

  /// The stage as DVC writes it; entries stay in their order.
  package var value: Value {
    var stage = Value.Mapping()
    stage["cmd"] = cmd
    if !deps.isEmpty { stage["deps"] = .array(deps.map { $0.toValue(order: .lock) }) }
    if !params.isEmpty { stage["params"] = .map(params) }
    if !outs.isEmpty { stage["outs"] = .array(outs.map { $0.toValue(order: .lock) }) }
    return .map(stage)
  }
}

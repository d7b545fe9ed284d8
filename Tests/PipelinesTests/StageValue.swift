import Formats
import Pipelines
import SystemPackage

extension ResolvedStage {
  /// The stage in the form of the fixtures: what is as if it were not written is left out.
  var value: Value {
    var value = Value.Mapping()
    value["name"] = .string(name)
    value["cmd"] = cmd
    value["wdir"] = .string(directory.isEmpty ? "." : directory.string)
    if !deps.isEmpty { value["deps"] = .array(deps.map(Value.string)) }
    if !params.isEmpty { value["params"] = .array(params.map(\.value)) }
    if !outs.isEmpty { value["outs"] = .array(outs.map(\.value)) }
    if frozen { value["frozen"] = true }
    if alwaysChanged { value["always_changed"] = true }
    if let desc, !desc.isEmpty { value["desc"] = .string(desc) }
    if let meta, !meta.isNull { value["meta"] = meta }
    return .map(value)
  }
}

extension ParamsDependency {
  fileprivate var value: Value {
    [.string(file), .array(keys.map(Value.string))]
  }
}

extension StageOutput {
  fileprivate var value: Value {
    var value = Value.Mapping()
    value["path"] = .string(path)
    if kind != .out { value["kind"] = .string(kind.rawValue) }
    if !plot.isEmpty { value["plot"] = .map(plot) }
    if !cache { value["uncached"] = true }
    if persist { value["persist"] = true }
    if let remote { value["remote"] = .string(remote) }
    if !push { value["unpushed"] = true }
    if let desc { value["desc"] = .string(desc) }
    if let type { value["type"] = .string(type) }
    if !labels.isEmpty { value["labels"] = .array(labels.map(Value.string)) }
    if let meta { value["meta"] = meta }
    return .map(value)
  }
}

extension TopLevel {
  /// The lists that are not empty.
  var value: Value {
    var value = Value.Mapping()
    if !params.isEmpty { value["params"] = .array(params) }
    if !metrics.isEmpty { value["metrics"] = .array(metrics) }
    if !plots.isEmpty { value["plots"] = .array(plots) }
    if !artifacts.isEmpty { value["artifacts"] = .map(artifacts) }
    if !datasets.isEmpty { value["datasets"] = .array(datasets) }
    return .map(value)
  }
}

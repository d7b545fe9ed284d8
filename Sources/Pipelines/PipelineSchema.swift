internal import Formats

extension Schema {
  /// `dvc.yaml` as DVC 3.67.1 accepts it (dvc-format §12), before anything in it is resolved.
  static let pipelineFile: Schema = .mapping([
    optional("stages", .keyed(stage)), optional("vars", variables),
    optional("params", .items([.string])), optional("metrics", .items([.string])),
    optional("plots", .items([.oneOf([.string, .keyed(.oneOf([topLevelPlot, .null]))])])),
    optional("artifacts", .keyed(.mapping(annotationFields + [required("path", .string)]))),
    optional("datasets", .any),
  ])

  private static let variables: Schema = .items([.oneOf([.dictionary, .string])])

  private static let stage: Schema = .chosen { entry in
    let isGroup = entry.map.map { $0["foreach"] != nil || $0["do"] != nil } ?? false
    return isGroup ? foreachStage : plainStage
  }

  private static let foreachStage: Schema = .mapping([
    required("foreach", .oneOf([.dictionary, .list, .string])), required("do", plainStage),
  ])

  private static let plainStage: Schema = .mapping([
    required("cmd", .oneOf([.string, .list])), optional("wdir", .string),
    optional("deps", .items([.string])),
    optional("params", .items([.oneOf([.string, .dictionary])])),
    optional("outs", outputs(outputFlags)), optional("metrics", outputs(outputFlags)),
    optional("plots", outputs(.oneOf([plotFlags, .items([plotFlags])]))),
    optional("vars", variables), optional("frozen", .boolean),
    optional("always_changed", .boolean), optional("desc", .string), optional("meta", .any),
    optional("matrix", .keyed(.oneOf([.string, .list]))),
  ])

  private static func outputs(_ flags: Schema) -> Schema {
    .items([.oneOf([.string, .keyed(flags)])])
  }

  private static let outputFields =
    annotationFields + [
      optional("cache", .boolean), optional("persist", .boolean), optional("remote", .string),
      optional("push", .boolean), optional("checkpoint", .boolean),
    ]

  private static let outputFlags: Schema = .mapping(outputFields)

  private static let plotFlags: Schema = .mapping(
    outputFields + plotTexts + [
      optional("x", .string), optional("y", .string), optional("header", .boolean),
    ])

  private static let plotTexts: [Field] = [
    optional("template", .string), optional("x_label", .string), optional("y_label", .string),
    optional("title", .string),
  ]

  private static let topLevelPlot: Schema = .mapping(
    plotTexts + [
      optional("x", .oneOf([.string, .keyed(.string)])),
      optional("y", .oneOf([.string, .items([.string]), .keyed(columns)])),
    ])

  private static let columns: Schema = .oneOf([.string, .items([.string])])
}

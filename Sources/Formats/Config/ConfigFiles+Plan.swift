extension ConfigFiles {
  /// Plans what `request` asks for. As with DVC, a file that cannot be read fails every request,
  /// whatever level it is about.
  package func plan(_ request: ConfigRequest) throws(ConfigError) -> ConfigPlan {
    try plan(request, keepsFormatting: true)
  }

  /// - Parameter keepsFormatting: whether comments and the like are kept in files formatted by hand,
  ///   where DVC would write the whole file anew.
  func plan(
    _ request: ConfigRequest, keepsFormatting: Bool
  ) throws(ConfigError) -> ConfigPlan {
    _ = try ConfigStack(dvc, schema: .dvc, surroundings)
    if let plan = try ConfigReader(files: self).plan(request) { return plan }
    var editor = ConfigEditor(files: self, isOurs: request.isOurs, keepsFormatting: keepsFormatting)
    do {
      try editor.apply(request)
    } catch {
      let plan = editor.plan
      if plan.writes.isEmpty && plan.output.isEmpty && plan.warnings.isEmpty { throw error }
      editor.plan.failure = error
    }
    return editor.plan
  }
}

extension ConfigRequest {
  fileprivate var isOurs: Bool {
    switch self {
    case .show(let name, _, _), .set(let name, _, _), .unset(let name, _): name.isOurs
    default: false
    }
  }
}

/// How Git reads the values of its configuration.
enum GitConfiguration {
  /// Whether a boolean value means yes; a key without a value does.
  static func isTrue(_ value: String?) -> Bool {
    guard let value = value?.lowercased() else { return false }
    return ["true", "yes", "on", ""].contains(value) || (Int(value) ?? 0) != 0
  }
}

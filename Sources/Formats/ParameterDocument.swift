package import Basics

/// What a parameter file says: YAML, JSON, TOML, or the literals of a Python file.
package struct ParameterDocument: Sendable, Equatable {
  /// Tuples are arrays here.
  package var value: Value
  /// What DVC 3.67.1 can read from a Python file but not hold in a variable, by dotted name: the
  /// Python type (`tuple`, `set`).
  package var foreignTypes: [(key: String, type: String)] = []

  /// Parses the file that is shown as `name` in messages; the ending of the name decides how.
  package init(parsing bytes: [UInt8], name: String) throws(ParameterFileError) {
    switch ParameterFormat(fileName: name) {
    case .yaml: value = try Self.yaml(bytes, name)
    case .json: value = try Self.json(bytes, name)
    case .toml: value = .map(try Self.toml(bytes, name))
    case .python:
      let parameters = try Self.python(bytes, name)
      value = .map(parameters.values)
      foreignTypes = parameters.foreignTypes
    }
  }

  package static func == (left: ParameterDocument, right: ParameterDocument) -> Bool {
    left.value == right.value && left.foreignTypes.elementsEqual(right.foreignTypes, by: ==)
  }

  private static func yaml(_ bytes: [UInt8], _ name: String) throws(ParameterFileError) -> Value {
    do {
      return try YAMLDocument(bytes: bytes).value
    } catch {
      throw ParameterFileError(name: name, format: .yaml, detail: error.pythonText(in: bytes))
    }
  }

  private static func json(_ bytes: [UInt8], _ name: String) throws(ParameterFileError) -> Value {
    do {
      return try parseJSON(bytes)
    } catch {
      throw ParameterFileError(name: name, format: .json, detail: error.description)
    }
  }
}

extension ParameterDocument {
  private static func toml(
    _ bytes: [UInt8], _ name: String
  ) throws(ParameterFileError) -> Value.Mapping {
    do {
      return try parseTOML(bytes)
    } catch {
      let place = "at byte \(error.offset): \(error.detail)"
      throw ParameterFileError(name: name, format: .toml, detail: nil, hints: [place])
    }
  }

  private static func python(
    _ bytes: [UInt8], _ name: String
  ) throws(ParameterFileError) -> PythonParameters {
    do {
      return try PythonParameters(parsing: bytes)
    } catch {
      throw ParameterFileError(name: name, format: .python, detail: nil)
    }
  }
}

/// How a parameter file is written.
package enum ParameterFormat: String, Sendable {
  case yaml = "YAML"
  case json = "JSON"
  case toml = "TOML"
  case python = "Python"

  /// Goes by the ending; what has another one is YAML.
  package init(fileName: String) {
    let ending = fileName.split(separator: ".", omittingEmptySubsequences: false).last
    switch ending?.lowercased() {
    case "json": self = .json
    case "toml": self = .toml
    case "py": self = .python
    default: self = .yaml
    }
  }
}

/// A parameter file that cannot be parsed.
package struct ParameterFileError: UserFacingError, Sendable, Equatable {
  package var name: String
  package var format: ParameterFormat
  /// The words of DVC's parser, where it has any.
  package var detail: String?
  package var hints: [String] = []

  package var userError: CairnError {
    CairnError(
      "unable to read: '\(name)', \(format.rawValue) file structure is corrupted"
        + (detail.map { ": \($0)" } ?? ""), hints: hints)
  }
}

extension Value {
  /// The name of the Python type that DVC holds the value in.
  package var pythonTypeName: String {
    switch self {
    case .null: "NoneType"
    case .bool: "bool"
    case .integer, .bigInteger: "int"
    case .float: "float"
    case .string: "str"
    case .timestamp(let text): timestampType(text)
    case .array: "list"
    case .map: "dict"
    }
  }
}

private func timestampType(_ text: String) -> String {
  if text.utf8.dropFirst(2).first == UInt8(ascii: ":") { return "time" }
  return text.utf8.count > 10 ? "datetime" : "date"
}

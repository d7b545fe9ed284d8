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
    case .toml: throw ParameterFileError(name: name, format: .toml, detail: "not built yet")
    case .python: throw ParameterFileError(name: name, format: .python, detail: "not built yet")
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
  /// The parser's words.
  package var detail: String

  package var userError: CairnError {
    CairnError(
      "unable to read: '\(name)', \(format.rawValue) file structure is corrupted: \(detail)")
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

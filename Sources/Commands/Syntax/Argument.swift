import Basics
import Formats

/// One option or positional of `Command`: its shape, its help, and the property it sets.
package struct Argument<Command: Sendable>: Sendable {
  typealias Store = @Sendable (inout Command, _ name: String, [String]) throws(UsageError) -> Void

  var shape: ArgumentShape
  var placeholder: String
  var help: String
  var store: Store

  /// An option without a value that sets `property`.
  package static func flag(
    _ names: String..., set property: any WritableKeyPath<Command, Bool> & Sendable, _ help: String
  ) -> Self {
    option(names, .none, "", help) { command, _, _ in command[keyPath: property] = true }
  }

  /// An option that excludes the others of its group and sets `property` to `value`.
  package static func choice<Value: Sendable>(
    _ names: String..., group: String, set property: any WritableKeyPath<Command, Value> & Sendable,
    to value: Value, _ help: String
  ) -> Self {
    var argument = option(names, .none, "", help) { command, _, _ in
      command[keyPath: property] = value
    }
    argument.shape.group = group
    return argument
  }

  /// `--name` and `--no-name`; the last one counts.
  package static func onOff(
    _ name: String, set property: any WritableKeyPath<Command, Bool?> & Sendable, _ help: String
  ) -> Self {
    option(["--" + name, "--no-" + name], .none, "", help) { command, typed, _ in
      command[keyPath: property] = !typed.utf8.starts(with: "--no-".utf8)
    }
  }

  /// An option with one value of text; the last one counts.
  package static func text(
    _ names: String..., placeholder: String,
    set property: any WritableKeyPath<Command, String?> & Sendable, oneOf choices: [String]? = nil,
    _ help: String
  ) -> Self {
    let label = names.joined(separator: "/")
    return option(names, .one, placeholder, help) { command, _, values throws(UsageError) in
      command[keyPath: property] = try checked(values[0], choices, label)
    }.offering(choices)
  }

  /// An option with a value that may be left out, which then is `bare`.
  package static func text(
    _ names: String..., placeholder: String, bare: String,
    set property: any WritableKeyPath<Command, String?> & Sendable,
    oneOf choices: [String]? = nil, _ help: String
  ) -> Self {
    let label = names.joined(separator: "/")
    return option(names, .optional, placeholder, help) { command, _, values throws(UsageError) in
      command[keyPath: property] = try checked(values.first ?? bare, choices, label)
    }
  }

  /// An option that takes all words up to the next option; the last one counts.
  package static func words(
    _ names: String..., placeholder: String,
    set property: any WritableKeyPath<Command, [String]> & Sendable, _ help: String
  ) -> Self {
    option(names, .any, placeholder, help) { command, _, values in
      command[keyPath: property] = values
    }
  }

  /// An option with one integer.
  package static func number(
    _ names: String..., placeholder: String = "<number>",
    set property: any WritableKeyPath<Command, Int?> & Sendable, _ help: String
  ) -> Self {
    let label = names.joined(separator: "/")
    return option(names, .one, placeholder, help) { command, _, values throws(UsageError) in
      guard let number = pythonInteger(values[0]) else {
        throw .argument(label, "invalid int value: \(pythonQuoted(values[0]))")
      }
      command[keyPath: property] = number
    }
  }

  /// An option with a number of bytes, which may have a unit.
  package static func byteCount(
    _ names: String..., placeholder: String = "<bytes>",
    set property: any WritableKeyPath<Command, Int?> & Sendable, _ help: String
  ) -> Self {
    let label = names.joined(separator: "/")
    return option(names, .one, placeholder, help) { command, _, values throws(UsageError) in
      guard let number = Formats.byteCount(values[0]) else {
        throw .argument(label, "invalid int value: \(pythonQuoted(values[0]))")
      }
      command[keyPath: property] = number
    }
  }

  /// An option with one value of text that may be given often.
  package static func repeated(
    _ names: String..., placeholder: String,
    into property: any WritableKeyPath<Command, [String]> & Sendable,
    oneOf choices: [String]? = nil,
    _ help: String
  ) -> Self {
    let label = names.joined(separator: "/")
    return option(names, .one, placeholder, help) { command, _, values throws(UsageError) in
      command[keyPath: property].append(try checked(values[0], choices, label))
    }.offering(choices)
  }

  /// An option with one value of text that must be given.
  package static func requiredText(
    _ name: String, placeholder: String,
    set property: any WritableKeyPath<Command, String> & Sendable, _ help: String
  ) -> Self {
    var argument = option([name], .one, placeholder, help) { command, _, values in
      command[keyPath: property] = values[0]
    }
    argument.shape.isRequired = true
    return argument
  }

  /// Each word that no option takes.
  package static func positionals(
    _ name: String, atLeastOne: Bool = false,
    into property: any WritableKeyPath<Command, [String]> & Sendable, _ help: String
  ) -> Self {
    positional(name, atLeastOne ? .atLeastOne : .any, help) { command, _, values in
      command[keyPath: property] = values
    }
  }

  /// One word that must be there.
  package static func required(
    _ name: String, into property: any WritableKeyPath<Command, String> & Sendable, _ help: String
  ) -> Self {
    positional(name, .one, help) { command, _, values in command[keyPath: property] = values[0] }
  }

  /// One word that may be there.
  package static func optional(
    _ name: String, into property: any WritableKeyPath<Command, String?> & Sendable, _ help: String,
    check: (@Sendable (String) throws(UsageError) -> Void)? = nil
  ) -> Self {
    positional(name, .optional, help) { command, _, values throws(UsageError) in
      try check?(values[0])
      command[keyPath: property] = values[0]
    }
  }

  /// The same option, of a command that DVC has, without it.
  var ours: Self {
    var copy = self
    copy.shape.isOurs = true
    return copy
  }

  /// The same argument, for which a shell offers something else.
  func completing(_ completion: Completion) -> Self {
    var copy = self
    copy.shape.completion = completion
    return copy
  }

  private func offering(_ choices: [String]?) -> Self {
    choices.map { completing(.words($0)) } ?? self
  }

  private static func option(
    _ names: [String], _ arity: ArgumentShape.Arity, _ placeholder: String, _ help: String,
    store: @escaping Store
  ) -> Self {
    var shape = ArgumentShape(names: names, arity: arity, isPositional: false)
    shape.completion = Completion(ofOption: names, placeholder: placeholder)
    return Self(shape: shape, placeholder: placeholder, help: help, store: store)
  }

  private static func positional(
    _ name: String, _ arity: ArgumentShape.Arity, _ help: String, store: @escaping Store
  ) -> Self {
    var shape = ArgumentShape(names: [name], arity: arity, isPositional: true)
    shape.completion = Completion(ofPositional: name)
    return Self(shape: shape, placeholder: name, help: help, store: store)
  }

  private static func checked(
    _ value: String, _ choices: [String]?, _ label: String
  ) throws(UsageError) -> String {
    guard let choices, !choices.contains(value) else { return value }
    let list = choices.map(pythonQuoted).joined(separator: ", ")
    throw .argument(label, "invalid choice: \(pythonQuoted(value)) (choose from \(list))")
  }
}

import Basics
import SystemPackage

@testable import Formats

/// What DVC did with configuration files: `fixtures/config/cases.jsonl`.
struct ConfigBaseline {
  struct Case: CustomStringConvertible {
    let files: [ConfigLevel: String]
    let place: String
    let arguments: [String]
    let status: Int
    let output: String
    let errors: String
    /// The files that are not as they were.
    let after: [ConfigLevel: String]

    init(_ value: Value) {
      let map = value.map ?? Value.Mapping()
      func texts(_ key: String) -> [ConfigLevel: String] {
        var texts: [ConfigLevel: String] = [:]
        for (name, text) in map[key]?.map?.pairs ?? [] {
          texts[ConfigLevel(rawValue: name) ?? .project] = text.string
        }
        return texts
      }
      files = texts("files")
      after = texts("after")
      place = map["cwd"]?.string ?? ""
      arguments = (map["args"]?.array ?? []).map { $0.string ?? "" }
      status = map["code"]?.integer ?? 0
      output = map["out"]?.string ?? ""
      errors = map["err"]?.string ?? ""
    }

    var description: String { "\(arguments) in \(place) with \(files)" }

    var isTable: Bool { arguments.starts(with: ["remote", "list"]) }

    var configFiles: ConfigFiles {
      var configFiles = ConfigBaseline.places[place] ?? ConfigBaseline.unread(in: "/", root: nil)
      for index in configFiles.dvc.indices {
        let text = files[configFiles.dvc[index].level]
        configFiles.dvc[index].contents = text.map { Array($0.utf8) }
      }
      return configFiles
    }
  }

  private static let places = [
    "": unread(in: "/T/repo", root: "/T/repo"), "sub": unread(in: "/T/repo/sub", root: "/T/repo"),
    "outside": unread(in: "/T/home", root: nil),
  ]

  private static func unread(in directory: FilePath, root: FilePath?) -> ConfigFiles {
    let surroundings = ConfigSurroundings(
      root: root, currentDirectory: directory,
      environment: ["DVC_GLOBAL_CONFIG_DIR": "/T/global", "DVC_SYSTEM_CONFIG_DIR": "/T/system"],
      home: "/T/home", homeOfUser: { $0 == "root" ? "/root" : nil })
    return ConfigFiles(in: surroundings) { _ in nil }
  }

  let cases: [Case]

  init() throws {
    cases = try Fixture.values("config/cases.jsonl").map(Case.init)
  }
}

/// What a command line printed, wrote and ended with.
struct ConfigOutcome: Equatable {
  var status = 0
  var output = ""
  var errors = ""
  var after: [ConfigLevel: String] = [:]

  /// What DVC did.
  init(_ item: ConfigBaseline.Case) {
    status = item.status
    output = item.isTable ? Self.withoutColumns(item.output) : item.output
    errors = item.errors
    after = item.after
  }

  /// What we do, shown as the command line shows it.
  init(of item: ConfigBaseline.Case, keepsFormatting: Bool = false) {
    do throws(ConfigError) {
      let request = try ConfigRequest(item.arguments)
      let plan = try item.configFiles.plan(request, keepsFormatting: keepsFormatting)
      add(plan, before: item.files, isTable: item.isTable)
    } catch {
      add(error)
    }
  }

  private mutating func add(
    _ plan: ConfigPlan, before: [ConfigLevel: String], isTable: Bool
  ) {
    let text = plan.output.map { $0 + "\n" }.joined()
    output = isTable ? Self.withoutColumns(text) : text
    errors = plan.warnings.map { "WARNING: \($0)\n" }.joined()
    status = plan.isMissing ? 1 : 0
    for file in plan.writes {
      let text = file.contents.map { String(decoding: $0, as: UTF8.self) }
      let isChanged = text.map { Array($0.utf8) } != before[file.level].map { Array($0.utf8) }
      if isChanged { after[file.level] = text }
    }
    if let failure = plan.failure { add(failure) }
  }

  private mutating func add(_ error: ConfigError) {
    let shown = error.userError
    switch shown.kind {
    case .configuration:
      errors += "ERROR: configuration error - \(shown.fullMessage)\n"
      status = 251
    case .unexpected:
      errors += "ERROR: unexpected error - \(shown.fullMessage)\n"
      status = 255
    default:
      errors += "ERROR: \(shown.fullMessage)\n"
      status = shown.kind == .usage ? 254 : 1
    }
  }

  /// How wide the columns of a table are depends on where the scratch directory was.
  private static func withoutColumns(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
      .joined(separator: "\n")
  }
}

extension ConfigRequest {
  /// Reads the arguments of `config`, `remote` and `cache`.
  init(_ arguments: [String]) throws(ConfigError) {
    var words = arguments
    var flags: Set<String> = []
    var level: ConfigLevel?
    words.removeAll { word in
      guard word.hasPrefix("-"), word.count > 1, !word.dropFirst().allSatisfy(\.isNumber),
        ConfigRequest.knownFlags.contains(word)
      else { return false }
      if let named = ConfigLevel(rawValue: String(word.dropFirst(2))) { level = named }
      flags.insert(word)
      return true
    }
    let command = words.prefix(words[0] == "config" ? 1 : 2).joined(separator: " ")
    let rest = Array(words.dropFirst(words[0] == "config" ? 1 : 2))
    let unsets = flags.contains("-u")
    switch command {
    case "config":
      self = try .config(
        name: rest.first, value: rest.count > 1 ? rest[1] : nil, unsets: unsets,
        lists: flags.contains("-l"), showsOrigin: flags.contains("--show-origin"), level: level)
    case "cache dir":
      self =
        unsets
        ? .unsetCacheDirectory(level)
        : rest.first.map { .setCacheDirectory($0, level) } ?? .showCacheDirectory(level)
    case "remote default":
      self =
        unsets
        ? .unsetDefaultRemote(level)
        : rest.first.map { .setDefaultRemote($0, level) } ?? .showDefaultRemote(level)
    case "remote add":
      self = .addRemote(
        rest[0], url: rest[1], isDefault: flags.contains("-d"), forces: flags.contains("-f"), level)
    case "remote modify":
      self =
        unsets
        ? .unsetRemoteOption(rest[0], option: rest[1], level)
        : .modifyRemote(rest[0], option: rest[1], to: rest.count > 2 ? rest[2] : nil, level)
    case "remote remove": self = .removeRemote(rest[0], level)
    case "remote rename": self = .renameRemote(rest[0], to: rest[1], level)
    default: self = .listRemotes(level)
    }
  }

  private static let knownFlags: Set = [
    "-u", "-l", "-d", "-f", "--show-origin", "--global", "--system", "--project", "--local",
  ]
}

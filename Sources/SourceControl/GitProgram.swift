import Basics
import SystemPackage

/// The `git` program, for what libgit2 cannot do.
struct GitProgram: Sendable {
  let executable: FilePath
  /// The caller's, without what would point Git at another repository.
  let environment: [String: String]

  /// Finds `git` on the `PATH` of `environment`.
  static func find(in environment: [String: String]) -> GitProgram? {
    findProgram("git", in: environment).map {
      GitProgram(executable: $0, environment: clean(environment))
    }
  }

  /// Runs `git` with `arguments` and then `paths` in `directory`.
  ///
  /// - Parameter settings: variables that are set for this run only.
  /// - Returns: the result, whatever the exit status.
  func result(
    _ arguments: [String], paths: [RelativePath] = [], in directory: FilePath,
    input: [UInt8] = [], settings: [String: String] = Self.plainSpeech
  ) throws(SourceControlError) -> ChildProcess.Result {
    try start(arguments, paths: paths, in: directory, settings: settings).exchange(input)
  }

  /// Runs `git` like `result`, and throws unless it succeeds.
  func output(
    _ arguments: [String], paths: [RelativePath] = [], in directory: FilePath,
    input: [UInt8] = [], settings: [String: String] = Self.plainSpeech
  ) throws(SourceControlError) -> [UInt8] {
    let result = try result(
      arguments, paths: paths, in: directory, input: input, settings: settings)
    guard result.status == 0 else { throw Self.failure(arguments, in: directory, result) }
    return result.output
  }

  func start(
    _ arguments: [String], paths: [RelativePath] = [], in directory: FilePath,
    settings: [String: String] = Self.plainSpeech, keepingErrors: Bool = true
  ) throws(SourceControlError) -> ChildProcess {
    do throws(Errno) {
      return try ChildProcess(
        executable,
        arguments: [Array("-C".utf8), directory.bytes] + arguments.map { Array($0.utf8) }
          + paths.map(\.bytes),
        environment: environment.merging(settings) { $1 }, keepingErrors: keepingErrors)
    } catch {
      throw SourceControlError(.programFailed, arguments[0], detail: "\(error)")
    }
  }

  /// Messages that can be recognised, and no questions asked.
  static let plainSpeech = [
    "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
  ]

  static func failure(
    _ arguments: [String], in directory: FilePath, _ result: ChildProcess.Result
  ) -> SourceControlError {
    let text = String(decoding: result.errors, as: UTF8.self).trimmingTrailingNewlines
    if text.contains("dubious ownership") {
      return SourceControlError(.unsafeOwner, directory.string)
    }
    if let lock = lock(namedIn: text) { return SourceControlError(.indexLocked, lock) }
    return SourceControlError(
      .programFailed, arguments.first { !$0.hasPrefix("-") } ?? "", detail: text)
  }

  /// The path in `Unable to create '/…/index.lock': File exists.`
  private static func lock(namedIn text: String) -> String? {
    guard text.contains("index.lock': File exists") else { return nil }
    return text.split(separator: "'").first { $0.hasSuffix("index.lock") }.map(String.init)
  }

  /// The variables that point at another repository, or change how paths are taken.
  private static func clean(_ environment: [String: String]) -> [String: String] {
    var environment = environment
    for name in [
      "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
      "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_GRAFT_FILE",
      "GIT_SHALLOW_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_IMPLICIT_WORK_TREE", "GIT_CONFIG",
      "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_LITERAL_PATHSPECS",
      "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    ] {
      environment[name] = nil
    }
    return environment
  }
}

extension String {
  var trimmingTrailingNewlines: String {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}

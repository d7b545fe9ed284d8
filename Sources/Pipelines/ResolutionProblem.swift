internal import Basics

/// Why a part of a pipeline file could not be resolved, before it is known which part that was.
struct ResolutionProblem: Error {
  let text: String
  /// Whether DVC breaks the line between the place and the reason.
  let standsOnItsOwnLine: Bool

  /// The error as DVC 3.67.1 words it: `failed to parse 'stages.a.cmd' in 'dvc.yaml': …`.
  ///
  /// `place` comes with its own quotes.
  func error(parsing place: String, in file: String) -> CairnError {
    CairnError("failed to parse \(place) in '\(file)':\(standsOnItsOwnLine ? "\n" : " ")\(text)")
  }
}

/// Runs `body`; a problem in it becomes the error for `place` of `file`.
func locatingProblems<T>(_ place: String, in file: String, _ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch let problem as ResolutionProblem {
    throw problem.error(parsing: place, in: file)
  }
}

extension ResolutionProblem {
  static func notFound(_ name: String) -> ResolutionProblem {
    ResolutionProblem(text: "Could not find '\(name)'", standsOnItsOwnLine: false)
  }

  static var interpolatesVariables: ResolutionProblem {
    ResolutionProblem(text: "interpolating is not allowed", standsOnItsOwnLine: false)
  }

  static func cannotInterpolate(_ kind: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "Cannot interpolate data of type '\(kind)'", standsOnItsOwnLine: true)
  }

  static func nestedIterable(_ name: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "Cannot interpolate nested iterable in '\(name)'", standsOnItsOwnLine: true)
  }

  static func redefinition(_ name: String, from new: String, of old: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "cannot redefine '\(name)' from '\(new)' as it already exists in '\(old)'",
      standsOnItsOwnLine: true)
  }

  static func partiallyLoaded(_ request: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "cannot load '\(request)' as it's partially loaded already", standsOnItsOwnLine: true)
  }

  static func alreadyLoaded(_ request: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "cannot partially load '\(request)' as it's already loaded.", standsOnItsOwnLine: true)
  }

  static func missingFile(_ file: String) -> ResolutionProblem {
    ResolutionProblem(text: "'\(file)' does not exist", standsOnItsOwnLine: false)
  }

  static func directory(_ file: String) -> ResolutionProblem {
    ResolutionProblem(text: "'\(file)' is a directory", standsOnItsOwnLine: false)
  }

  static func notAMapping(_ kind: String, file: String) -> ResolutionProblem {
    ResolutionProblem(
      text: "expected a dictionary, got '\(kind)' in file '\(file)'", standsOnItsOwnLine: false)
  }

  static func missingKey(_ key: String, file: String) -> ResolutionProblem {
    ResolutionProblem(text: "could not find '\(key)' in '\(file)'", standsOnItsOwnLine: false)
  }

  static func reservedKeys(_ keys: [String], file: String?) -> ResolutionProblem {
    let noun = keys.count == 1 ? "key" : "keys"
    let place = file.map { " in '\($0)'" } ?? ""
    return ResolutionProblem(
      text: "attempted to modify reserved \(noun) \(keys.joined(separator: " and "))\(place)",
      standsOnItsOwnLine: false)
  }
}

/// The errors that DVC meets unprepared and reports as `unexpected error - …`.
func unexpected(_ message: String) -> CairnError {
  CairnError(message, kind: .unexpected)
}

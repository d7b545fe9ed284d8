import Basics
package import Terminal
import Formats

/// With `CAIRN_EVENTS=1`: each line on standard error is a JSON object; `Documentation/JSON.md` says what is in it.
package func eventLine(environment: [String: String]) -> (@Sendable (Remark) -> String)? {
  guard environment["CAIRN_EVENTS"] == "1" else { return nil }
  return { String(decoding: renderJSON($0.value), as: UTF8.self) }
}

extension Remark {
  fileprivate var value: Value {
    switch self {
    case .warning(let text): ["type": "warning", "message": .string(text)]
    case .note(let text): ["type": "note", "message": .string(text)]
    case .detail(let text): ["type": "detail", "message": .string(text)]
    case .failure(let error): error.event
    case .started(let phase, let files, let bytes):
      [
        "type": "started", "phase": .string(phase.name), "total_files": .count(files),
        "total_bytes": .count(bytes.map(Int.init)),
      ]
    case .progress(let figures): figures.event("progress")
    case .finished(let figures): figures.event("finished")
    case .transferred(let figures): figures.event
    case .exit(let status, let seconds):
      ["type": "exit", "code": .integer(Int(status)), "seconds": .seconds(seconds)]
    }
  }
}

extension CairnError {
  fileprivate var event: Value {
    [
      "type": "failed", "kind": .string(kind.rawValue), "message": .string(fullMessage),
      "hints": .array(hints.map { .string($0) }),
    ]
  }
}

extension PhaseFigures {
  fileprivate func event(_ type: String) -> Value {
    [
      "type": .string(type), "phase": .string(phase.name), "files": .integer(files),
      "bytes": .integer(Int(bytes)), "total_files": .count(totalFiles),
      "total_bytes": .count(totalBytes.map(Int.init)), "seconds": .seconds(seconds),
    ]
  }
}

extension TransferFigures {
  fileprivate var event: Value {
    [
      "type": "transferred", "direction": .string(direction.rawValue), "files": .integer(files),
      "bytes": .integer(Int(bytes)), "held": .integer(held), "seconds": .seconds(seconds),
    ]
  }
}

extension ProgressEvent.Phase {
  fileprivate var name: String { rawValue.lowercased() }
}

extension Value {
  fileprivate static func count(_ number: Int?) -> Value { number.map { .integer($0) } ?? .null }

  /// To the millisecond.
  fileprivate static func seconds(_ seconds: Double) -> Value {
    .float((seconds * 1000).rounded() / 1000)
  }
}

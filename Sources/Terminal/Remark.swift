package import Basics

/// Something that is said on standard error, before it is text.
package enum Remark: Sendable {
  case warning(String)
  case note(String)
  case detail(String)
  case failure(CairnError)
  /// A phase began; what it has to do, where that is known.
  case started(ProgressEvent.Phase, files: Int?, bytes: Int64?)
  /// How far a phase is.
  case progress(PhaseFigures)
  /// A phase ended; what it did.
  case finished(PhaseFigures)
  case transferred(TransferFigures)
  /// The program ends.
  case exit(status: Int32, seconds: Double)
}

/// What a phase did so far, and has to do where that is known.
package struct PhaseFigures: Sendable, Equatable {
  package var phase: ProgressEvent.Phase
  package var files: Int
  package var bytes: Int64
  package var totalFiles: Int?
  package var totalBytes: Int64?
  /// Since the phase began.
  package var seconds: Double
}

/// What a transfer moved.
package struct TransferFigures: Sendable, Equatable {
  package enum Direction: String, Sendable {
    case push
    case fetch
  }

  package var direction: Direction
  package var files: Int
  package var bytes: Int64
  package var seconds: Double
  /// Files that were there already: in the cache, or on the remote when pushing.
  package var held: Int

  package init(
    _ direction: Direction, files: Int, bytes: Int64, seconds: Double, held: Int
  ) {
    self.direction = direction
    self.files = files
    self.bytes = bytes
    self.seconds = seconds
    self.held = held
  }

  /// `Fetched 12 files, 1.2 GB, in 3.4 s (353 MB/s); 30 more were in the cache.`
  var sentence: String {
    let (verb, place) =
      direction == .push ? ("Pushed", "on the remote") : ("Fetched", "in the cache")
    let rate = seconds > 0 ? " (\(sizeText(Int64(Double(bytes) / seconds)))/s)" : ""
    let rest = "\(grouped(held)) more \(held == 1 ? "was" : "were") \(place)."
    return "\(verb) \(grouped(files)) file\(files == 1 ? "" : "s"), \(sizeText(bytes)), in "
      + "\(secondsText(seconds))\(rate); \(rest)"
  }
}

package import Basics
import CPlatform
import Dispatch

/// The user's wish to stop: SIGINT, SIGTERM or SIGHUP.
///
/// The first signal is noted, and long loops poll for it with `checkInterruption()`, so that every
/// scope ends and takes its temporaries with it. The second signal unlinks the registered
/// temporaries and ends the process at once.
package enum Interruption {
  /// Starts noting signals; called once, by the program, before there is anything to lose.
  ///
  /// Signals that are ignored, as under `nohup`, stay ignored.
  package static func install() { _ = descriptor }

  /// Becomes readable with the first signal.
  private static let descriptor = cairn_install_signal_handlers()

  /// Has `notify` called once, on a thread of its own, when the first signal comes, or has come.
  package static func observe(_ notify: @escaping @Sendable () -> Void) {
    guard descriptor >= 0 else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
    source.setEventHandler {
      source.cancel()
      notify()
    }
    source.activate()
  }

  /// Whether a signal has asked to stop.
  package static var isRequested: Bool { cairn_noted_signal() != 0 }

  /// The signal that asked to stop.
  package static var signal: CInt? {
    let number = cairn_noted_signal()
    return number == 0 ? nil : number
  }

  /// Asks to stop, as a signal would.
  package static func request(signal: CInt) {
    cairn_note_signal(signal)
  }
}

/// Throws when the user asked to stop.
@inline(__always)
package func checkInterruption() throws(InterruptionError) {
  if Interruption.isRequested { throw InterruptionError() }
}

/// The user asked to stop.
package struct InterruptionError: UserFacingError, Equatable {
  package init() {}

  package var userError: CairnError {
    CairnError("interrupted by the user", kind: .interrupted)
  }
}

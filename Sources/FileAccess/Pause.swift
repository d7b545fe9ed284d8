import Glibc

/// Sleeps, but not longer than until a signal asks to stop.
package func pause(_ duration: Duration) throws(InterruptionError) {
  try checkInterruption()
  let (seconds, attoseconds) = duration.components
  var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  nanosleep(&time, nil)
  try checkInterruption()
}

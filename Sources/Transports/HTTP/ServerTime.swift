import CPlatform
import Glibc

/// Moments as servers write them; seconds since 1970.
enum ServerTime {
  static func now() -> Int64 { Int64(time(nil)) }

  /// `20130524T000000Z`, as S3 signs it
  static func stamp(_ seconds: Int64) -> String { text(of: seconds, "%Y%m%dT%H%M%SZ") }

  /// `2013-05-24T00:00:00Z`
  static func iso(_ seconds: Int64) -> String { text(of: seconds, "%Y-%m-%dT%H:%M:%SZ") }

  /// Reads `Fri, 24 May 2013 00:00:00 GMT`, the form of HTTP's headers.
  static func seconds(ofHeader text: String) -> Int64? {
    read(text, "%a, %d %b %Y %H:%M:%S GMT").flatMap { $0.rest.isEmpty ? $0.seconds : nil }
  }

  /// Reads `2013-05-24T00:00:00.000Z`, the form of S3's listings; fractions are dropped.
  static func seconds(ofListing text: String) -> Int64? {
    read(text, "%Y-%m-%dT%H:%M:%S")?.seconds
  }

  /// Reads a moment of ISO 8601 with the zone that it may have: `2026-05-24T02:00:00.5+02:00`.
  ///
  /// Without a zone, or with `UTC` as older AWS tools write it, it is the universal time.
  static func seconds(ofISO text: String) -> Int64? {
    guard let (local, rest) = read(text, "%Y-%m-%dT%H:%M:%S") else { return nil }
    let zone = Substring(rest).drop { $0 == "." || $0.isNumber }
    guard let sign = zone.first, sign == "+" || sign == "-" else { return local }
    let digits = zone.filter(\.isNumber)
    guard digits.count == 4, let hours = Int64(digits.prefix(2)),
      let minutes = Int64(digits.suffix(2))
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return sign == "+" ? local - offset : local + offset
  }

  private static func text(of seconds: Int64, _ format: String) -> String {
    var (moment, parts) = (time_t(seconds), tm())
    gmtime_r(&moment, &parts)
    return String(unsafeUninitializedCapacity: 32) { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        strftime($0.baseAddress, $0.count, format, &parts)
      }
    }
  }

  /// What `text` begins with, and what comes after it. The names are English: no locale is set.
  private static func read(
    _ text: String, _ format: String
  ) -> (seconds: Int64, rest: Substring.UTF8View)? {
    var parts = tm()
    let length = cairn_read_time(text, format, &parts)
    return length < 0 ? nil : (Int64(timegm(&parts)), text.utf8.dropFirst(length))
  }
}

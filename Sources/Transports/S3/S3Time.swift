import Glibc

/// Moments as S3 writes them; seconds since 1970.
enum S3Time {
  static func now() -> Int64 { Int64(time(nil)) }

  /// `20130524T000000Z`
  static func stamp(_ seconds: Int64) -> String {
    var (moment, parts) = (time_t(seconds), tm())
    gmtime_r(&moment, &parts)
    let date = [(parts.tm_year + 1900, 4), (parts.tm_mon + 1, 2), (parts.tm_mday, 2)]
    let clock = [(parts.tm_hour, 2), (parts.tm_min, 2), (parts.tm_sec, 2)]
    return date.map(padded).joined() + "T" + clock.map(padded).joined() + "Z"
  }

  /// Reads `Fri, 24 May 2013 00:00:00 GMT`, the form of HTTP's headers.
  static func seconds(ofHeader text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let clock = words[4].split(separator: ":")
    return seconds([words[3], "\(month + 1)", words[1]] + clock)
  }

  /// Reads `2013-05-24T00:00:00.000Z`, the form of listings; fractions are dropped.
  static func seconds(ofListing text: String) -> Int64? {
    seconds(text.prefix(19).split { $0 == "-" || $0 == "T" || $0 == ":" })
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter fields: year, month from 1, day, hour, minute, second.
  private static func seconds(_ fields: [Substring]) -> Int64? {
    let numbers = fields.compactMap { CInt($0) }
    guard numbers.count == 6, fields.count == 6 else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    return Int64(timegm(&parts))
  }

  private static func padded(_ number: CInt, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

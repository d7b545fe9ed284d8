import Basics

extension ProgressTally {
  /// `Pushing  1,234/50,000 files  1.2/3.4 GB  85 MB/s  0:25 left`, cut to whole parts that fit `width`.
  func line(at now: Duration, width: Int) -> String {
    parts(at: now, separator: "/").reduce("") { line, part in
      let longer = line.isEmpty ? part : "\(line)  \(part)"
      return longer.utf8.count <= width ? longer : line
    }
  }

  /// `Pushing: 1,234 of 50,000 files, 1.2 of 3.4 GB, 85 MB/s, 0:25 left`
  func sentence(at now: Duration) -> String {
    let parts = parts(at: now, separator: " of ")
    return "\(parts[0]): " + parts.dropFirst().joined(separator: ", ")
  }

  private func parts(at now: Duration, separator: String) -> [String] {
    var parts = [phase.rawValue, fileCount(separator)]
    if bytes > 0 || totalBytes ?? 0 > 0 { parts.append(byteCount(separator)) }
    if let rate = bytesPerSecond(at: now), rate > 0 { parts.append(sizeText(Int64(rate)) + "/s") }
    if let left = secondsLeft(at: now) { parts.append(clockText(left) + " left") }
    return parts
  }

  private func fileCount(_ separator: String) -> String {
    let total = totalFiles.map { separator + grouped($0) } ?? ""
    return "\(grouped(files))\(total) \((totalFiles ?? files) == 1 ? "file" : "files")"
  }

  private func byteCount(_ separator: String) -> String {
    guard let totalBytes else { return sizeText(bytes) }
    let (done, total) = (sizeText(bytes), sizeText(totalBytes))
    let unit = total.drop { $0 != " " }
    return (done.hasSuffix(unit) ? String(done.dropLast(unit.count)) : done) + separator + total
  }
}

/// `1,234,567`
func grouped(_ number: Int) -> String {
  var digits = Array(String(number.magnitude))
  for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
  return (number < 0 ? "-" : "") + String(digits)
}

/// `999 B`, `1.2 kB`, `85 MB`: decimal units, two digits at least.
package func sizeText(_ bytes: Int64) -> String {
  var value = Double(bytes)
  var units = ["B", "kB", "MB", "GB", "TB", "PB"][...]
  while value >= 999.5, units.count > 1 {
    value /= 1000
    units.removeFirst()
  }
  let unit = units.first ?? ""
  if unit == "B" || value >= 9.95 { return "\(Int(value.rounded())) \(unit)" }
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) \(unit)"
}

/// `0:25`, `1:02:03`
func clockText(_ seconds: Int) -> String {
  func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
  let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
  let tail = two(seconds % 60)
  return hours > 0 ? "\(hours):\(two(minutes)):\(tail)" : "\(minutes):\(tail)"
}

/// `0.02 s`, `3.4 s`, `85 s`: two digits at least, down to hundredths.
func secondsText(_ seconds: Double) -> String {
  let hundredths = Int((seconds * 100).rounded())
  if seconds >= 9.95 { return "\(Int(seconds.rounded())) s" }
  if seconds >= 0.995 {
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
  return "0.\(hundredths < 10 ? "0" : "")\(hundredths) s"
}

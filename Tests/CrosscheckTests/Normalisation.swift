/// Makes texts of two runs comparable: places become names, and what has no order gets one.
struct Normalisation {
  /// What differs from sandbox to sandbox, and becomes a name.
  let hidden: Places
  let isUnordered: Bool

  /// The lines of `bytes`; a last line without a newline ends in `⏎` crossed out.
  func lines(of bytes: [UInt8]) -> [[UInt8]] {
    guard !bytes.isEmpty else { return [] }
    var lines = hidden.hidden(in: bytes).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).map { Array($0) }
    if lines.last?.isEmpty == true {
      lines.removeLast()
    } else {
      lines[lines.count - 1] += Array(" (no newline)".utf8)
    }
    return ordered(lines)
  }

  private func ordered(_ lines: [[UInt8]]) -> [[UInt8]] {
    let hinted = lines.map { $0.starts(with: "\tgit add ".utf8) ? sortedWords($0) : $0 }
    guard isUnordered else { return sortedStatus(hinted) }
    return hinted.map { sortedMembers($0) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// `git add` hints name a set of files.
  private func sortedWords(_ line: [UInt8]) -> [UInt8] {
    let words = line.split(separator: UInt8(ascii: " "))
    let names = words.dropFirst(2).sorted { $0.lexicographicallyPrecedes($1) }
    return Array((words.prefix(2) + names).joined(separator: [UInt8(ascii: " ")]))
  }

  /// A JSON document on one line, with the members of all objects and arrays in order of their text.
  private func sortedMembers(_ line: [UInt8]) -> [UInt8] {
    guard let first = line.first, let last = line.last else { return line }
    switch (first, last) {
    case (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "]")):
      let members = splitMembers(line.dropFirst().dropLast()).map(sortedMember)
      let sorted = members.sorted { $0.lexicographicallyPrecedes($1) }
      return [first] + sorted.joined(separator: Array(", ".utf8)) + [last]
    default: return line
    }
  }

  /// A member of an object or array, whose value may be an object or array itself.
  private func sortedMember(_ member: [UInt8]) -> [UInt8] {
    guard let start = member.firstIndex(where: { "[{".utf8.contains($0) }),
      !member[..<start].contains(UInt8(ascii: "\\"))
    else { return member }
    let isValue = start == 0 || member[..<start].suffix(3).elementsEqual("\": ".utf8)
    return isValue ? member[..<start] + sortedMembers(Array(member[start...])) : member
  }

  /// `status` names stages in the order in which a directory lists its files.
  private func sortedStatus(_ lines: [[UInt8]]) -> [[UInt8]] {
    let isStatus =
      lines.contains { $0.starts(with: "\t".utf8) }
      && lines.allSatisfy { $0.starts(with: "\t".utf8) || $0.last == UInt8(ascii: ":") }
    guard isStatus else { return lines }
    var stages: [[[UInt8]]] = []
    for line in lines {
      if line.starts(with: "\t".utf8), !stages.isEmpty {
        stages[stages.count - 1].append(line)
      } else {
        stages.append([line])
      }
    }
    return Array(stages.sorted { $0.joined().lexicographicallyPrecedes($1.joined()) }.joined())
  }
}

/// The members of an object, split at commas that are in no bracket and no string.
private func splitMembers(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
  var members: [[UInt8]] = [[]]
  var depth = 0
  var isQuoted = false
  for byte in text {
    switch byte {
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += isQuoted ? 0 : 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= isQuoted ? 0 : 1
    case UInt8(ascii: ",") where depth == 0 && !isQuoted:
      members.append([])
      continue
    default: break
    }
    members[members.count - 1].append(byte)
  }
  return members.map { Array($0.drop { $0 == UInt8(ascii: " ") }) }
}

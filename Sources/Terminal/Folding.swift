/// `text` as DVC's styled output shows it: tabs expanded to columns of 8, lines broken at `width`.
///
/// Lines break between words; a word wider than the whole width starts a line of its own and is cut.
/// Blanks stay at the end of a line as far as they fit. Unlike DVC, brackets and `:names:` in a path are
/// left as they are.
package func folded(_ text: String, width: Int) -> String {
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.map { foldLine(expandTabs($0), width: max(1, width)) }.joined(separator: "\n")
}

private typealias Scalars = ArraySlice<Unicode.Scalar>

private func expandTabs(_ line: Substring.UnicodeScalarView) -> [Unicode.Scalar] {
  var column = 0
  var result: [Unicode.Scalar] = []
  for scalar in line {
    let width = scalar == "\t" ? 8 - column % 8 : scalar.columns
    column += width
    result += scalar == "\t" ? Array(repeating: " ", count: width) : [scalar]
  }
  return result
}

private func foldLine(_ line: [Unicode.Scalar], width: Int) -> String {
  if line.count * 2 <= width { return text(line[...]) }
  var breaks: [Int] = []
  var column = 0
  for word in words(of: line) {
    let bare = columns(word.dropLastBlanks())
    if bare <= width - column {
      column += columns(word)
    } else if bare > width {
      let pieces = cut(word, width: width)
      breaks += pieces.map(\.startIndex).filter { $0 > 0 }
      column = columns(pieces.last ?? [])
    } else if word.startIndex > 0 {
      breaks.append(word.startIndex)
      column = columns(word)
    }
  }
  let starts = [0] + breaks
  return zip(starts, breaks + [line.count]).map { start, end in
    text(line[start..<end].droppingBlanks(beyond: width))
  }.joined(separator: "\n")
}

/// Each word with the blanks around it: those before the first, and those after every one.
private func words(of line: [Unicode.Scalar]) -> [Scalars] {
  var result: [Scalars] = []
  var start = 0
  while start < line.count {
    let body = line[start...].firstIndex { $0 != " " } ?? line.count
    let blank = line[body...].firstIndex(of: " ") ?? line.count
    let next = line[blank...].firstIndex { $0 != " " } ?? line.count
    result.append(line[start..<next])
    start = next
  }
  return result
}

/// Pieces of at most `width` columns.
private func cut(_ word: Scalars, width: Int) -> [Scalars] {
  var pieces: [Scalars] = []
  var start = word.startIndex
  var column = 0
  for index in word.indices {
    let next = word[index].columns
    if column + next > width, index > start {
      pieces.append(word[start..<index])
      (start, column) = (index, 0)
    }
    column += next
  }
  return pieces + [word[start...]]
}

private func columns(_ scalars: Scalars) -> Int { scalars.reduce(0) { $0 + $1.columns } }

private func text(_ scalars: Scalars) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}

extension ArraySlice<Unicode.Scalar> {
  fileprivate func dropLastBlanks() -> Self {
    self[startIndex..<(lastIndex { $0 != " " }.map { $0 + 1 } ?? startIndex)]
  }

  fileprivate func droppingBlanks(beyond width: Int) -> Self {
    var kept = self
    var excess = columns(self) - width
    while excess > 0, kept.last == " " {
      kept.removeLast()
      excess -= 1
    }
    return kept
  }
}

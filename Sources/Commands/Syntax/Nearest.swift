/// The name that `word` was most likely meant to be: at most two slips away, or begun and not ended.
func nearest(to word: String, among names: [String]) -> String? {
  let begun = names.filter { word.utf8.count > 1 && $0.utf8.starts(with: word.utf8) }
  if begun.count == 1 { return begun.first }
  let allowed = word.utf8.count < 4 ? 1 : 2
  let ranked = names.map { (name: $0, slips: slips(Array(word.utf8), Array($0.utf8))) }
  return ranked.filter { $0.slips <= allowed }.min { $0.slips < $1.slips }?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`.
private func slips(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var rows = [Array(0...right.count)]
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      let replaced = rows[i][j] + (left[i] == right[j] ? 0 : 1)
      var best = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, rows[i - 1][j - 1] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[left.count][right.count]
}

/// Splits a command line as a shell would: at spaces, with single quotes, double quotes and
/// backslashes, and nothing more.
func splitCommandLine(_ line: String) -> [String] {
  var splitter = CommandLineSplitter()
  for scalar in line.unicodeScalars {
    splitter.take(scalar)
  }
  splitter.endWord()
  return splitter.words
}

private struct CommandLineSplitter {
  var words: [String] = []
  private var word: String?
  private var quote: Unicode.Scalar?
  private var isEscaped = false

  mutating func take(_ scalar: Unicode.Scalar) {
    if isEscaped {
      append(scalar)
      isEscaped = false
    } else if scalar == "\\", quote != "'" {
      isEscaped = true
    } else if let open = quote {
      if scalar == open { quote = nil } else { append(scalar) }
    } else if scalar == "'" || scalar == "\"" {
      quote = scalar
      word = word ?? ""
    } else if scalar == " " {
      endWord()
    } else {
      append(scalar)
    }
  }

  mutating func endWord() {
    if let word { words.append(word) }
    word = nil
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    word = word ?? ""
    word?.unicodeScalars.append(scalar)
  }
}

import Basics
package import SystemPackage

/// The way from `directory` to `path`, both absolute, as Python's `relpath` words it: `.`, `..`, `../a`.
package func relativeText(_ path: FilePath, from directory: FilePath) -> String {
  let target = path.lexicallyNormalized().components.map(\.self)
  let start = directory.lexicallyNormalized().components.map(\.self)
  let common = zip(target, start).prefix { $0 == $1 }.count
  let up = Array(repeating: "..", count: start.count - common)
  let words = up + target[common...].map { String(decoding: $0) }
  return words.isEmpty ? "." : words.joined(separator: "/")
}

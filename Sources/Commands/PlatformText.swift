import Glibc

/// The machine in the words of Python's `platform`: `Linux-6.1.0-x86_64-with-glibc2.36`.
func platformText() -> String {
  var names = utsname()
  guard uname(&names) == 0 else { return "unknown" }
  let parts = [text(&names.sysname), text(&names.release), text(&names.machine)]
  return parts.joined(separator: "-") + "-with-" + libraryText()
}

/// `glibc2.36`
private func libraryText() -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    let length = confstr(Int32(_CS_GNU_LIBC_VERSION), buffer.baseAddress, buffer.count)
    guard length > 0, let start = buffer.baseAddress else { return "libc" }
    return String(String(cString: start).filter { $0 != " " })
  }
}

/// A field of `utsname`, which is a tuple of characters that ends with zero.
private func text<Field>(_ field: inout Field) -> String {
  withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

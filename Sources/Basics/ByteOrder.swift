import Glibc

/// Compares as `memcmp` does, a prefix being smaller: negative, zero or positive.
package func byteOrder(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
  if let a = left.baseAddress, let b = right.baseAddress {
    let order = memcmp(a, b, min(left.count, right.count))
    if order != 0 { return Int(order) }
  }
  return left.count - right.count
}

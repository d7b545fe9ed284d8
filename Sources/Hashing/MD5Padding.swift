/// In bytes.
let md5BlockSize = 64

/// The size of the end of a message with the bit that ends it, zeros, and the length of all of it.
func paddedSize(_ size: Int) -> Int {
  (size + 9 + md5BlockSize - 1) / md5BlockSize * md5BlockSize
}

/// Ends a message whose last `size` bytes lie at the start of `place`, which has room for the rest.
///
/// - Parameter total: the bytes of all of the message.
/// - Returns: the blocks that are now before the end.
func pad(_ place: UnsafeMutableRawBufferPointer, _ size: Int, of total: Int64) -> Int {
  let padded = paddedSize(size)
  place[size] = 0x80
  for index in (size + 1)..<(padded - 8) { place[index] = 0 }
  place.storeBytes(
    of: (UInt64(total) &* 8).littleEndian, toByteOffset: padded - 8, as: UInt64.self)
  return padded / md5BlockSize
}

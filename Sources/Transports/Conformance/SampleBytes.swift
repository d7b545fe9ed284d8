/// Bytes that do not repeat, the same for the same seed.
package func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
  let words = (count + 7) / 8
  let bytes = [UInt8](unsafeUninitializedCapacity: words * 8) { buffer, filled in
    let memory = UnsafeMutableRawBufferPointer(buffer)
    for word in 0..<words {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      memory.storeBytes(of: state ^ state >> 32, toByteOffset: word * 8, as: UInt64.self)
    }
    filled = words * 8
  }
  return Array(bytes.prefix(count))
}

import Hashing
import SystemPackage
import TestSupport
import Testing

/// The kernels outside of Swift: on this processor, and those for AArch64 (NEON) on an emulated one.
@Suite struct KernelTests {
  @Test(arguments: [
    (["cc"], [], ["portable"]),
    (["aarch64-linux-gnu-gcc", "-static"], ["qemu-aarch64"], ["portable"]),
  ])
  func agreeWithOpenSSL(compiler: [String], emulator: [String], names: [String]) async throws {
    let scratch = try TemporaryDirectory()
    let program = scratch.path.appending("kernels").string
    let compiled = try await runProcess(
      compiler + [
        "-O2", "-I", "Sources/CMultiMD5/include", "-o", program, "fixtures/md5-kernels.c",
        "Sources/CMultiMD5/kernels.c",
      ], cwd: projectRoot)
    try #require(compiled.status == 0, "\(compiled)")
    let result = try await runProcess(emulator + [program], cwd: scratch.path)
    #expect(result.status == 0)
    let lines = result.out.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(Set(lines.map { String($0[0]) }).isSuperset(of: names))
    #expect(lines.count >= 201 * 8)
    let wrong = lines.filter { line in
      guard let lane = Int(line[1]), let length = Int(line[2]) else { return true }
      let message = (0..<length).map { UInt8(truncatingIfNeeded: 131 * $0 + lane) }
      return Digest(of: message).hex != line[3]
    }
    #expect(wrong.isEmpty)
  }
}

import FileAccess
import Testing

@testable import Objects

@Suite struct IngestOrderTests {
  private func order(_ megabytes: [Int64], manyAtOnce: Bool = true) -> IngestOrder {
    IngestOrder(
      Array(megabytes.indices), megabytes.map { FileStatus(size: $0 << 20, mode: 0o100644) },
      hashesManyAtOnce: manyAtOnce)
  }

  @Test func manyOfASizeGoSideBySide() {
    let order = order(Array(repeating: 9, count: 20))
    #expect(order.streamed.count == 20)
    #expect(order.alone.isEmpty && order.small.isEmpty)
  }

  @Test func fewGoAlone() {
    #expect(order(Array(repeating: 9, count: 7)).alone.count == 7)
    #expect(order(Array(repeating: 9, count: 20), manyAtOnce: false).alone.count == 20)
  }

  @Test func oneThatOutweighsTheOthersGoesAlone() {
    let order = order([0, 9, 900] + Array(repeating: 9, count: 20))
    #expect(order.alone == [2])
    #expect(order.small == [0])
    #expect(order.streamed.count == 21)
  }

  @Test func theLargestBegin() {
    #expect(order((10...40).map { $0 }).streamed == (0...30).reversed())
  }
}

import Testing

@testable import Transports

struct S3PartPlanTests {
  private static let mebibyte: Int64 = 1 << 20

  @Test(arguments: [
    (17 * mebibyte, 16 * mebibyte, 2), (16 * mebibyte + 1, 16 * mebibyte, 2),
    (32 * mebibyte, 16 * mebibyte, 2), (9_000 * 16 * mebibyte, 16 * mebibyte, 9_000),
    (9_000 * 16 * mebibyte + 1, 16 * mebibyte + 1, 9_000),
    (5 << 40, 610_839_794, 9_000),
  ])
  func cutsIntoEqualParts(_ size: Int64, _ partSize: Int64, _ count: Int) {
    let plan = S3PartPlan(size: size, smallest: 16 * Self.mebibyte)
    #expect(plan.partSize == partSize)
    #expect(plan.count == count)
    #expect((1...plan.count).map { plan.size(ofPart: $0) }.reduce(0, +) == size)
    #expect((1..<plan.count).allSatisfy { plan.size(ofPart: $0) == partSize })
    #expect((1...partSize).contains(plan.size(ofPart: plan.count)))
  }
}

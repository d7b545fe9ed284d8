import Basics
import Hashing
import Objects
import Testing

@Suite struct ObjectLayoutTests {
  private static let ids = [
    "b1946ac92492d2347c6235b4d2611184", "9611198005a5d2903d09ba3da4447789.dir",
  ]

  @Test(arguments: ids) func keepsObjectsOfDVC3InFilesMD5(text: String) throws {
    let id = try #require(ObjectID(text))
    let path = ObjectLayout.path(id, .md5)
    #expect(path.string == "files/md5/\(text.prefix(2))/\(text.dropFirst(2))")
    #expect(ObjectLayout.id(shard: id.shard, name: path.name) == id)
  }

  @Test(arguments: ids) func keepsObjectsOfDVC2AtTheRoot(text: String) throws {
    let id = try #require(ObjectID(text))
    #expect(ObjectLayout.path(id, .md5Dos2Unix).string == "\(text.prefix(2))/\(text.dropFirst(2))")
  }

  @Test(arguments: [
    "", ".x.tmp", "946ac92492d2347c6235b4d261118", "946AC92492D2347C6235B4D2611184",
  ])
  func passesOverWhatIsNoObject(name: String) {
    #expect(ObjectLayout.id(shard: 0xB1, name: Array(name.utf8)) == nil)
  }

  @Test(arguments: HashAlgorithm.allCases, [false, true])
  func findsTheObjectAtItsPath(_ algorithm: HashAlgorithm, _ isTree: Bool) {
    let id = ObjectID(Digest(of: "x".utf8), isTree: isTree)
    #expect(ObjectLayout.id(at: ObjectLayout.path(id, algorithm), algorithm) == id)
    for other in HashAlgorithm.allCases where other != algorithm {
      #expect(ObjectLayout.id(at: ObjectLayout.path(id, algorithm), other) == nil)
    }
  }

  @Test(arguments: [
    "", "files/md5", "files/md5/", "files/md5/9d", "files/md5/9d/", "files/md5/9d/d4e461268c",
    "files/md5/9dd4e461268c8034f5c8564e155c67a6", "files/md5/9D/d4e461268c8034f5c8564e155c67a6",
    "files/md5/+d/d4e461268c8034f5c8564e155c67a6",
    "files/md5/9d/d4e461268c8034f5c8564e155c67a6.tmp",
    "files/md5_/9d/d4e461268c8034f5c8564e155c67a6", "other/md5/9d/d4e461268c8034f5c8564e155c67a6",
    "runs/9d/d4e461268c8034f5c8564e155c67a6",
  ])
  func findsNoneElsewhere(_ path: String) {
    for algorithm in HashAlgorithm.allCases {
      #expect(ObjectLayout.id(at: RelativePath(path), algorithm) == nil)
    }
  }
}

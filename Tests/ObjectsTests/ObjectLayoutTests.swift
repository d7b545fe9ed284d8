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
}

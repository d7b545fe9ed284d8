import SystemPackage
import Testing

@testable import Commands

@Suite struct MountTableTests {
  private let table = MountTable(
    parsing: """
      27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
      25 24 0:23 / /dev/shm rw,relatime shared:3 - tmpfs tmpfs rw,size=24684084k
      30 27 0:40 / /mnt/my\\040disk rw - nfs4 host:/a\\040b rw
      31 27 0:41 / /mnt/my\\040disk rw - cifs //host/share rw
      nonsense
      """)

  @Test func findsTheInnermostMount() {
    #expect(table.mount(of: "/home/a")?.type == "ext4")
    #expect(table.mount(of: "/dev/shm/x")?.source == "tmpfs")
    #expect(table.mount(of: "/dev/shmx")?.source == "/dev/vda")
  }

  @Test func theLastMountAtAPlaceCounts() {
    #expect(table.mount(of: "/mnt/my disk/x")?.source == "//host/share")
    #expect(table.mounts[2].source == "host:/a b")
  }
}

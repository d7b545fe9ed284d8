import Glibc
import SystemPackage
import Testing

/// Makes a file look as if nobody had written to it for `hours`.
func setAge(of path: FilePath, hours: Int) throws {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  now.tv_sec -= hours * 3600
  #expect(utimensat(AT_FDCWD, path.string, [now, now], 0) == 0)
}

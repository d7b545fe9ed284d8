import Glibc

/// The file descriptors that this process may have open (`ulimit -n`).
private func descriptorLimit() -> Int {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 64 }
  return Int(clamping: limit.rlim_cur)
}

/// How many of them are left for files and connections besides those that every command has open.
package func spareDescriptors() -> Int { max(0, descriptorLimit() - 40) }

/// How many of `most` calls to a remote may be under way, each of which takes up to two descriptors: a file,
/// and a connection or its share of one.
package func callsWithinDescriptorLimit(_ most: Int) -> Int {
  min(most, max(4, spareDescriptors() / 2))
}

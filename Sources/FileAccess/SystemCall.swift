import Glibc
import SystemPackage

/// Makes one system call, again when a signal interrupts it.
///
/// - Returns: what the call returned, or its errno when that was negative.
@inline(__always)
func systemCall<Value: SignedInteger>(_ body: () -> Value) -> Result<Value, Errno> {
  while true {
    let value = body()
    if value >= 0 { return .success(value) }
    let code = errno
    if code != EINTR { return .failure(Errno(rawValue: code)) }
  }
}

/// Makes one system call and throws what went wrong with `path`.
@inline(__always) @discardableResult
func systemCall<Value: SignedInteger>(
  _ operation: FileError.Operation, _ path: FilePath, to destination: FilePath? = nil,
  _ body: () -> Value
) throws(FileError) -> Value {
  try FailPoint.hit(operation, path)
  switch systemCall(body) {
  case .success(let value): return value
  case .failure(let errno): throw FileError(operation, path, errno, destination: destination)
  }
}

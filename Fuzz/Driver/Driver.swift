import FuzzReaders
import Glibc

/// Chosen by the environment, so that one program serves all readers.
private let reader: FuzzReader = {
    let name = getenv("MYELIN_FUZZ").map { String(cString: $0) } ?? ""
    guard let reader = FuzzReader(rawValue: name) else {
        let names = FuzzReader.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("MYELIN_FUZZ: expected one of \(names), got “\(name)”")
    }
    return reader
}()

/// What libFuzzer calls. An error is an answer; only a crash, a hang or too much memory is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    try? reader.read(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}

import FuzzReaders
import Glibc

/// libFuzzer's way to be called from another `main`, which the package manager insists on.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

// Chosen by the environment, so that one program serves all readers and the arguments are libFuzzer's.
private let name = getenv("MYELIN_FUZZ").map { String(cString: $0) } ?? ""
private let reader = FuzzReader(rawValue: name)
guard reader != nil else {
    let names = FuzzReader.allCases.map(\.rawValue).joined(separator: ", ")
    print("MYELIN_FUZZ: expected one of \(names), got “\(name)”")
    exit(2)
}

/// What libFuzzer calls. An error is an answer; only a crash, a hang or too much memory is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    try? reader!.read(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}

private var count = CommandLine.argc
private var arguments = CommandLine.unsafeArgv
exit(runFuzzer(&count, &arguments, testOneInput))

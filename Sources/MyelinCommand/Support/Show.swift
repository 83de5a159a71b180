import Foundation

/// Prints a line at once, also into a pipe, so that whoever waits for it sees it.
func show(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

import Foundation
import Myelin

/// Files that a command is going to write.
enum OutputFile {
    /// Throws if a file cannot be written, without touching what is there.
    static func requireWritable(_ path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let place = folder.isEmpty ? "." : folder
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue else {
            throw MyelinError(.file, "\(path): there is no folder '\(place)'")
        }
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw MyelinError(.file, "\(path): is a folder")
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw MyelinError(.file, "\(path): cannot write: it is no regular file")
        }
        guard access(place, W_OK) == 0 else {
            throw MyelinError(.file, "\(path): no permission to write to '\(place)'")
        }
    }
}

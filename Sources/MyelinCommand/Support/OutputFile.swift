import Foundation
import Myelin

/// Files that a command is going to write.
enum OutputFile {
    /// Throws if a file cannot be written, without touching what is there.
    ///
    /// - Parameter inputs: files that are read, and would be lost if they were written over.
    static func requireWritable(_ path: String, keeping inputs: [String] = []) throws {
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
        for input in inputs {
            var other = stat()
            if stat(path, &status) == 0, stat(input, &other) == 0, status.st_ino == other.st_ino,
                status.st_dev == other.st_dev
            {
                throw MyelinError(.argument, "\(path): is read here, and would be lost; give another name to write to")
            }
        }
        guard access(place, W_OK) == 0 else {
            throw MyelinError(.file, "\(path): no permission to write to '\(place)'")
        }
    }

    /// Throws where a model would get a name by which Keras does not know it for one, or could not be written.
    static func requireModelFile(_ path: String) throws {
        try requireWritable(path)
        guard path.lowercased().hasSuffix(".keras") else {
            throw MyelinError(.argument, "--output: expected a name that ends with .keras, got '\(path)'")
        }
    }
}

import MyelinCore

/// The data sets that courses and papers begin with.
///
/// Each is looked for in a folder that is named, by the argument `directory` or by the environment variable
/// `MYELIN_DATA_DIR`; then only there. Else it is taken from the cache (`Cache.folder`), where it is downloaded to when it
/// is not there yet.
public enum Datasets {
    /// A file of a data set and where it can be had.
    struct File {
        let name: String
        /// Of the file at the official place. A file in a named folder may be packed differently and is not compared.
        let sha256: String?
        let urls: [String]
    }

    /// The folder that the user names, or nil.
    static func namedFolder(_ directory: String?) -> String? { directory ?? FileSystem.environment("MYELIN_DATA_DIR") }

    /// Where a file of a data set is: its path in the named folder, which is `directory` itself or its subfolder for the
    /// data set; else its path in the cache, after it has been fetched.
    static func path(
        of file: File, alternatives: [String] = [], dataset: String, in directory: String?, progress: DownloadProgress
    ) throws -> String {
        guard let folder = namedFolder(directory) else {
            let path = FileSystem.join(FileSystem.join(Cache.folder, dataset), file.name)
            var download = Download(from: file.urls, to: path, sha256: file.sha256)
            download.progress = progress
            try download.run()
            return path
        }
        guard FileSystem.isDirectory(folder) else {
            throw MyelinError(.file, "\(folder): no such folder; it was named as the place of data sets")
        }
        let folders = [FileSystem.join(folder, dataset), folder]
        for folder in folders {
            for name in [file.name] + alternatives {
                let path = FileSystem.join(folder, name)
                if FileSystem.exists(path) { return path }
            }
        }
        let place = FileSystem.isDirectory(folders[0]) ? folders[0] : folder
        let names = ([file.name] + alternatives).joined(separator: " or ")
        throw MyelinError(
            .file, "\(place): lacks \(names), which \(dataset) needs; without a named folder it would be downloaded")
    }
}

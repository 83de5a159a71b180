import MyelinData

/// Writes files into an archive, as `.npz` files are.
func writeArchive(_ files: [(name: String, bytes: [UInt8])], to path: String) throws {
    try Zip.write(files.map { Zip.NewMember($0.name, $0.bytes) }, to: path)
}

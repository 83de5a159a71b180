import CHDF5
import MyelinCore
import Synchronization

/// Writes a file by libhdf5, in memory and with its oldest formats, as h5py does by default.
enum HDF5Writer {
    /// libhdf5 serves one thread at a time.
    private static let library = Mutex(())

    static func image(of root: HDF5Group) throws -> Storage {
        try library.withLock { _ in
            guard H5open() >= 0 else { throw failure("", "cannot be started") }
            _ = myelin_h5_be_quiet()
            let access = try HDF5Handle(H5Pcreate(myelin_h5_file_access()), H5Pclose, "")
            // The file lives in memory, growing by megabytes, and never reaches a disk.
            guard H5Pset_fapl_core(access.id, 1 << 20, false) >= 0 else { throw failure("", "cannot write") }
            let file = try HDF5Handle(
                H5Fcreate("memory", myelin_h5_truncate(), 0, access.id), H5Fclose, "")
            let group = try HDF5Handle(H5Gopen2(file.id, "/", 0), H5Gclose, "")
            try write(root, in: group.id, "")
            guard H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else { throw failure("", "cannot write") }
            let count = H5Fget_file_image(file.id, nil, 0)
            guard count > 0 else { throw failure("", "cannot write") }
            let storage = Storage(byteCount: Int(count))
            guard H5Fget_file_image(file.id, storage.bytes, Int(count)) == count else {
                throw failure("", "cannot write")
            }
            return storage
        }
    }

    private static func write(_ group: HDF5Group, in id: hid_t, _ path: String) throws {
        try HDF5AttributeWriter.write(group.attributes, to: id, path)
        for (name, member) in group.members {
            let below = path.isEmpty ? name : path + "/" + name
            guard !name.isEmpty, name != ".", !name.utf8.contains(0), !name.utf8.contains(UInt8(ascii: "/")) else {
                throw MyelinError(.argument, "\(below): cannot be the name of a member of an HDF5 file")
            }
            switch member {
            case .group(let group):
                let child = try HDF5Handle(H5Gcreate2(id, name, 0, 0, 0), H5Gclose, below)
                try write(group, in: child.id, below)
            case .dataset(let dataset): try write(dataset, name, in: id, below)
            }
        }
    }

    private static func write(_ dataset: HDF5Dataset, _ name: String, in group: hid_t, _ path: String) throws {
        let tensor = try dataset.tensor()
        let storage: Storage
        do { storage = try tensor.storage() } catch let error as MyelinError { throw error.located(at: path) }
        let type = try HDF5Type.of(tensor.dtype, path)
        // The library converts on the way.
        let stored = dataset.asInt8 ? try HDF5Handle(H5Tcopy(myelin_h5_int8()), H5Tclose, path) : type
        let space = try HDF5Type.space(of: tensor.shape, path)
        let creation = try HDF5Handle(H5Pcreate(myelin_h5_dataset_create()), H5Pclose, path)
        // The same weights give the same bytes: no times.
        guard H5Pset_obj_track_times(creation.id, false) >= 0 else { throw failure(path, "cannot write") }
        let handle = try HDF5Handle(
            H5Dcreate2(group, name, stored.id, space.id, 0, creation.id, 0), H5Dclose, path)
        if tensor.count > 0 {
            let written = withExtendedLifetime(storage) { H5Dwrite(handle.id, type.id, 0, 0, 0, storage.bytes) }
            guard written >= 0 else { throw failure(path, "cannot write") }
        }
        try HDF5AttributeWriter.write(dataset.attributes, to: handle.id, path)
    }

    static func failure(_ path: String, _ what: String) -> MyelinError {
        MyelinError(.file, "\(path.isEmpty ? "" : path + ": ")\(what): libhdf5 reports an error")
    }
}

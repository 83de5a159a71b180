import CHDF5
import MyelinCore

/// Something that libhdf5 has opened, closed when nobody needs it any more.
final class HDF5Handle {
    let id: hid_t
    private let close: (hid_t) -> herr_t

    init(_ id: hid_t, _ close: @escaping (hid_t) -> herr_t, _ path: String) throws {
        guard id >= 0 else { throw HDF5Writer.failure(path, "cannot write") }
        self.id = id
        self.close = close
    }

    deinit { _ = close(id) }
}

/// Element types and shapes as libhdf5 has them.
enum HDF5Type {
    static func of(_ dtype: DType, _ path: String) throws -> HDF5Handle {
        let standard: hid_t
        switch dtype {
        case .bool:
            // As h5py: an enumeration.
            let type = try HDF5Handle(H5Tenum_create(myelin_h5_int8()), H5Tclose, path)
            for (name, value) in [("FALSE", Int8(0)), ("TRUE", 1)] {
                var value = value
                guard H5Tenum_insert(type.id, name, &value) >= 0 else { throw HDF5Writer.failure(path, "cannot write") }
            }
            return type
        case .uint8: standard = myelin_h5_uint8()
        case .int32: standard = myelin_h5_int32()
        case .int64: standard = myelin_h5_int64()
        case .float32: standard = myelin_h5_float32()
        case .float64: standard = myelin_h5_float64()
        }
        return try HDF5Handle(H5Tcopy(standard), H5Tclose, path)
    }

    /// Text of variable length in UTF-8.
    static func text(_ path: String) throws -> HDF5Handle {
        let type = try HDF5Handle(H5Tcopy(myelin_h5_string()), H5Tclose, path)
        guard H5Tset_size(type.id, myelin_h5_variable()) >= 0, H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0 else {
            throw HDF5Writer.failure(path, "cannot write")
        }
        return type
    }

    static func space(of shape: Shape, _ path: String) throws -> HDF5Handle {
        guard shape.rank > 0 else { return try HDF5Handle(H5Screate(H5S_SCALAR), H5Sclose, path) }
        guard shape.rank <= 32 else {
            throw MyelinError(.argument, "\(path): HDF5 has arrays of up to 32 axes, got shape \(shape)")
        }
        return try HDF5Handle(
            H5Screate_simple(Int32(shape.rank), shape.sizes.map { hsize_t($0) }, nil), H5Sclose, path)
    }
}

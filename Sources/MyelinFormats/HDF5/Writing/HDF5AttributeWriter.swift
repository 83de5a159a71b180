import CHDF5
import Glibc
import MyelinCore

/// Writes attributes with the types that h5py gives them.
enum HDF5AttributeWriter {
    static func write(_ attributes: [String: HDF5Attribute], to id: hid_t, _ path: String) throws {
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            let place = path.isEmpty ? "attribute \(name)" : "\(path): attribute \(name)"
            switch value {
            case .string(let text): try write([text], [], name, to: id, place)
            case .strings(let texts): try write(texts, [texts.count], name, to: id, place)
            case .integer(let number): try write(Tensor([number], shape: []), name, to: id, place)
            case .integers(let numbers): try write(Tensor(numbers, shape: [numbers.count]), name, to: id, place)
            case .number(let number): try write(Tensor([number], shape: []), name, to: id, place)
            case .numbers(let numbers): try write(Tensor(numbers, shape: [numbers.count]), name, to: id, place)
            case .boolean(let truth): try write(Tensor([truth], shape: []), name, to: id, place)
            case .booleans(let truths): try write(Tensor(truths, shape: [truths.count]), name, to: id, place)
            case .empty:
                let space = try HDF5Handle(H5Screate(H5S_NULL), H5Sclose, place)
                _ = try create(name, HDF5Type.of(.float32, place), space, in: id, place)
            case .other(let type): throw MyelinError(.argument, "\(place): cannot be written: its type is \(type)")
            }
        }
    }

    private static func write(_ tensor: Tensor, _ name: String, to id: hid_t, _ place: String) throws {
        let storage = try tensor.storage()
        let type = try HDF5Type.of(tensor.dtype, place)
        let attribute = try create(name, type, HDF5Type.space(of: tensor.shape, place), in: id, place)
        guard tensor.count > 0 else { return }
        let written = withExtendedLifetime(storage) { H5Awrite(attribute.id, type.id, storage.bytes) }
        guard written >= 0 else { throw HDF5Writer.failure(place, "cannot write") }
    }

    private static func write(
        _ texts: [String], _ shape: Shape, _ name: String, to id: hid_t, _ place: String
    ) throws {
        // h5py writes an empty list as one of floats.
        guard !texts.isEmpty else { return try write(Tensor([Double](), shape: [0]), name, to: id, place) }
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw MyelinError(.argument, "\(place): a text with a zero byte cannot be written")
        }
        let type = try HDF5Type.text(place)
        let attribute = try create(name, type, HDF5Type.space(of: shape, place), in: id, place)
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        guard H5Awrite(attribute.id, type.id, copies) >= 0 else { throw HDF5Writer.failure(place, "cannot write") }
    }

    private static func create(
        _ name: String, _ type: HDF5Handle, _ space: HDF5Handle, in id: hid_t, _ place: String
    ) throws -> HDF5Handle {
        try HDF5Handle(H5Acreate2(id, name, type.id, space.id, 0, 0), H5Aclose, place)
    }
}

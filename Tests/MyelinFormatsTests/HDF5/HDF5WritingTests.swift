import MyelinCore
import MyelinFormats
import TestSupport
import Testing

@Suite struct HDF5WritingTests {
    @Test func aTreeComesBackAsItWent() throws {
        var tree = HDF5Group(attributes: ["version": .string("1.0"), "names": .strings(["a", "längeres"])])
        tree["layers/dense/vars/0"] = .dataset(HDF5Dataset(Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])))
        tree["layers/dense/vars/1"] = .dataset(HDF5Dataset(Tensor([7.5] as [Double], shape: [])))
        tree["layers/dense/vars/10"] = .dataset(HDF5Dataset(Tensor([true, false])))
        tree["layers/dense/vars/2"] = .dataset(HDF5Dataset(Tensor([-1, 1 << 40] as [Int64])))
        tree["layers/empty"] = .group(HDF5Group(attributes: ["n": .integer(-3), "x": .number(0.5), "e": .empty]))
        tree["iteration"] = .dataset(HDF5Dataset(Tensor([Float](), shape: [0, 4]), attributes: ["t": .boolean(true)]))

        let read = try HDF5.read(HDF5.bytes(of: tree), place: "memory")
        #expect(read.attributes == tree.attributes)
        // In the order of the names' bytes.
        #expect(
            read.datasetPaths == [
                "iteration", "layers/dense/vars/0", "layers/dense/vars/1", "layers/dense/vars/10",
                "layers/dense/vars/2",
            ])
        let kernel = try read.dataset("layers/dense/vars/0")
        #expect(kernel.shape == [2, 3] && kernel.dtype == .float32)
        #expect(try kernel.tensor(expecting: [2, 3]).scalars() == [1, 2, 3, 4, 5, 6])
        let scalar = try read.dataset("layers/dense/vars/1").tensor()
        #expect(try scalar.shape == [] && scalar.dtype == .float64 && scalar.scalar() == 7.5)
        #expect(try read.dataset("layers/dense/vars/10").tensor().scalars(Bool.self) == [true, false])
        #expect(try read.dataset("layers/dense/vars/2").tensor().scalars(Int64.self) == [-1, 1 << 40])
        #expect(try read.group("layers/empty").attributes == ["n": .integer(-3), "x": .number(0.5), "e": .empty])
        #expect(try read.dataset("iteration").shape == [0, 4])
        #expect(try read.dataset("iteration").attributes == ["t": .boolean(true)])
    }

    @Test func theSameTreeGivesTheSameBytes() throws {
        var tree = HDF5Group(attributes: ["b": .integer(1), "a": .string("x"), "c": .numbers([1, 2])])
        for number in 0..<40 { tree["vars/\(number)"] = .dataset(HDF5Dataset(Tensor([Float(number)]))) }
        let first = try HDF5.bytes(of: tree)
        let second = try HDF5.bytes(of: tree)
        withExtendedLifetime((first, second)) {
            #expect(first.elements(as: UInt8.self).elementsEqual(second.elements(as: UInt8.self)))
        }
    }

    @Test func whatCannotBeWrittenIsNamed() {
        var tree = HDF5Group()
        tree["layers/a\0b"] = .dataset(HDF5Dataset(Tensor([1])))
        #expect(errorText { try HDF5.bytes(of: tree) }?.contains("layers/a\0b: cannot be the name") == true)
    }

    @Test func missingMembersAreNamed() throws {
        var tree = HDF5Group()
        tree["layers/dense/vars/0"] = .dataset(HDF5Dataset(Tensor([1])))
        #expect(errorText { try tree.dataset("layers/lstm") } == "layers/lstm: missing; the group has layers")
        #expect(errorText { try tree.dataset("layers") } == "layers: expected a data set, got a group")
        #expect(
            errorText { try tree.group("layers/dense/vars/0") }
                == "layers/dense/vars/0: expected a group, got a data set")
    }
}

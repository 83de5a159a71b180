import MyelinCore

/// Multi-hot vectors: row `i` has a 1 at each number that stands in sequence `i`, however often, and 0 elsewhere.
///
/// Keras: `CategoryEncoding(num_tokens, output_mode="multi_hot")`.
///
/// - Parameters:
///   - sequences: numbers from 0 to `dimension - 1`.
///   - dimension: how long the vectors are. Default: 10,000.
/// - Returns: UInt8 of shape (sequences, dimension), a byte for each element.
/// - Throws: `MyelinError` of kind `.data` that names the sequence if a number is out of range.
public func vectorizeSequences(_ sequences: [[Int32]], dimension: Int = 10_000) throws -> Tensor {
    guard dimension >= 1 else {
        throw MyelinError(.argument, "vectorizeSequences: expected a dimension of at least 1, got \(dimension)")
    }
    let (byteCount, overflow) = sequences.count.multipliedReportingOverflow(by: dimension)
    guard !overflow, byteCount <= FileSystem.physicalMemory else {
        throw MyelinError(
            .argument, "vectorizeSequences: \(sequences.count) vectors of \(dimension) bytes do not fit into memory")
    }
    let storage = Storage(byteCount: byteCount)
    storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let elements = storage.elements(as: UInt8.self)
    for (row, sequence) in sequences.enumerated() {
        for number in sequence {
            guard number >= 0, number < dimension else {
                throw MyelinError(
                    .data, "vectorizeSequences: sequence \(row) holds \(number), expected from 0 to \(dimension - 1)")
            }
            elements[row * dimension + Int(number)] = 1
        }
    }
    return Tensor(storage: storage, shape: [sequences.count, dimension], dtype: .uint8)
}

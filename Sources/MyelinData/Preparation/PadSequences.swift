import MyelinCore

/// At which end of a sequence something is added or taken away.
public enum SequenceEnd: String, Hashable, Sendable, CaseIterable {
    /// Before its first number.
    case pre
    /// Behind its last number.
    case post
}

/// Sequences in one array of a common length: short ones are filled up, long ones are cut. Keras:
/// `keras.utils.pad_sequences`.
///
///     padSequences([[1], [2, 3, 4]], length: 2)      // [[0, 1], [3, 4]]
///
/// - Parameters:
///   - length: of the result; by default that of the longest sequence.
///   - padding: where short ones are filled up.
///   - truncating: where long ones are cut.
///   - value: what they are filled up with.
/// - Returns: Int32 of shape (count, length).
/// - Throws: `MyelinError` if the length is negative, or the array would be larger than memory.
public func padSequences(
    _ sequences: [[Int32]], length: Int? = nil, padding: SequenceEnd = .pre, truncating: SequenceEnd = .pre,
    value: Int32 = 0
) throws -> Tensor {
    let length = length ?? sequences.lazy.map(\.count).max() ?? 0
    let shape: Shape = [sequences.count, length]
    guard length >= 0, let byteCount = shape.claimedByteCount(elementSize: 4), byteCount <= FileSystem.physicalMemory
    else {
        throw MyelinError(.argument, "padSequences: expected a length that fits in memory, got \(length)")
    }
    let storage = Storage(byteCount: byteCount)
    let numbers = storage.elements(as: Int32.self)
    for (row, sequence) in sequences.enumerated() {
        let kept = truncating == .pre ? sequence.suffix(length) : sequence.prefix(length)
        let start = row * length, gap = length - kept.count
        let first = start + (padding == .pre ? gap : 0)
        for place in start..<start + length { numbers[place] = value }
        for (offset, number) in kept.enumerated() { numbers[first + offset] = number }
    }
    return Tensor(storage: storage, shape: shape, dtype: .int32)
}

import CVectorKernels
import Glibc
import MyelinCore

/// Samples held in memory: one or several arrays, such as inputs, targets and sample weights, whose first axes run over
/// the same samples.
///
/// Batches are gathered row by row straight into the memory of whoever uses them. The arrays are never copied and keep
/// their element types: UInt8 images stay UInt8.
///
///     let dataset = try ArrayDataset([x, y], names: ["x", "y"])
///     var order = try BatchOrder(count: dataset.count, batchSize: 128, shuffledBy: 1)
///     order.begin(epoch: 0)
///     dataset.fill(batch: 0, of: order, into: [inputMemory, targetMemory])
public struct ArrayDataset: Sendable {
    /// Shape and element type of one sample of each array.
    public let sampleTypes: [TensorType]
    /// The number of samples.
    public let count: Int
    /// Keeps the memory of `columns` alive.
    private let storages: [Storage]
    private let columns: [Column]

    /// Where an array's rows lie.
    private struct Column: @unchecked Sendable {
        var first: UnsafeRawPointer
        let rowBytes: Int
    }

    /// A data set over tensors with equal first axes; evaluates them if need be.
    ///
    /// - Parameters:
    ///   - tensors: at least one, each of rank 1 or more.
    ///   - names: what errors call the tensors; `array 0`, `array 1`, … where there are none.
    /// - Throws: `MyelinError` of kind `.data` if the arrays have different numbers of samples or none at all.
    public init(_ tensors: [Tensor], names: [String] = []) throws {
        func name(_ index: Int) -> String { index < names.count ? names[index] : "array \(index)" }
        guard let first = tensors.first else {
            throw MyelinError(.data, "a data set needs at least one array, got none")
        }
        for (index, tensor) in tensors.enumerated() {
            if let error = tensor.error { throw error.located(at: name(index)) }
            guard tensor.rank > 0 else {
                throw MyelinError(
                    .data, "\(name(index)): expected an array whose first axis runs over samples, got a scalar")
            }
            guard tensor.shape[0] == first.shape[0] else {
                throw MyelinError(
                    .data,
                    "\(name(0)) has \(first.shape[0]) samples, \(name(index)) has \(tensor.shape[0]): "
                        + "every array needs the same number")
            }
        }
        count = first.shape[0]
        guard count > 0 else {
            throw MyelinError(.data, "\(name(0)): the data set is empty, expected at least one sample")
        }
        guard count <= Int(UInt32.max) else {
            throw MyelinError(
                .data, "\(name(0)): a data set in memory holds at most \(UInt32.max) samples, got \(count)")
        }
        sampleTypes = tensors.map { TensorType(Shape(Array($0.shape.sizes.dropFirst())), $0.dtype) }
        storages = try tensors.map { try $0.storage() }
        columns = zip(storages, sampleTypes).map {
            Column(first: UnsafeRawPointer($0.bytes), rowBytes: $1.shape.count * $1.dtype.byteCount)
        }
    }

    private init(of whole: ArrayDataset, rows: Range<Int>) {
        sampleTypes = whole.sampleTypes
        count = rows.count
        storages = whole.storages
        columns = whole.columns.map {
            Column(first: $0.first + rows.lowerBound * $0.rowBytes, rowBytes: $0.rowBytes)
        }
    }

    /// The samples in a range, without copying them. A validation split is a pair of these.
    ///
    /// - Throws: `MyelinError` of kind `.data` if the range is empty or reaches past the last sample.
    public func samples(_ rows: Range<Int>) throws -> ArrayDataset {
        guard !rows.isEmpty, rows.lowerBound >= 0, rows.upperBound <= count else {
            throw MyelinError(.data, "samples \(rows.lowerBound)..<\(rows.upperBound) of a data set with \(count)")
        }
        return ArrayDataset(of: self, rows: rows)
    }

    /// Bytes of one sample, all arrays together.
    package var sampleBytes: Int { columns.reduce(0) { $0 + $1.rowBytes } }

    /// Gathers the samples of one batch, one destination for each array, and returns how many they are: the batch size,
    /// or fewer in the last batch.
    ///
    /// Allocates nothing. The order must be over as many samples as this data set has, and each destination must have
    /// room for a whole batch.
    ///
    /// - Parameters:
    ///   - batch: from 0 to `order.batchCount - 1`.
    ///   - order: which samples stand in which batch.
    ///   - destinations: where each array's rows go, aligned for its element type.
    @discardableResult
    public func fill(batch: Int, of order: BatchOrder, into destinations: [UnsafeMutableRawPointer]) -> Int {
        destinations.withUnsafeBufferPointer { fill(batch: batch, of: order, into: $0) }
    }

    package func fill(
        batch: Int, of order: BatchOrder, into destinations: UnsafeBufferPointer<UnsafeMutableRawPointer>,
        inParallel: Bool = false
    ) -> Int {
        precondition(order.count == count && destinations.count == columns.count)
        let range = order.range(of: batch)
        columns.withUnsafeBufferPointer { columns in
            order.withRows { rows in
                for index in columns.indices {
                    let column = columns[index]
                    if let rows {
                        let isLarge = inParallel && column.rowBytes * range.count >= Self.parallelBytes
                        let gather = isLarge ? gatherInParallel : Self.gather
                        gather(column, rows + range.lowerBound, range.count, destinations[index])
                    } else {
                        memcpy(
                            destinations[index], column.first + range.lowerBound * column.rowBytes,
                            range.count * column.rowBytes)
                    }
                }
            }
        }
        return range.count
    }

    /// From how many bytes of a batch several threads pay.
    private static let parallelBytes = 256 * 1024

    private func gatherInParallel(
        _ column: Column, _ rows: UnsafePointer<UInt32>, _ rowCount: Int, _ destination: UnsafeMutableRawPointer
    ) {
        // Row numbers below 2³¹ read the same as Int32.
        guard count <= Int(Int32.max) else { return Self.gather(column, rows, rowCount, destination) }
        var gather = myelin_gather(
            source: column.first, destination: destination, indices: UnsafeRawPointer(rows),
            index_dtype: Int32(MYELIN_INT32.rawValue), outer: 1, source_count: Int64(count),
            index_count: Int64(rowCount),
            inner_bytes: Int64(column.rowBytes), owner: nil)
        myelin_gather_run(&gather)
    }

    /// Rows of the size of one element, such as labels, are moved as elements: a call of `memcpy` costs more than the row.
    private static func gather(
        _ column: Column, _ rows: UnsafePointer<UInt32>, _ count: Int, _ destination: UnsafeMutableRawPointer
    ) {
        func move<Element: BitwiseCopyable>(_: Element.Type) {
            let source = column.first.assumingMemoryBound(to: Element.self)
            let target = destination.assumingMemoryBound(to: Element.self)
            for place in 0..<count { target[place] = source[Int(rows[place])] }
        }
        switch column.rowBytes {
        case 1: move(UInt8.self)
        case 4: move(UInt32.self)
        case 8: move(UInt64.self)
        case let bytes:
            var target = destination
            for place in 0..<count {
                memcpy(target, column.first + Int(rows[place]) * bytes, bytes)
                target += bytes
            }
        }
    }
}

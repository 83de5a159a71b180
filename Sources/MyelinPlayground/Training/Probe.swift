import Foundation
import Myelin
import MyelinCore

/// Looks into a network: what every neuron says of every place of the plane, how large the losses are, and their gradients.
/// All of it is one compiled Program, which runs once for each picture.
@TrainingActor
package final class Probe {
    /// Places along each side of the output's picture.
    package nonisolated static let side = 96
    /// Places along each side of a neuron's picture.
    package nonisolated static let smallSide = 32

    private let executable: Executable
    private let layerCount: Int
    private let units: [Int]
    private let output: LossChoice.Output
    private let data: ExperimentData
    private let gradientCount: Int

    /// What it has seen.
    package struct Sight: Sendable {
        /// Of each hidden layer, of each neuron: its picture, row by row from the top.
        package var neurons: [[Picture]] = []
        package var output = Picture()
        package var trainLoss = Float.nan
        package var testLoss = Float.nan
        /// Shares of the points whose colour is right; nil for regression.
        package var trainAccuracy: Float?
        package var testAccuracy: Float?
        /// Of each layer, of each neuron: whether it says the same of every training point.
        package var isDead: [[Bool]] = []
        /// Of each layer: the gradients of the training loss, by inputs and neurons, and those of the biases.
        package var kernelGradients: [[Float]] = []
        package var biasGradients: [[Float]] = []
    }

    package init(_ network: Network, _ data: ExperimentData) throws {
        self.data = data
        output = network.output
        units = network.dense.map(\.units)
        layerCount = network.dense.count
        let grid = try network.layerOutputs(network.inputs(Self.grid(side: Self.side)))
        let training = try network.layerOutputs(network.inputs(data.training))
        let test = try network.layerOutputs(network.inputs(data.test))
        let trainLoss = network.loss(target: network.targets(data.training), prediction: training.last!)
        let testLoss = network.loss(target: network.targets(data.test), prediction: test.last!)
        let variables = zip(network.kernels, network.biases).flatMap { [$0, $1] }
        let gradients = try gradient(of: trainLoss, withRespectTo: variables)
        gradientCount = gradients.count
        var builder = ProgramBuilder(backend: CPUBackend())
        for tensor in grid + training + [test.last!, trainLoss, testLoss] + gradients { try builder.addResult(tensor) }
        executable = try CPUBackend.compile(builder.build())
    }

    /// The middles of the plane's squares, row by row from the top.
    package nonisolated static func grid(side: Int) -> [DataPoint] {
        let step = 2 * DataSet.extent / Float(side)
        return (0..<side * side).map { place in
            DataPoint(
                x: -DataSet.extent + (Float(place % side) + 0.5) * step,
                y: DataSet.extent - (Float(place / side) + 0.5) * step, label: 0)
        }
    }

    package func look(isClassification: Bool) throws -> Sight {
        try executable.run()
        var sight = Sight()
        for layer in 0..<layerCount - 1 {
            let values = result(layer)
            sight.neurons.append((0..<units[layer]).map { Picture(small: values, unit: $0, of: units[layer]) })
            sight.isDead.append(dead(result(layerCount + layer), units[layer]))
        }
        sight.output = Picture(result(layerCount - 1).map { Network.shown($0, output) })
        let rest = 2 * layerCount
        sight.trainLoss = result(rest + 1)[0]
        sight.testLoss = result(rest + 2)[0]
        if isClassification {
            sight.trainAccuracy = accuracy(result(rest - 1), data.training)
            sight.testAccuracy = accuracy(result(rest), data.test)
        }
        for layer in 0..<gradientCount / 2 {
            sight.kernelGradients.append(Array(result(rest + 3 + 2 * layer)))
            sight.biasGradients.append(Array(result(rest + 4 + 2 * layer)))
        }
        return sight
    }

    private func result(_ index: Int) -> UnsafeBufferPointer<Float> {
        let count = executable.resultTypes[index].shape.count
        return UnsafeBufferPointer(
            start: executable.resultBytes(index).assumingMemoryBound(to: Float.self), count: count)
    }

    private func dead(_ values: UnsafeBufferPointer<Float>, _ units: Int) -> [Bool] {
        (0..<units).map { unit in
            var low = Float.infinity, high = -Float.infinity
            for place in stride(from: unit, to: values.count, by: units) {
                // What is no number is told of elsewhere.
                guard values[place].isFinite else { return false }
                low = min(low, values[place])
                high = max(high, values[place])
            }
            return high - low <= 1e-6 * max(1, abs(high))
        }
    }

    private func accuracy(_ values: UnsafeBufferPointer<Float>, _ points: [DataPoint]) -> Float {
        let right = zip(values, points).count { (Network.shown($0, output) >= 0) == ($1.label > 0) && !$0.isNaN }
        return Float(right) / Float(points.count)
    }
}

/// A square of colours, one byte for each place: 0 is -1, orange; 254 is 1, blue; 255 is no number.
package struct Picture: Sendable, Encodable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(_ values: some Sequence<Float>) { bytes = values.map(Self.byte) }

    /// Of a neuron, from the values of its layer at every place of the large picture: each third one.
    package init(small values: UnsafeBufferPointer<Float>, unit: Int, of units: Int) {
        let factor = Probe.side / Probe.smallSide
        bytes.reserveCapacity(Probe.smallSide * Probe.smallSide)
        for row in 0..<Probe.smallSide {
            for column in 0..<Probe.smallSide {
                let place = (row * factor + factor / 2) * Probe.side + column * factor + factor / 2
                bytes.append(Self.byte(values[place * units + unit]))
            }
        }
    }

    /// Of a function of the plane.
    package init(_ feature: Feature) {
        self.init(Probe.grid(side: Probe.smallSide).map { feature.value($0.x, $0.y) })
    }

    package static func byte(_ value: Float) -> UInt8 {
        value.isNaN ? 255 : UInt8(((min(max(value, -1), 1) + 1) * 127).rounded())
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}

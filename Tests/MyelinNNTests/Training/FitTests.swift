import Foundation
import Myelin
import MyelinNN
import TestSupport
import Testing

struct FitTests {
    @Test func learns() throws {
        let (x, y) = points(300)
        let model = try classifier()
        let history = try model.fit(x, y, batchSize: 32, epochs: 30, verbose: .silent, validationSplit: 0.2)
        #expect(history["accuracy"].last! > 0.95)
        #expect(history["val_accuracy"].last! > 0.9)
        #expect(history.names == ["loss", "accuracy", "val_loss", "val_accuracy"])
        #expect(history.epochs == Array(0..<30))
        #expect(history.values.keys.count == 4)
        let held = points(200, seed: 7)
        #expect(try model.evaluate(held.x, held.y)["accuracy"]! > 0.85)
    }

    /// Dropout, shuffling, convolution, pooling and normalization: the same seed gives the same bits.
    @Test func theSameSeedGivesTheSameBits() throws {
        func train(_ seed: Int) throws -> [[UInt32]] {
            let model = try Sequential(seed: seed) {
                Input(shape: [12, 12, 1])
                Conv2D(16, 3, activation: .relu)
                MaxPooling2D(2)
                BatchNormalization()
                Conv2D(20, 3, padding: .same, activation: .relu)
                AveragePooling2D(2)
                Flatten()
                Dropout(0.4)
                Dense(3, activation: .softmax)
            }
            model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
            let x = Tensor(scattered(70 * 144).map { Float($0) }, shape: [70, 12, 12, 1])
            try model.fit(x, points(70).y, batchSize: 32, epochs: 3, verbose: .silent)
            return try model.weightBits()
        }
        let first = try train(5)
        #expect(try train(5) == first)
        #expect(try train(6) != first)
        #expect(first.joined().allSatisfy { Float(bitPattern: $0).isFinite })
    }

    @Test func trainingGoesOnAsIfItHadNotStopped() throws {
        let (x, y) = points(50)
        let once = try classifier(dropout: 0.3), twice = try classifier(dropout: 0.3)
        try once.fit(x, y, batchSize: 16, epochs: 4, verbose: .silent)
        try twice.fit(x, y, batchSize: 16, epochs: 1, verbose: .silent)
        try twice.fit(x, y, batchSize: 16, epochs: 4, verbose: .silent, initialEpoch: 1)
        #expect(try twice.weightBits() == once.weightBits())
        #expect(twice.history.epochs == [1, 2, 3])
    }

    /// The last batch has fewer samples: every loss and metric counts them once, and no stale row takes part.
    @Test(arguments: [1, 2, 3, 7, 16, 49, 50, 64])
    func anOddLastBatch(_ batchSize: Int) throws {
        let (x, y) = points(50)
        let model = try classifier()
        let whole = try model.evaluate(x, y, batchSize: 50)
        let parts = try model.evaluate(x, y, batchSize: batchSize)
        for name in ["loss", "accuracy"] { #expect(mismatch([parts[name]!], [whole[name]!], rtol: 1e-5) == nil) }
        let prediction = try model.predict(x, batchSize: batchSize)
        #expect(try mismatch(prediction, model.predict(x, batchSize: 50), rtol: 1e-5, atol: 1e-6) == nil)
        // One epoch against the same steps by hand.
        let other = try classifier(optimizer: SGD(learningRate: 0.1)),
            third = try classifier(optimizer: SGD(learningRate: 0.1))
        try other.fit(x, y, batchSize: batchSize, epochs: 1, verbose: .silent, shuffle: false)
        for start in stride(from: 0, to: 50, by: batchSize) {
            let rows = start..<min(start + batchSize, 50)
            try third.fit(x[rows], y[rows], batchSize: batchSize, epochs: 1, verbose: .silent, shuffle: false)
        }
        for (a, b) in zip(try other.getWeights(), try third.getWeights()) {
            #expect(try mismatch(a, b, rtol: 1e-5, atol: 1e-6) == nil)
        }
    }

    @Test func shufflingChangesTheOrderNotTheSamples() throws {
        let x = Tensor.range(to: 20).reshaped(to: [20, 1])
        func sums(shuffle: Bool) throws -> (losses: [Double], total: Double) {
            let model = try Sequential([Input(shape: [1]), Rescaling(1), Dense(1, kernelInitializer: Ones())], seed: 3)
            model.compile(optimizer: SGD(learningRate: 0), loss: .meanSquaredError)
            var seen: [Double] = []
            let callback = LambdaCallback(onTrainBatchEnd: { _, logs in seen.append(logs.loss) })
            let history = try model.fit(
                x, Tensor.zeros([20, 1]), batchSize: 4, epochs: 1, verbose: .silent, callbacks: [callback],
                shuffle: shuffle)
            return (seen, history["loss"][0])
        }
        let plain = try sums(shuffle: false), mixed = try sums(shuffle: true)
        #expect(plain.losses.count == 5 && plain.losses != mixed.losses)
        #expect(plain.losses == plain.losses.sorted())
        #expect(mismatch([mixed.total], [plain.total], rtol: 1e-6) == nil)
    }

    @Test func weightsOfSamplesAndClasses() throws {
        let (x, y) = points(40)
        let labels = try y.scalars(Int.self)
        func train(classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, y: Tensor) throws -> [[UInt32]] {
            let model = try classifier()
            try model.fit(
                x, y, batchSize: 8, epochs: 2, verbose: .silent, classWeight: classWeight, sampleWeight: sampleWeight)
            return try model.weightBits()
        }
        let byClass = try train(classWeight: [0: 2, 2: 0.5], y: y)
        #expect(try byClass == train(sampleWeight: Tensor(labels.map { [2, 1, 0.5][$0] as Float }), y: y))
        #expect(try byClass != train(y: y))
        // Samples without weight might as well not be there.
        let ignored = try train(sampleWeight: Tensor(labels.map { $0 == 1 ? 0 : 1 as Float }), y: y)
        let relabelled = Tensor(labels.map { Int32($0 == 1 ? 2 : $0) })
        #expect(try ignored == train(sampleWeight: Tensor(labels.map { $0 == 1 ? 0 : 1 as Float }), y: relabelled))
    }

    @Test func targetsOfAnyElementType() throws {
        let (x, y) = points(40)
        func train(_ y: Tensor) throws -> [[UInt32]] {
            let model = try classifier()
            try model.fit(x, y, batchSize: 8, epochs: 2, verbose: .silent)
            return try model.weightBits()
        }
        let expected = try train(y)
        for dtype in [DType.int64, .uint8, .float32] { #expect(try train(y.cast(to: dtype)) == expected) }
        #expect(try train(y.reshaped(to: [40, 1])) == expected)
    }

    @Test func validationDataOfAnotherElementType() throws {
        let (x, y) = points(60)
        let model = try classifier()
        let history = try model.fit(
            x, y, batchSize: 16, epochs: 8, verbose: .silent,
            validationData: (x, y.cast(to: .int64).reshaped(to: [60, 1])), shuffle: false)
        #expect(history["accuracy"].last! > 0.5)
        #expect(history["val_accuracy"].last! > 0.5)
        // A learned epoch is better than the one in which it was learned.
        #expect(history["val_loss"].last! < history["loss"].last!)
    }

    @Test func imagesStayBytesUntilTheBatch() throws {
        let bytes = Tensor((0..<64 * 16).map { UInt8($0 % 251) }, shape: [64, 16])
        let model = try Sequential([Input(shape: [16]), Rescaling(1.0 / 255), Dense(2, activation: .softmax)], seed: 1)
        model.compile(optimizer: SGD(learningRate: 0.1), loss: .sparseCategoricalCrossentropy)
        let twin = try Sequential([Input(shape: [16]), Rescaling(1.0 / 255), Dense(2, activation: .softmax)], seed: 1)
        twin.compile(optimizer: SGD(learningRate: 0.1), loss: .sparseCategoricalCrossentropy)
        let y = Tensor((0..<64).map { Int32($0 % 2) })
        try model.fit(bytes, y, epochs: 2, verbose: .silent)
        try twin.fit(bytes.cast(to: .float32), y, epochs: 2, verbose: .silent)
        for (a, b) in zip(try model.getWeights(), try twin.getWeights()) {
            #expect(try mismatch(a, b, rtol: 1e-5, atol: 1e-6) == nil)
        }
    }

    @Test func penaltiesAreInTheLoss() throws {
        let model = try Sequential([
            Input(shape: [2]), Dense(1, useBias: false, kernelInitializer: Constant(3), kernelRegularizer: L2(0.5)),
        ])
        model.compile(optimizer: SGD(learningRate: 0), loss: .meanSquaredError)
        let history = try model.fit(Tensor.zeros([4, 2]), Tensor.zeros([4, 1]), epochs: 1, verbose: .silent)
        #expect(history["loss"] == [9])
    }

    @Test func zeroEpochsChangeNothing() throws {
        let (x, y) = points(10)
        let model = try classifier()
        let before = try model.weightBits()
        #expect(try model.fit(x, y, epochs: 0, verbose: .silent).epochs.isEmpty)
        #expect(try model.weightBits() == before)
    }

    /// Compiled steps, batches and predictions of earlier calls must not stay.
    @Test func twoHundredCallsKeepTheMemoryFlat() throws {
        let model = try Sequential([Input(shape: [256]), Dense(256, activation: .relu), Dense(1)], seed: 1)
        model.compile(optimizer: SGD(learningRate: 0.01), loss: .meanSquaredError)
        func work() throws {
            // Some 4 MB a call, in new memory each time.
            let x = Tensor([Float](repeating: 0.1, count: 2000 * 256), shape: [2000, 256])
            try model.fit(x, Tensor.ones([2000, 1]), batchSize: 1000, epochs: 1, verbose: .silent)
            _ = try model.predict(x, batchSize: 1000).scalars()
        }
        for _ in 0..<5 { try work() }
        let before = try residentBytes()
        for _ in 0..<200 { try work() }
        // Other tests run at the same time; a leak would be 800 MB.
        #expect(try residentBytes() - before < 400 << 20)
    }

    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (Int(text.split(separator: " ")[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// A server asks for batches of any size.
    @Test func predictionsOfManySizes() throws {
        let model = try classifier()
        let (x, _) = points(64)
        let whole = try model.predict(x, batchSize: 64)
        for count in (1...64).reversed() {
            #expect(
                try mismatch(model.predict(x[..<count], batchSize: 64), whole[..<count], rtol: 1e-5, atol: 1e-6) == nil)
        }
    }
}

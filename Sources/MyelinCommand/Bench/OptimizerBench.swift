import Myelin

/// Times the update of many weights by each optimizer, beside what the machine copies in the same time.
struct OptimizerBench {
    private static let shapes = [Shape](repeating: [512, 512], count: 16) + [Shape](repeating: [512], count: 16)

    /// All optimizers that step by themselves.
    private static var optimizers: [Optimizer] {
        [
            SGD(), SGD(momentum: 0.9), RMSprop(), Adam(), Adam(amsgrad: true), AdamW(), Adamax(), Nadam(), Adadelta(),
            Adagrad(), Ftrl(), Lion(), ScheduleFreeAdamW(), Lamb(), Adafactor(), Muon(),
        ]
    }

    static func run(json: Bool) throws {
        let copy = MachinePeak.measuredCopy()
        if !json {
            show("copied: \(format(copy, 1)) GB/s; \(shapes.count) weights, \(parameters) parameters")
            show("optimizer                  calls   MB moved         ms       GB/s   % of copy")
        }
        for optimizer in optimizers {
            let result = try OptimizerBench(optimizer)
            show(json ? result.json(copy: copy) : result.row(copy: copy))
        }
    }

    private static var parameters: Int { shapes.reduce(0) { $0 + $1.count } }

    private let name: String
    private let calls: Int
    private let bytes: Int
    private let seconds: Double

    private init(_ optimizer: Optimizer) throws {
        let variables = try Self.shapes.map { try Variable(Tensor.full($0, 0.5), name: "kernel") }
        let gradients = Self.shapes.map { Tensor.placeholder("gradient", TensorType($0, .float32)) }
        var builder = ProgramBuilder(backend: CPUBackend())
        for gradient in gradients { builder.addInput(gradient) }
        for (variable, value) in try optimizer.updates(for: variables, gradients: gradients) {
            try builder.addUpdate(variable, value)
        }
        let executable = try CPUBackend.compile(builder.build())
        for storage in executable.inputs[0] {
            storage.bytes.initializeMemory(as: Float.self, repeating: 0.001, count: storage.byteCount / 4)
        }
        // Calls on scalars, such as Adam's corrections, are no passes over the weights.
        let passes = executable.lines.filter { $0.bytes > 1024 }
        calls = passes.count
        bytes = passes.reduce(0) { $0 + $1.bytes }
        seconds = MachinePeak.best { try? executable.run() }
        let settings = optimizer.config
        var name = optimizer.className
        if settings["amsgrad"] == true { name += " amsgrad" }
        if optimizer is SGD, settings["momentum"] != .double(0) { name += " momentum" }
        self.name = name
    }

    private var gigabytesPerSecond: Double { Double(bytes) / seconds / 1e9 }

    private func json(copy: Double) -> String {
        "{\"optimizer\": \"\(name)\", \"parameters\": \(Self.parameters), \"calls\": \(calls), \"bytes\": \(bytes), "
            + "\"ms\": \(format(seconds * 1e3, 4)), \"gigabytes_per_second\": \(format(gigabytesPerSecond, 2)), "
            + "\"copy_gigabytes_per_second\": \(format(copy, 2)), \"share\": \(format(gigabytesPerSecond / copy, 3))}"
    }

    private func row(copy: Double) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return name + padded("\(calls)", 32 - name.count) + padded(format(Double(bytes) / 1e6, 1), 11)
            + padded(format(seconds * 1e3, 3), 11) + padded(format(gigabytesPerSecond, 1), 11)
            + padded(format(gigabytesPerSecond / copy * 100, 0), 12)
    }
}

import MyelinCore
import TestSupport

let hostCases: [OperationCase] = [
    OperationCase(
        "host_call", "remainders by Swift code", [.spread([3, 4], from: -9, to: 9, dtype: .int32)], shape: [3, 4],
        reference: { $0[0].map { ($0.truncatingRemainder(dividingBy: 5) + 5).truncatingRemainder(dividingBy: 5) } }
    ) { inputs in
        let function = HostFunction("remainder") {
            ($0[0].shape, .int64)
        } body: { inputs, output in
            let result = output.elements(as: Int64.self)
            try inputs[0].forEachInteger { result[$0] = (($1 % 5) + 5) % 5 }
        }
        return function(inputs[0])
    }
]

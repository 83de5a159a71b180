import Foundation
import MyelinCore

extension OperationTable {
    static let binary: [Entry] = [
        two("Add") { $0 + $1 }, two("Subtract") { $0 - $1 }, two("Multiply") { $0 * $1 },
        two("Divide") { $0.floating / $1.floating }, two("TrueDivide") { $0.floating / $1.floating },
        two("DivideNoNan") { a, b in
            let (a, b) = (a.floating, b.floating)
            return select(b.equal(0), a * 0 * b, a / select(b.equal(0), b + 1, b))
        },
        two("FloorDivide") { a, b in
            let quotient = floor(a.floating / b.floating)
            let type = DType.promoted(a.numbers.dtype, b.numbers.dtype)
            return quotient.cast(to: type)
        },
        two("Mod") { $0 % $1 }, two("Power") { power($0, $1) },
        two("Maximum") { maximum($0, $1) }, two("Minimum") { minimum($0, $1) },
        two("Equal") { $0.equal($1) }, two("NotEqual") { $0.notEqual($1) }, two("Less") { $0.less($1) },
        two("LessEqual") { $0.lessEqual($1) }, two("Greater") { $0.greater($1) },
        two("GreaterEqual") { $0.greaterEqual($1) },
        two("LogicalAnd") { $0.cast(to: .bool).and($1.cast(to: .bool)) },
        two("LogicalOr") { $0.cast(to: .bool).or($1.cast(to: .bool)) },
        two("LogicalXor") { $0.cast(to: .bool).notEqual($1.cast(to: .bool)) },
        // Files name these three for `&`, `|` and `^` between truth values.
        two("BitwiseAnd") { try bits($0).and(try bits($1)) }, two("BitwiseOr") { try bits($0).or(try bits($1)) },
        two("BitwiseXor") { try bits($0).notEqual(try bits($1)) },
        two("SquaredDifference") { square($0 - $1) },
        two("Hypot") { sqrt(square($0.floating) + square($1.floating)) },
        two("Logaddexp") { a, b in
            let (a, b) = (a.floating, b.floating)
            return maximum(a, b) + log1p(exp(-abs(a - b)))
        },
        two("Arctan2") { arcTangent($0.floating, $1.floating) },
        Entry("Isclose", ["x1", "x2", "rtol", "atol"]) { arguments in
            let (a, b) = try arguments.operands()
            let limits = arguments.settings("rtol", "atol")
            let allowed =
                abs(b.floating) * (try limits.double("rtol", default: 1e-5))
                + (try limits.double("atol", default: 1e-8))
            return abs(a.floating - b.floating).lessEqual(allowed)
        },
        Entry("Where", ["condition", "x1", "x2"]) {
            let (a, b) = try $0.operands(1, 2)
            return select(try $0.tensor(0).cast(to: .bool), a, b)
        },
    ]

    static let unary: [Entry] = [
        one("Negative") { -$0 }, one("Absolute") { abs($0.numbers) }, one("Abs") { abs($0.numbers) },
        one("Fabs") { abs($0.floating) }, one("Square") { square($0.numbers) },
        float("Sqrt") { sqrt($0) }, float("Rsqrt") { rsqrt($0) }, float("Reciprocal") { reciprocal($0) },
        float("Exp") { exp($0) }, float("Expm1") { expm1($0) }, float("Exp2") { exp($0 * log(2)) },
        float("Log") { log($0) }, float("Log1p") { log1p($0) },
        float("Log2") { log($0) / log(2) }, float("Log10") { log($0) / log(10) },
        float("Sin") { sin($0) }, float("Cos") { cos($0) }, float("Tan") { sin($0) / cos($0) },
        float("Sinh") { x in (exp(x) - exp(-x)) / 2 }, float("Cosh") { x in (exp(x) + exp(-x)) / 2 },
        float("Tanh") { tanh($0) },
        float("Arcsin") { arcTangent($0, sqrt(1 - square($0))) },
        float("Arccos") { arcTangent(sqrt(1 - square($0)), $0) },
        float("Arctan") { arcTangent($0, Tensor.ones($0.shape, dtype: $0.dtype)) },
        float("Arcsinh") { sign($0) * log(abs($0) + sqrt(square($0) + 1)) },
        float("Arccosh") { log($0 + sqrt(square($0) - 1)) }, float("Arctanh") { (log1p($0) - log1p(-$0)) / 2 },
        float("Erf") { erf($0) }, float("Erfc") { 1 - erf($0) }, float("Erfinv") { erfinv($0) },
        float("Cbrt") { sign($0) * power(abs($0), 1.0 / 3) },
        float("Deg2rad") { $0 * (Double.pi / 180) }, float("Rad2deg") { $0 * (180 / Double.pi) },
        one("Sign") { sign($0) }, one("Floor") { floor($0.floating) }, one("Ceil") { ceil($0.floating) },
        one("Trunc") { x in x.dtype.isFloatingPoint ? sign(x) * floor(abs(x)) : x },
        Entry("Round", ["x"]) { arguments in
            let x = try arguments.tensor(0)
            let decimals = try arguments.settings("decimals").int("decimals", default: 0, isSize: false)
            guard x.dtype.isFloatingPoint else { return x }
            if decimals == 0 { return round(x) }
            let scale = Foundation.pow(10, Double(decimals))
            return round(x * scale) / scale
        },
        one("LogicalNot") { $0.cast(to: .bool).not() },
        Entry("BitwiseInvert", ["x"]) { try bits($0.tensor(0)).not() },
        Entry("BitwiseNot", ["x"]) { try bits($0.tensor(0)).not() },
        one("Isnan") { $0.floating.isNaN() }, one("Isfinite") { $0.floating.isFinite() },
        one("Isinf") { $0.floating.isFinite().or($0.floating.isNaN()).not() },
        one("Isposinf") { $0.floating.isFinite().not().and($0.greater(0)) },
        one("Isneginf") { $0.floating.isFinite().not().and($0.less(0)) },
        one("Signbit") { $0.less(0) },
        Entry("OnesLike", ["x", "dtype"]) { try $0.filled(1) },
        Entry("ZerosLike", ["x", "dtype"]) { try $0.filled(0) },
        Entry("FullLike", ["x", "fill_value", "dtype"]) { arguments in
            let x = try arguments.tensor(0)
            return try arguments.tensor(1).cast(to: arguments.dtype() ?? x.dtype).broadcast(to: x.shape)
        },
        one("Copy") { $0 }, Entry("Array", ["x", "dtype"]) { try $0.converted() }, one("Real") { $0 },
        Entry("ConvertToTensor", ["x", "dtype"]) { try $0.converted() },
        Entry("StopGradient", ["variable"]) { try $0.tensor(0) },
        Entry("Clip", ["x", "x_min", "x_max"]) { arguments in
            let limits = arguments.settings("x_min", "x_max"), x = try arguments.tensor(0).numbers
            let low = try limits.double("x_min"), high = try limits.double("x_max")
            // A limit with a fraction makes whole numbers floats.
            let isWhole = low == low.rounded() && high == high.rounded()
            return clip(isWhole ? x : x.floating, min: low, max: high)
        },
        Entry("NanToNum", ["x", "nan", "posinf", "neginf"]) { arguments in
            let x = try arguments.tensor(0), largest = Double(Float.greatestFiniteMagnitude)
            guard x.dtype.isFloatingPoint else { return x }
            let numbers = arguments.settings("nan", "posinf", "neginf")
            let high = try numbers.double("posinf", default: largest)
            let low = try numbers.double("neginf", default: -largest)
            let finite = select(x.isFinite(), x, select(x.greater(0), Tensor(high, x.dtype), Tensor(low, x.dtype)))
            return select(x.isNaN(), Tensor(try numbers.double("nan", default: 0), x.dtype), finite)
        },
        Entry("Cast", ["x", "dtype"]) { try $0.converted() },
        Entry("SaturateCast", ["x", "dtype"]) { arguments in
            let x = try arguments.tensor(0)
            guard let dtype = try arguments.dtype() else { return x }
            let (least, most): (Double, Double) =
                switch dtype {
                case .uint8: (0, 255)
                case .int32: (Double(Int32.min), Double(Int32.max))
                default: (-.infinity, .infinity)
                }
            return most == .infinity ? x.cast(to: dtype) : clip(x, min: least, max: most).cast(to: dtype)
        },
    ]

    private static func bits(_ x: Tensor) throws -> Tensor {
        guard x.dtype == .bool else {
            throw MyelinError(.dtype, "bitwise operations are supported between truth values, got \(x.dtype)")
        }
        return x
    }

    /// The angle of the point (x, y), from -π to π. Cephes' polynomial for the arc tangent of numbers up to tan(π/8).
    static func arcTangent(_ y: Tensor, _ x: Tensor) -> Tensor {
        let (height, width) = (abs(y), abs(x))
        let smaller = minimum(height, width), larger = maximum(height, width)
        let isOrigin = larger.equal(0)
        let ratio = smaller / select(isOrigin, larger + 1, larger)
        let isSteep = ratio.greater(0.4142135623730950)
        let reduced = select(isSteep, (ratio - 1) / (ratio + 1), ratio), z = square(reduced)
        let series = (((z * 8.05374449538e-2 - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z
        var angle = series * reduced + reduced + select(isSteep, Tensor(Double.pi / 4, z.dtype), Tensor(0, z.dtype))
        angle = select(height.greater(width), Double.pi / 2 - angle, angle)
        angle = select(x.less(0), Double.pi - angle, angle)
        return select(y.less(0), -angle, angle)
    }
}

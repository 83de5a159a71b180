import MyelinCore

/// How the factor gamma and the summand beta of a normalization begin, and what holds them.
struct NormalizationWeights {
    var centers = true
    var scales = true
    var betaInitializer: any Initializer = Zeros()
    var gammaInitializer: any Initializer = Ones()
    var betaRegularizer: (any Regularizer)?
    var gammaRegularizer: (any Regularizer)?
    var betaConstraint: (any Constraint)?
    var gammaConstraint: (any Constraint)?

    func addGamma(to layer: Layer, _ shape: Shape) -> Variable {
        layer.addWeight(
            "gamma", shape: shape, initializer: gammaInitializer, regularizer: gammaRegularizer,
            constraint: gammaConstraint)
    }

    func addBeta(to layer: Layer, _ shape: Shape) -> Variable {
        layer.addWeight(
            "beta", shape: shape, initializer: betaInitializer, regularizer: betaRegularizer,
            constraint: betaConstraint)
    }

    var config: ConfigObject {
        [
            "center": .bool(centers), "scale": .bool(scales), "beta_initializer": betaInitializer.serialized,
            "gamma_initializer": gammaInitializer.serialized, "beta_regularizer": betaRegularizer.serialized,
            "gamma_regularizer": gammaRegularizer.serialized, "beta_constraint": betaConstraint.serialized,
            "gamma_constraint": gammaConstraint.serialized,
        ]
    }
}

extension NormalizationWeights {
    init(config: Config) throws {
        centers = try config.bool("center", default: true)
        scales = try config.bool("scale", default: true)
        betaInitializer = try config.initializer("beta_initializer", default: Zeros())
        gammaInitializer = try config.initializer("gamma_initializer", default: Ones())
        betaRegularizer = try config.regularizer("beta_regularizer")
        gammaRegularizer = try config.regularizer("gamma_regularizer")
        betaConstraint = try config.constraint("beta_constraint")
        gammaConstraint = try config.constraint("gamma_constraint")
    }
}

extension Shape {
    /// The axes that were named, from the front and ascending.
    func resolved(axes: [Int]) throws -> [Int] {
        let places = axes.compactMap { resolved(axis: $0) }
        guard places.count == axes.count, !places.isEmpty, Set(places).count == places.count else {
            throw MyelinError(.shape, "axis \(axes) does not fit an input of shape \(self)")
        }
        return places.sorted()
    }

    /// The sizes of axes in Keras' order: negative ones first, each kind ascending.
    func sizes(ofAxes axes: [Int]) throws -> Shape {
        _ = try resolved(axes: axes)
        return Shape(axes.sorted().map { self[resolved(axis: $0)!] })
    }

    /// With 1 in place of the sizes of all axes but these.
    func keeping(_ axes: [Int]) -> Shape { Shape((0..<rank).map { axes.contains($0) ? self[$0] : 1 }) }
}

/// Normalizes over any axes; gamma and beta have those axes.
func normalized(
    _ x: Tensor, axes: [Int], gamma: Tensor?, beta: Tensor?, epsilon: Double, centered: Bool = true
) throws -> Tensor {
    let places = try x.shape.resolved(axes: axes)
    // The rows are moved to the end, where they are not there.
    let order = (0..<x.rank).filter { !places.contains($0) } + places
    var inverse = order
    for (place, axis) in order.enumerated() { inverse[axis] = place }
    return layerNormalized(
        x.transposed(order), axes: places.count, gamma: gamma, beta: beta, epsilon: epsilon, centered: centered
    ).transposed(inverse)
}

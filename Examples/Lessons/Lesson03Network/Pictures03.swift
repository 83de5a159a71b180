import Myelin

/// The picture of lesson 3.
enum Pictures03 {
    typealias Growth = (parameters: Int, differences: Int, backpropagation: Int)

    static func figure(_ costs: [Double], _ growth: [Growth]) -> Figure {
        var descent = Figure.Panel(
            "Gradient descent", xLabel: "step", yLabel: "cost",
            [.line(costs.indices.map { Double($0 + 1) }, costs, color: Figure.Style.blue)])
        descent.xScale = .logarithmic
        descent.yScale = .logarithmic
        let sizes = growth.map { Double($0.parameters) }
        var price = Figure.Panel(
            "The price of a gradient", xLabel: "parameters", yLabel: "multiplications",
            [
                .linesAndPoints(
                    sizes, growth.map { Double($0.differences) }, label: "by differences", color: Figure.Style.orange),
                .linesAndPoints(
                    sizes, growth.map { Double($0.backpropagation) }, label: "backpropagation", color: Figure.Style.blue
                ),
            ])
        price.xScale = .logarithmic
        price.yScale = .logarithmic
        return Figure(panels: [descent, price], panelSize: (440, 330))
    }
}

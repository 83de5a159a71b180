import Myelin

/// The picture of lesson 8: a sample of each kind.
enum Pictures08 {
    static func figure(_ images: Tensor) throws -> Figure {
        let day = try Samples.sequences()[0].scalars(Float.self).map(Double.init)
        let minutes = (0..<390).map(Double.init)
        let sequence = Figure.Panel(
            "Rank 3: one day of a share", xLabel: "minute", yLabel: "price",
            [.line(minutes, minutes.indices.map { day[3 * $0] }, width: 1.5)])
        let film = Samples.videos()[0]
        let frames = try [0, 3, 6, 9].map { frame in
            Figure.Panel.picture("Rank 5: frame \(frame) of a film", .image(try pixels(of: film[frame])))
        }
        return Figure(
            panels: [
                sequence, Figure.Panel.picture("Rank 4: one image", try .heatMap(rows(of: images[5]), colors: .gray)),
            ] + frames,
            columns: 3, panelSize: (300, 270))
    }

    private static func rows(of image: Tensor) throws -> [[Double]] {
        let values = try image.cast(to: .float32).scalars(Float.self).map(Double.init)
        return (0..<28).map { Array(values[$0 * 28..<($0 + 1) * 28]) }
    }

    private static func pixels(of frame: Tensor) throws -> [[(Double, Double, Double)]] {
        let values = try frame.scalars(Float.self).map(Double.init)
        return (0..<32).map { row in
            (0..<32).map { column in
                let place = 3 * (row * 32 + column)
                return (values[place], values[place + 1], values[place + 2])
            }
        }
    }
}

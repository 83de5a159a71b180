import MyelinCore

// What layers over images have in common.

/// Throws if a shape is not that of images.
func requireImages(_ shape: Shape) throws {
    guard shape.rank == 4 else {
        throw MyelinError(.shape, "expected an input of rank 4 (batch, height, width, channels), got \(shape)")
    }
}

/// Throws if a setting is not a pair of numbers of at least 1.
func requirePairs(_ settings: [(name: String, value: [Int])]) throws {
    for (name, value) in settings where value.count != 2 || value.contains(where: { $0 < 1 }) {
        throw MyelinError(.argument, "\(name): expected two numbers of at least 1, got \(value)")
    }
}

extension Config {
    func padding() throws -> Padding {
        let text = try string("padding", default: "valid")
        guard let padding = Padding(rawValue: text) else {
            throw MyelinError(.file, "\(owner): unknown padding '\(text)'")
        }
        return padding
    }

    func requireChannelsLast() throws {
        let format = try string("data_format", default: "channels_last")
        guard format == "channels_last" else {
            throw MyelinError(.file, "\(owner): data_format '\(format)': only channels_last can be used")
        }
    }
}

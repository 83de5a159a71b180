import Glibc
import MyelinCore

extension STFT {
    /// The weight of each sample of a frame; SciPy's windows of these names, with its defaults for those that have settings.
    public enum Window: String, Hashable, Sendable, CaseIterable {
        /// Sums of cosines.
        case hann, hamming, blackman, nuttall, flattop
        /// A sum of four cosines.
        case blackmanHarris = "blackmanharris"
        /// Straight lines up to the middle and down, from 0 and from above it.
        case bartlett, triang
        /// Curves with one summit in the middle.
        case parzen, bohman, barthann, cosine, lanczos, taylor, exponential
        /// 1 but for the quarters at the ends.
        case tukey
        /// 1 everywhere.
        case boxcar

        /// The other names that SciPy has for them.
        private static let aliases: [String: Window] = [
            "han": .hann, "hamm": .hamming, "ham": .hamming, "black": .blackman, "blk": .blackman, "nutl": .nuttall,
            "nut": .nuttall, "flat": .flattop, "flt": .flattop, "blackharr": .blackmanHarris, "bkh": .blackmanHarris,
            "bart": .bartlett, "brt": .bartlett, "triangle": .triang, "tri": .triang, "parz": .parzen, "par": .parzen,
            "bman": .bohman, "bmn": .bohman, "brthan": .barthann, "bth": .barthann, "halfcosine": .cosine,
            "sinc": .lanczos, "taylorwin": .taylor, "poisson": .exponential, "tuk": .tukey, "box": .boxcar,
            "ones": .boxcar, "rect": .boxcar, "rectangular": .boxcar,
        ]

        /// The window of a name in a file; nil where there is none.
        init?(name: String) {
            guard let window = Self.aliases[name] ?? Self(rawValue: name) else { return nil }
            self = window
        }

        /// The weights of a frame's samples.
        ///
        /// - Parameter periodic: whether they are cut from a window that is longer by one sample.
        func weights(_ count: Int, periodic: Bool) -> [Double] {
            guard count > 1 else { return [Double](repeating: 1, count: count) }
            let length = periodic ? count + 1 : count
            return (0..<count).map { weight($0, of: length) }
        }

        private func weight(_ number: Int, of length: Int) -> Double {
            let last = Double(length - 1), n = Double(number), size = Double(length), place = n / last
            func cosines(_ factors: Double...) -> Double {
                factors.enumerated().reduce(0) { $0 + $1.element * cos(Double($1.offset) * .pi * (2 * place - 1)) }
            }
            let away = abs(n - last / 2), share = 2 * away / size
            switch self {
            case .hann: return cosines(0.5, 0.5)
            case .hamming: return cosines(0.54, 0.46)
            case .blackman: return cosines(0.42, 0.5, 0.08)
            case .nuttall: return cosines(0.3635819, 0.4891775, 0.1365995, 0.0106411)
            case .blackmanHarris: return cosines(0.35875, 0.48829, 0.14128, 0.01168)
            case .flattop: return cosines(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368)
            case .bartlett: return 1 - abs(2 * place - 1)
            case .triang: return 1 - 2 * away / (length % 2 == 0 ? size : size + 1)
            case .parzen:
                return away <= last / 4 ? 1 - 6 * share * share * (1 - share) : 2 * pow(1 - share, 3)
            case .bohman:
                let side = abs(2 * place - 1)
                return (1 - side) * cos(.pi * side) + sin(.pi * side) / .pi
            case .barthann:
                let side = abs(place - 0.5)
                return 0.62 - 0.48 * side + 0.38 * cos(2 * .pi * side)
            case .cosine: return sin(.pi / size * (n + 0.5))
            case .lanczos:
                let angle = .pi * (2 * place - 1)
                return angle == 0 ? 1 : sin(angle) / angle
            case .taylor: return Self.taylor(n, size) / Self.taylor(last / 2, size)
            case .exponential: return exp(-away)
            case .tukey:
                let width = (last / 4).rounded(.down)
                return n <= width || n >= last - width ? 0.5 - 0.5 * cos(4 * .pi * place) : 1
            case .boxcar: return 1
            }
        }

        /// Taylor's window with 4 side lobes of one height, 30 decibels below the main one.
        private static func taylor(_ n: Double, _ size: Double) -> Double {
            let lobes = 4, a = acosh(pow(10, 1.5)) / .pi
            let stretch = Double(lobes * lobes) / (a * a + 3.5 * 3.5)
            return (1..<lobes).reduce(1) { sum, m in
                let square = Double(m * m)
                var factor = m % 2 == 1 ? 1.0 : -1.0
                for other in 1..<lobes {
                    let half = Double(other) - 0.5
                    factor *= 1 - square / stretch / (a * a + half * half)
                    if other != m { factor /= 1 - square / Double(other * other) }
                }
                return sum + factor * cos(2 * .pi * Double(m) * (n - size / 2 + 0.5) / size)
            }
        }
    }
}

extension Config {
    /// The window under a key; null is none.
    func window(_ key: String = "window") throws -> STFT.Window? {
        guard values[key] != .null else { return nil }
        let name = try string(key, default: "hann")
        guard let window = STFT.Window(name: name) else {
            let known = STFT.Window.allCases.map(\.rawValue).joined(separator: ", ")
            throw MyelinError(.file, "\(owner): \(key): expected one of \(known), got \(name)")
        }
        return window
    }
}

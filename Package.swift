// swift-tools-version: 6.1
import PackageDescription

// Targets in dependency order. An arrow may be skipped, never reversed.
let package = Package(
    name: "myelin",
    products: [
        .library(name: "Myelin", targets: ["Myelin"]),
        .executable(name: "myelin", targets: ["MyelinCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C vector kernels: fused elementwise programs, reductions, small products, pooling, random numbers.
        .target(
            name: "CVectorKernels",
            cSettings: [.unsafeFlags([])],
            linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("m")]),
    ],
    cLanguageStandard: .gnu17
)

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
            linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("m")]),
        // The one shim over oneDNN, 2.x and 3.x.
        .target(
            name: "COneDNN", dependencies: ["CVectorKernels"],
            linkerSettings: [.linkedLibrary("dnnl")]),
        // The one shim over libcurl, libzip and zlib.
        .target(
            name: "CArchives",
            linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("zip"), .linkedLibrary("z")]),
        // The one shim over libpng and libjpeg, and the resizing of what they decode.
        .target(name: "CImages", linkerSettings: [.linkedLibrary("png16"), .linkedLibrary("jpeg")]),
        // libhdf5, as it is.
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        // Tensors, the graph, gradients, Programs and the CPU that runs them.
        .target(name: "MyelinCore", dependencies: ["CVectorKernels", "COneDNN"]),
        // Data sets: downloads, file formats, batches.
        .target(name: "MyelinData", dependencies: ["MyelinCore", "CArchives", "CImages", "CVectorKernels"]),
        // Layers, losses, metrics, optimizers, models and their training, by Keras' names.
        .target(name: "MyelinNN", dependencies: ["MyelinCore", "MyelinData"]),
        // Files of whole models.
        .target(name: "MyelinFormats", dependencies: ["MyelinNN", "MyelinData", "CArchives", "CHDF5"]),
        // What users import.
        .target(name: "Myelin", dependencies: ["MyelinCore", "MyelinData", "MyelinNN", "MyelinFormats"]),
        // The command `myelin`.
        .executableTarget(
            name: "MyelinCommand",
            dependencies: ["Myelin", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        // What the tests share.
        .target(name: "TestSupport", dependencies: ["MyelinCore", "MyelinNN"], path: "Tests/TestSupport"),
        .testTarget(name: "MyelinCoreTests", dependencies: ["MyelinCore", "TestSupport"]),
        .testTarget(name: "MyelinDataTests", dependencies: ["MyelinData", "CArchives", "TestSupport"]),
        .testTarget(
            name: "MyelinNNTests", dependencies: ["Myelin", "TestSupport"], exclude: ["Golden"]),
        // The readers of foreign files, for the fuzzer and for tests that damage files.
        .target(name: "FuzzReaders", dependencies: ["MyelinFormats", "MyelinData"], path: "Fuzz/Readers"),
        .testTarget(
            name: "MyelinFormatsTests",
            dependencies: ["MyelinFormats", "MyelinData", "MyelinNN", "FuzzReaders", "TestSupport"]),
        .testTarget(name: "MyelinCommandTests", dependencies: ["Myelin", "MyelinCommand", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)

// Fuzz/README.md tells how to run it. It needs libFuzzer, so other builds must not have it.
if Context.environment["MYELIN_FUZZ"] != nil {
    package.targets.append(.executableTarget(name: "MyelinFuzz", dependencies: ["FuzzReaders"], path: "Fuzz/Driver"))
}

// swift-tools-version: 6.1
import PackageDescription

// Targets in dependency order. An arrow may be skipped, never reversed.
let package = Package(
    name: "myelin",
    products: [
        .library(name: "Myelin", targets: ["Myelin"]),
        .library(name: "MyelinTensorBoard", targets: ["MyelinTensorBoard"]),
        .executable(name: "myelin", targets: ["MyelinCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
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
        // Tables: CSV files, scalers, splits, search over settings, networks that take raw rows.
        .target(name: "MyelinTables", dependencies: ["MyelinNN", "MyelinData", "MyelinFormats", "SwiftCSV"]),
        // Pictures, drawn by gnuplot and Graphviz.
        .target(name: "MyelinPlots", dependencies: ["MyelinNN", "MyelinData"]),
        // What users import.
        .target(
            name: "Myelin",
            dependencies: ["MyelinCore", "MyelinData", "MyelinNN", "MyelinFormats", "MyelinTables", "MyelinPlots"]),
        // Logs for TensorBoard; apart, because of the protocol buffers.
        .target(
            name: "MyelinTensorBoard",
            dependencies: [
                "MyelinNN", "MyelinData", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ], exclude: ["Protos", "Generated/README.md"]),
        // The page on which one sees a network learn, and its server.
        .target(
            name: "MyelinPlayground",
            dependencies: ["Myelin", .product(name: "Hummingbird", package: "hummingbird")],
            resources: [.embedInCode("Web")]),
        // The course: short lessons that run.
        .target(name: "MyelinLessons", dependencies: ["Myelin"], path: "Examples/Lessons"),
        // The command `myelin`.
        .executableTarget(
            name: "MyelinCommand",
            dependencies: [
                "Myelin", "MyelinLessons", "MyelinPlayground", "MyelinTensorBoard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // What the tests share.
        .target(name: "TestSupport", dependencies: ["MyelinCore", "MyelinNN"], path: "Tests/TestSupport"),
        .testTarget(name: "MyelinCoreTests", dependencies: ["MyelinCore", "CVectorKernels", "TestSupport"]),
        .testTarget(name: "MyelinDataTests", dependencies: ["MyelinData", "CArchives", "TestSupport"]),
        .testTarget(
            name: "MyelinNNTests", dependencies: ["Myelin", "TestSupport"], exclude: ["Golden"]),
        // The readers of foreign files, for the fuzzer and for tests that damage files.
        .target(name: "FuzzReaders", dependencies: ["MyelinFormats", "MyelinData", "MyelinNN"], path: "Fuzz/Readers"),
        .testTarget(
            name: "MyelinFormatsTests",
            dependencies: ["MyelinFormats", "MyelinData", "MyelinNN", "FuzzReaders", "TestSupport"]),
        .testTarget(name: "MyelinTablesTests", dependencies: ["Myelin", "TestSupport"]),
        .testTarget(name: "MyelinPlotsTests", dependencies: ["Myelin", "MyelinTensorBoard", "TestSupport"]),
        .testTarget(name: "MyelinPlaygroundTests", dependencies: ["MyelinPlayground", "TestSupport"]),
        .testTarget(name: "MyelinLessonsTests", dependencies: ["MyelinLessons", "TestSupport"]),
        .testTarget(name: "MyelinCommandTests", dependencies: ["Myelin", "MyelinCommand", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)

// Fuzz/README.md tells how to run it. It needs libFuzzer, so other builds must not have it.
if Context.environment["MYELIN_FUZZ"] != nil {
    package.targets.append(.executableTarget(name: "MyelinFuzz", dependencies: ["FuzzReaders"], path: "Fuzz/Driver"))
}

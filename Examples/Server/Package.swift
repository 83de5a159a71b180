// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "server",
    dependencies: [
        // In a package of your own: .package(url: "…/myelin", …).
        .package(name: "myelin", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        .executableTarget(
            name: "Server",
            dependencies: [
                .product(name: "Myelin", package: "myelin"), .product(name: "Hummingbird", package: "hummingbird"),
            ])
    ],
    swiftLanguageModes: [.v6]
)

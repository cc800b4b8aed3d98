// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that who uses FastResolve does not fetch what only measuring needs.
let package = Package(
  name: "fastresolve-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "fastresolve", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "compare",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
    ),
    .executableTarget(
      name: "patterns",
      dependencies: [
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FastResolve", package: "fastresolve"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that who uses FastResolve does not fetch what only measuring needs.
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "fastresolve-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "fastresolve", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits: counting mallocs by jemalloc would ask for that library.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // What measuring takes: child processes, medians, charts, a section of a document.
    .target(name: "Measuring"),
    .executableTarget(name: "compare", dependencies: ["Measuring", argumentParser]),
    .executableTarget(name: "scale", dependencies: ["Measuring", argumentParser]),
    .executableTarget(name: "inputs", dependencies: ["Measuring", argumentParser]),
    .executableTarget(
      name: "micro",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "FastResolve", package: "fastresolve"),
      ],
      path: "Benchmarks/micro",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    ),
    .executableTarget(
      name: "patterns",
      dependencies: [argumentParser, .product(name: "FastResolve", package: "fastresolve")]
    ),
    .executableTarget(
      name: "rules",
      dependencies: [
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FastResolve", package: "fastresolve"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

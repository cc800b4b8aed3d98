// swift-tools-version: 6.1

import PackageDescription

let package = Package(
  name: "fastresolve",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "FastResolve", targets: ["FastResolve"]),
    .executable(name: "qresolve-batch", targets: ["qresolve-batch"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // The regex engine. The module map and the shim are all there is in the target;
    // the library itself comes from the system.
    .systemLibrary(
      name: "CPCRE2",
      pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]
    ),
    // The YAML of rule sets, likewise. Not by way of Yams, the Swift package around it, whose use
    // of all of Foundation makes the binary three times as large (24 MB to 76 MB, with the Swift
    // library in it) and costs a millisecond of a start of four.
    .systemLibrary(
      name: "CYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
    ),
    // Looking for bytes and comparing rows by vector instructions, asking for memory ahead of time,
    // and heaps that grow in large steps, which Swift has no words for.
    .target(name: "CBytes"),
    // The system's counter of instructions, which is opened by a call that Swift can't make.
    .target(name: "CInstructionCounter"),
    .target(
      name: "FastResolve",
      dependencies: [
        "CBytes",
        "CInstructionCounter",
        "CPCRE2",
        "CYAML",
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .executableTarget(
      name: "qresolve-batch",
      dependencies: [
        "CBytes",
        "FastResolve",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    .testTarget(
      name: "FastResolveTests",
      dependencies: [
        "CBytes",
        "FastResolve",
        .product(name: "SystemPackage", package: "swift-system"),
      ]
    ),
    // Runs the built command as a user would.
    .testTarget(
      name: "CommandTests",
      dependencies: ["qresolve-batch"]
    ),
  ],
  swiftLanguageModes: [.v6]
)

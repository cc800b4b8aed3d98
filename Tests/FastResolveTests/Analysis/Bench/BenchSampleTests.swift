import Testing

@testable import FastResolve

/// A sample has whole rows of the inventory, in their order, as they stand there.
@Suite struct BenchSampleTests {
  private func lines(_ count: Int) -> [String] {
    (0..<count).map { "m\($0 / 100)\ta.b\($0)\ttorch.nn.Linear\n" }
  }

  private static let header = "model\tmodule_path\tmodule_type\n"

  @Test func wholeInventories() throws {
    let texts = [
      ("in.tsv", Self.header + lines(500).joined()), ("in.txt", "a.b\n\nc"),
      ("in.csv", "module_path,x\r\n\"a\nb\",1\r\nc,2"),
      ("in.jsonl", "\n{\"module_path\": \"a\"}\n\n{\"module_path\": \"b\"}"),
      ("in.tsv", "\u{FEFF}module_path\na\n"),
    ]
    for (name, text) in texts {
      for rows in [nil, 1000] {
        let sample = try BenchSample(
          .bytes(Array(text.utf8), name: name), format: nil, rows: rows)
        #expect(String(decoding: sample.bytes, as: UTF8.self) == text)
        #expect(sample.isWhole && sample.totalBytes == text.utf8.count && sample.name == name)
      }
    }
  }

  @Test func samplesAreSpread() throws {
    let all = lines(100_000)
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.header + all.joined(), to: "in.tsv")
    let whole = Set(all)
    for wanted in [1, 100, 1000, 20_000, 60_000] {
      let sample = try BenchSample(.file(path), format: nil, rows: wanted)
      var rows = String(decoding: sample.bytes, as: UTF8.self).split(separator: "\n").map {
        String($0) + "\n"
      }
      #expect(rows.removeFirst() == Self.header)
      #expect(!sample.isWhole)
      // Chunks are whole: of few rows there are some hundred at the least.
      #expect(abs(rows.count - wanted) < max(200, wanted / 10), "\(rows.count) for \(wanted)")
      #expect(rows.allSatisfy(whole.contains))
      #expect(Set(rows).count == rows.count)
      let numbers = rows.compactMap { row in
        row.split(separator: "\t")[1].dropFirst(3).split(separator: ".").first.flatMap { Int($0) }
      }
      #expect(numbers == numbers.sorted())
      if wanted >= 20_000 {
        for tenth in 0..<10 {
          let count = numbers.count { $0 / 10_000 == tenth }
          #expect(count * 25 > numbers.count, "tenth \(tenth) of \(wanted): \(count)")
        }
      }
    }
  }

  @Test func fingerprints() throws {
    func fingerprint(_ text: String) throws -> UInt64 {
      try BenchSample(.bytes(Array(text.utf8), name: "in.txt"), format: nil, rows: nil).fingerprint
    }
    #expect(try fingerprint("a\nb\n") == fingerprint("a\nb\n"))
    #expect(try fingerprint("a\nb\n") != fingerprint("a\nc\n"))
  }

  @Test func rowsAreRead() throws {
    let text =
      "model\tmodule_path\top\tmodule_type\ttarget\tindex\n"
      + "m\ta.b\t\tL\t\t\nm\ta\tcall_function\tL\tf\t3\nn\ta.b\toutput\t\t\t\n"
    let sample = try BenchSample(
      .bytes(Array(text.utf8), name: "in.tsv"), format: nil, rows: nil)
    let rows = try SampleRows(sample, format: nil)
    #expect(rows.count == 3 && rows.pathCount == 2)
    var seen: [String] = []
    rows.forEach { row, path, isNewModel in
      seen.append(
        "\(row.operation.rawValue) \(row.modulePath.text) \(rows.path(path).text) "
          + "\(row.moduleType.text) \(row.target.text) "
          + "\(row.index == RowFields.noIndex ? -1 : row.index) \(isNewModel)")
    }
    #expect(
      seen == [
        "call_module a.b a.b L  -1 true", "call_function a a L f 3 false",
        "output a.b a.b   -1 true",
      ])
  }

  /// What is wrong with a row is said with its line in the inventory, not in the sample.
  @Test func badRowsOfSamples() throws {
    var all = lines(20_000)
    let bad = all.indices.filter { $0 % 7 == 3 }
    for index in bad { all[index] = "bad \(index)\n" }
    let sample = try BenchSample(
      .bytes(Array((Self.header + all.joined()).utf8), name: "in.tsv"), format: nil, rows: 1000)
    let first = String(decoding: sample.bytes, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("bad") }
    let index = try #require(first.flatMap { Int($0.dropFirst(4)) })
    let error = #expect(throws: InputError.self) { _ = try SampleRows(sample, format: nil).count }
    #expect(error?.line == index + 2)
    // In the middle, too.
    let lines = String(decoding: sample.bytes, as: UTF8.self).split(separator: "\n")
    for (place, line) in lines.enumerated() where line.hasPrefix("bad") {
      let error = sample.error(InputError(source: "in.tsv", line: place + 1, reason: ""))
      #expect(error.line.map { "bad \($0 - 2)" } == String(line))
    }
  }
}

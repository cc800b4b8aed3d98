// A report as one page of HTML.
//
// The page has no network: style, script and data stand in it, and its content security policy
// allows nothing else, by the SHA-256 of the one style and the one script. The script makes all
// that is seen out of the data, by `createElement` and `textContent`: what a rule set or an
// inventory says is never read as HTML. The data itself is JSON that can't end its element
// (`ScriptJSON`).
//
// The tree of an inventory of millions of rows has tens of thousands of nodes. They are arrays of
// numbers in the data, and elements only where a branch is open.

/// A report as one page of HTML.
public struct ReportPage: Sendable {
  /// The report.
  public var report: InventoryReport

  /// No page is longer than this, in bytes, whatever the inventory and the rules.
  public static let maximumBytes = 4_900_000

  /// Makes the page of a report.
  public init(_ report: InventoryReport) { self.report = report }

  /// Writes the page.
  ///
  /// - Parameter sink: What takes it, in UTF-8.
  /// - Throws: `FileError` where it can't be written.
  /// - Complexity: O(*n* log *n*) in the size of the report.
  public func write(to sink: any ByteSink) throws(FileError) { try sink.write(html()) }

  /// The page in UTF-8.
  ///
  /// - Parameter maximumBytes: How long it may be.
  func html(maximumBytes: Int = Self.maximumBytes) -> [UInt8] {
    let markup = ReportMarkup(
      title: ScriptJSON.cut(report.rulesName), style: reportStyle, script: reportScript)
    var html = Array(markup.beforeData.utf8)
    let room = maximumBytes - html.count - markup.afterData.utf8.count
    html += PageData(report, bytes: room).json.bytes
    html += markup.afterData.utf8
    return html
  }
}

/// The HTML of a page around its data.
struct ReportMarkup {
  /// The title, as it is to be read.
  var title: String
  var style: String
  var script: String

  private var policy: String {
    "default-src 'none'; style-src '\(Self.source(style))'; script-src '\(Self.source(script))'; "
      + "base-uri 'none'; form-action 'none'"
  }

  /// The content of an element as a policy names it.
  private static func source(_ content: String) -> String {
    "sha256-" + SHA256.digest(Array(content.utf8)).base64
  }

  /// What stands before the data.
  var beforeData: String {
    #"""
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\#(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="FastResolve">
    <title>\#(escapedForHTML(title)) · FastResolve report</title>
    <style>\#(style)</style>
    </head>
    <body>
    <noscript><p>This page is made by a script in it, which needs no network. Please allow it to run.</p></noscript>
    <main id="page"></main>
    <script type="application/json" id="data">
    """#
  }

  /// What stands behind the data.
  var afterData: String {
    """
    </script>
    <script>\(script)</script>
    </body>
    </html>

    """
  }
}

/// A text as it is written between tags or in an attribute with double quotes.
func escapedForHTML(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\0": escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

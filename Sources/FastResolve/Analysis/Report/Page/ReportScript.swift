/// The script of a page, put together from its parts. All of it is one function, so the parts see
/// each other.
let reportScript =
  "\n(() => {\n\"use strict\";\n"
  + [
    reportScriptBasics, reportScriptQConfigs, reportScriptRules, reportScriptTables,
    reportScriptTree, reportScriptTreeView, reportScriptPage,
  ].joined(separator: "\n") + "})();\n"

/// Elements, numbers, the theme.
let reportScriptBasics = #"""

  const data = JSON.parse(document.getElementById("data").textContent);

  /** Makes an element. Text is text: nothing here is ever read as HTML. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat().filter(child => child !== null && child !== undefined));
    return made;
  }

  const grouped = number => number.toLocaleString("en-US");

  function counted(number, noun) {
    return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
  }

  /** A share in percent, never 0 or 100 for what is neither. */
  function percent(part, whole) {
    if (whole === 0 || part === 0) return "0 %";
    const share = part / whole * 100;
    if (part < whole && share > 99.9) return "> 99.9 %";
    if (share < 0.1) return "< 0.1 %";
    return share.toFixed(share < 100 ? 1 : 0) + " %";
  }

  /** Calls a function when there was no further call for a while. */
  function delayed(milliseconds, body) {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(body, milliseconds); };
  }

  /** A text with the parts marked that were looked for. */
  function marked(text, words) {
    const lower = text.toLowerCase();
    const parts = [];
    let done = 0;
    // Some letters change their length with their case; then nothing is marked.
    while (lower.length === text.length) {
      let [start, end] = [text.length, text.length];
      for (const word of words) {
        const found = lower.indexOf(word, done);
        if (found >= 0 && (found < start || found === start && found + word.length > end)) {
          [start, end] = [found, found + word.length];
        }
      }
      if (start === text.length) break;
      parts.push(text.slice(done, start), element("mark", {}, text.slice(start, end)));
      done = end;
    }
    parts.push(text.slice(done));
    return parts;
  }

  const wordsOf = text => text.toLowerCase().split(/\s+/).filter(word => word !== "");

  const theme = {
    system: matchMedia("(prefers-color-scheme: dark)"),
    chosen: null,
    get isDark() { return this.chosen ? this.chosen === "dark" : this.system.matches; },
    apply(button) {
      document.documentElement.dataset.theme = this.isDark ? "dark" : "light";
      button.textContent = this.isDark ? "Light" : "Dark";
      button.setAttribute("aria-label", `Switch to the ${this.isDark ? "light" : "dark"} theme`);
    },
    button() {
      // A page opened from a file may have no storage.
      try { this.chosen = localStorage.getItem("fastresolve-theme"); } catch {}
      const button = element("button", { id: "theme", type: "button" });
      button.addEventListener("click", () => {
        this.chosen = this.isDark ? "light" : "dark";
        try { localStorage.setItem("fastresolve-theme", this.chosen); } catch {}
        this.apply(button);
      });
      this.system.addEventListener("change", () => this.apply(button));
      this.apply(button);
      return button;
    },
  };

  """#

/// Qconfigs: their colours, labels, bars.
let reportScriptQConfigs = #"""

  const colourCount = 8;

  /** The class that gives each qconfig its colour; qconfigs come with the most rows first. */
  const qconfigClasses = (() => {
    let next = 0;
    return data.qconfigs.map((_, number) =>
      number === data.nullQConfig ? "null" : next < colourCount ? `q${next++}` : "other");
  })();

  const classOf = qconfig => qconfig < 0 ? "other" : qconfigClasses[qconfig];

  function labelOf(qconfig) {
    if (qconfig < 0) return "other qconfigs";
    return qconfig === data.nullQConfig ? "null, not quantized" : data.qconfigs[qconfig][0];
  }

  function swatch(qconfig) {
    return element("i", { class: `swatch fill ${classOf(qconfig)}`, "aria-hidden": "true" });
  }

  /** Colour and label, never one without the other. */
  function qconfigLabel(qconfig, isOneLine) {
    const label = labelOf(qconfig);
    const isValue = qconfig >= 0 && qconfig !== data.nullQConfig;
    return element("span", { class: "qconfig", title: label }, swatch(qconfig),
      element("span", { class: `text${isValue ? " code" : ""}${isOneLine ? " one" : ""}` },
        qconfig === data.nullQConfig ? [element("span", { class: "code" }, "null"), " not quantized"] : label));
  }

  /**
   * A bar of parts.
   * @param shares [qconfig, rows] in any order; what they lack of the whole is other qconfigs.
   */
  function stackedBar(shares, whole) {
    const byClass = new Map();
    let left = whole;
    for (const [qconfig, rows] of shares) {
      const name = classOf(qconfig);
      byClass.set(name, (byClass.get(name) ?? 0) + rows);
      left -= rows;
    }
    if (left > 0) byClass.set("other", (byClass.get("other") ?? 0) + left);
    const bar = element("span", { class: "bar", role: "img" });
    const order = ["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "other", "null"];
    for (const name of order) {
      const rows = byClass.get(name);
      if (!rows) continue;
      const part = element("i", { class: `fill ${name}` });
      part.style.flex = `${rows / whole} 1 0`;
      bar.append(part);
    }
    const text = describeShares(shares, whole);
    bar.setAttribute("aria-label", text);
    bar.title = text;
    return bar;
  }

  function describeShares(shares, whole) {
    const parts = [...shares].sort((one, other) => other[1] - one[1]).slice(0, 6)
      .map(([qconfig, rows]) => `${shortened(labelOf(qconfig), 40)} ${percent(rows, whole)}`);
    const told = [...shares].sort((one, other) => other[1] - one[1]).slice(0, 6)
      .reduce((sum, share) => sum + share[1], 0);
    if (told < whole) parts.push(`others ${percent(whole - told, whole)}`);
    return parts.join(", ");
  }

  const shortened = (text, length) => text.length > length ? text.slice(0, length) + "…" : text;

  """#

/// Rules: their names and what they are.
let reportScriptRules = #"""

  const tierNames = ["global", "object_type", "module_name_regex", "module_name", "module_name_object_type_order"];

  const rules = data.rules.map(([tier, position, key, qconfig, matched, decided, asked]) =>
    ({ tier, position, key, qconfig, matched, decided, asked }));

  /** Those that are rules; behind them stand what others are called together. */
  const namedRules = rules.filter(rule => rule.position >= 0 && rule.tier >= 0);

  function ruleName(rule) {
    if (rule.tier === -1) return "none";
    if (rule.tier === -2) return "several rules";
    if (rule.position < 0) return `other ${tierNames[rule.tier]} rules`;
    return rule.tier === 0 ? "global" : `${tierNames[rule.tier]}[${rule.position}]`;
  }

  /** A name that may be broken behind its underscores. */
  function breakable(name) {
    return name.split(/(?<=_)/).flatMap((part, index) => index > 0 ? [element("wbr"), part] : [part]);
  }

  function ruleLabel(rule, words = []) {
    const key = rule.key ? [" ", element("span", { class: "code" }, ...marked(rule.key, words))] : [];
    return element("span", {}, element("span", { class: "muted" }, ruleName(rule)), ...key);
  }

  const statuses = {
    unmatched: { label: "matches nothing", severity: "error" },
    overruled: { label: "never decides", severity: "warning" },
    deciding: { label: "decides", severity: null },
  };

  function statusOf(rule) {
    return rule.decided > 0 ? "deciding" : rule.matched > 0 ? "overruled" : "unmatched";
  }

  """#

/// The page as a whole.
let reportScriptPage = #"""

  function section(id, title, lead, ...content) {
    return element("section", { id, "aria-labelledby": `${id}-title` },
      element("div", { class: "head" }, element("h2", { id: `${id}-title` }, title),
        lead ? element("span", { class: "muted small" }, lead) : null),
      ...content);
  }

  function tile(label, value, extra, kind) {
    return element("div", { class: `tile${kind ? ` ${kind}` : ""}` },
      element("div", { class: "label" }, label), element("div", { class: "value" }, value),
      element("div", { class: "extra" }, extra ?? ""));
  }

  const hasModels = data.models.some(([name]) => name !== "");
  const hasTypes = data.types.some(([name]) => name !== "");

  function tiles() {
    const unquantized = data.qconfigs[data.nullQConfig][1];
    const deciding = data.ruleCount - data.unmatchedCount - data.overruledCount;
    const inputs = data.inventoryCount === 1 ? "in one inventory" : `in ${counted(data.inventoryCount, "inventory").replace("inventorys", "inventories")}`;
    return element("div", { class: "tiles" },
      tile("Rows", grouped(data.rowCount), data.badRowCount > 0 ? `${counted(data.badRowCount, "bad row")} skipped` : inputs),
      hasModels ? tile("Models", grouped(data.modelCount), hasTypes ? `${counted(data.typeCount, "module type")}` : "")
        : hasTypes ? tile("Module types", grouped(data.typeCount)) : null,
      tile("Quantized", percent(data.rowCount - unquantized, data.rowCount), `${counted(unquantized, "row")} not quantized`),
      tile("QConfigs in use", grouped(data.qconfigCount), data.qconfigs[data.nullQConfig][1] > 0 ? "null among them" : ""),
      findingTile(),
      tile("Rules that decide", grouped(deciding), `of ${grouped(data.ruleCount)}`),
      tile("Rules that match nothing", grouped(data.unmatchedCount), data.unmatchedCount > 0 ? "in no row here" : "", data.unmatchedCount > 0 ? "bad" : null),
      tile("Rules that never decide", grouped(data.overruledCount), data.overruledCount > 0 ? "though they match" : "", data.overruledCount > 0 ? "warn" : null));
  }

  function findingTile() {
    const [errors, warnings, notes] = data.findingCounts;
    const total = errors + warnings + notes;
    return tile("Lints", grouped(total),
      total === 0 ? "nothing to say of the rules"
        : `${counted(errors, "error")}, ${counted(warnings, "warning")}, ${counted(notes, "note")}`,
      errors > 0 ? "bad" : warnings > 0 ? "warn" : null);
  }

  function shareRow(label, rows, bar) {
    return element("div", { class: "share-row" }, element("div", { class: "share-name" }, label), bar,
      element("div", { class: "number" }, grouped(rows)),
      element("div", { class: "number muted" }, percent(rows, data.rowCount)));
  }

  /** A bar alone, as long as its share of the longest. */
  function plainBar(name, rows, longest) {
    const part = element("i", { class: `fill ${name}` });
    part.style.width = `${longest > 0 ? rows / longest * 100 : 0}%`;
    return element("div", { class: "bar", "aria-hidden": "true" }, rows > 0 ? part : null);
  }

  function qconfigPanel(view) {
    const used = data.qconfigs.map(([, rows], qconfig) => ({ qconfig, rows })).filter(use => use.rows > 0);
    const longest = used[0]?.rows ?? 0;
    const list = element("div", { class: "shares" });
    const more = element("div", { class: "more" });
    function show(limit) {
      list.replaceChildren(...used.slice(0, limit).map(use => shareRow(
        element("button", { type: "button", class: "plain", title: "Show in the tree", onclick: () => view.showQConfig(use.qconfig) },
          qconfigLabel(use.qconfig)),
        use.rows, plainBar(classOf(use.qconfig), use.rows, longest))));
      const left = used.slice(limit).reduce((sum, use) => sum + use.rows, 0);
      const unnamed = data.rowCount - used.reduce((sum, use) => sum + use.rows, 0);
      if (left + unnamed > 0) {
        list.append(shareRow(element("span", { class: "qconfig" }, element("i", { class: "swatch fill other", "aria-hidden": "true" }),
          `${grouped(data.qconfigCount - Math.min(limit, used.length))} other qconfigs`), left + unnamed, plainBar("other", left + unnamed, longest)));
      }
      more.replaceChildren(...(used.length > limit
        ? [element("button", { type: "button", onclick: () => show(limit + 200) }, `Show ${grouped(Math.min(200, used.length - limit))} more`)] : []));
    }
    show(11);
    return element("div", { class: "panel" }, element("h3", {}, "By qconfig"), list, more);
  }

  function tierPanel() {
    const tiers = [["none", data.tiers[0]], ...tierNames.map((name, place) => [name, data.tiers[place + 1]])]
      .filter(([name, rows]) => name !== "none" || rows > 0).reverse();
    const longest = Math.max(...tiers.map(tier => tier[1]));
    return element("div", { class: "panel" }, element("h3", {}, "By what decides"),
      element("div", { class: "shares" }, tiers.map(([name, rows]) =>
        shareRow(element("span", { class: "small code" }, breakable(name)), rows, plainBar("tier", rows, longest)))));
  }

  function rulesSection(view) {
    const rows = namedRules.map((rule, number) => ({ ...rule, number, status: statusOf(rule) }));
    const [unnamed, unmatched, overruled, decided] = data.unnamedRules;
    const hasCosts = rows.some(rule => rule.asked !== null);
    const deciding = data.ruleCount - data.unmatchedCount - data.overruledCount;
    const table = dataTable([
      { label: "Rule", class: "rule", isAscending: true, value: rule => rule.number,
        cell: rule => rule.decided > 0
          ? element("button", { type: "button", class: "plain", title: "Show in the tree", onclick: () => view.showRule(rule.number) }, breakable(ruleName(rule)))
          : element("span", {}, breakable(ruleName(rule))) },
      { label: "Key", class: "key", isAscending: true, value: rule => rule.key,
        cell: (rule, words) => element("span", { class: "code" }, ...marked(rule.key, words)) },
      { label: "QConfig", isAscending: true, class: "qconfigs", value: rule => labelOf(rule.qconfig), cell: rule => qconfigLabel(rule.qconfig) },
      { label: "Matches", class: "number", hint: "Rows that the rule matches, overruled or not", value: rule => rule.matched, cell: rule => grouped(rule.matched) },
      { label: "Decides", class: "number", hint: "Rows that the rule decides", value: rule => rule.decided, cell: rule => grouped(rule.decided) },
      ...(hasCosts ? [{ label: "Run on", class: "number",
        hint: "The share of the rows on which a regex has to be run, as its literals can't rule the path out: what it costs. From one path in eight",
        value: rule => rule.asked ?? -1,
        cell: rule => rule.asked === null ? "" : percent(rule.asked, 1e6) }] : []),
      { label: "Status", value: rule => rule.status, isAscending: true, class: "labelled",
        cell: rule => statuses[rule.status].severity
          ? element("span", { class: `chip ${statuses[rule.status].severity}` }, statuses[rule.status].label) : "" },
    ], rows, {
      name: "rules", sortedBy: 4, pageSize: 25, textOf: rule => `${ruleName(rule)} ${rule.key} ${labelOf(rule.qconfig)}`,
      kinds: [
        { label: `All ${grouped(data.ruleCount)}` },
        { label: `Decide ${grouped(deciding)}`, test: rule => rule.status === "deciding" },
        { label: `Never decide ${grouped(data.overruledCount)}`, test: rule => rule.status === "overruled" },
        { label: `Match nothing ${grouped(data.unmatchedCount)}`, test: rule => rule.status === "unmatched" },
      ],
      note: unnamed > 0
        ? `${counted(unnamed, "more rule")} not on this page: ${grouped(unmatched)} match nothing, ${grouped(overruled)} never decide, the others decide ${counted(decided, "row")}.`
        : null,
    });
    return section("rules", "Rules", "a rule decides where no rule of a higher tier, and in its tier none before it, matches", table);
  }

  function findingItem([code, severity, title, place, key, message, suggestion, examples, related]) {
    const facts = [];
    const fact = (name, values) => {
      if (values.length === 0) return;
      facts.push(element("dt", {}, name),
        element("dd", {}, values.map(value => element("div", { class: "code" }, value))));
    };
    fact("write", suggestion === null ? [] : [suggestion]);
    fact("such as", examples);
    fact("see", related);
    return element("li", {},
      element("div", { class: "side" }, element("span", { class: `chip ${severity}` }, severity),
        element("span", { class: "muted small" }, code)),
      element("div", {},
        element("div", {}, element("strong", {}, title[0].toUpperCase() + title.slice(1)), " ",
          element("span", { class: "muted" }, place), " ", key ? element("span", { class: "code" }, key) : null),
        element("div", {}, message),
        facts.length > 0 ? element("dl", {}, facts) : null));
  }

  function findingsSection() {
    const total = data.findingCounts.reduce((sum, count) => sum + count, 0);
    const state = { severity: null, words: [], shown: 10 };
    const list = element("ul", { class: "findings" });
    const more = element("div", { class: "more" });
    function show() {
      const chosen = data.findings.filter(finding =>
        (state.severity === null || finding[1] === state.severity)
        && state.words.every(word => finding.flat().join(" ").toLowerCase().includes(word)));
      list.replaceChildren(...chosen.slice(0, state.shown).map(findingItem));
      const left = chosen.length - state.shown;
      more.replaceChildren(...(left > 0
        ? [element("button", { type: "button", onclick: () => { state.shown += 100; show(); } }, `Show ${grouped(Math.min(100, left))} more`),
          element("span", {}, `${grouped(left)} not shown`)]
        : chosen.length === 0 ? ["Nothing matches the filter."]
          : total > data.findings.length ? [`${grouped(total - data.findings.length)} more are not on this page; check lists them.`] : []));
    }
    const search = element("input", { type: "search", placeholder: "Filter lints", "aria-label": "Filter lints",
      oninput: delayed(120, () => { state.words = wordsOf(search.value); state.shown = 10; show(); }) });
    const kinds = [[null, `All ${grouped(total)}`],
      ...["error", "warning", "note"].map((severity, index) => [severity, counted(data.findingCounts[index], severity)])];
    const buttons = kinds.map(([severity, label]) => element("button", { type: "button", "aria-pressed": String(severity === null),
      onclick: event => {
        state.severity = severity;
        state.shown = 10;
        buttons.forEach(button => button.setAttribute("aria-pressed", String(button === event.currentTarget)));
        show();
      } }, label));
    if (total === 0) return element("div", { class: "panel muted" }, "There is nothing to say of the rules.");
    show();
    return element("div", { class: "panel" },
      total > 5 ? element("div", { class: "tools" }, search, buttons) : null, list, more);
  }

  const fileName = path => path.slice(path.lastIndexOf("/") + 1) || path;

  function render() {
    const view = treeView();
    const sections = [
      element("section", { id: "overview", "aria-label": "Overview" }, tiles()),
      section("qconfigs", "QConfigs", null, element("div", { class: "columns" }, qconfigPanel(view), tierPanel())),
      section("tree", "Module paths", "of all models, numbers folded into *", view.element),
      rulesSection(view),
      section("findings", "Lints", "what check finds in the rules, and in what becomes of them here", findingsSection()),
      hasModels ? section("models", "Models", null, groupTable(data.models, data.modelCount, "Model", "models")) : null,
      hasTypes ? section("types", "Module types", null, groupTable(data.types, data.typeCount, "Module type", "module types")) : null,
    ].filter(part => part !== null);
    const names = { overview: "Overview", qconfigs: "QConfigs", tree: "Tree", rules: "Rules", findings: "Lints", models: "Models", types: "Types" };
    const inventories = data.inventories.join(", ") + (data.inventoryCount > data.inventories.length ? ", …" : "");
    document.getElementById("page").append(
      element("header", { class: "top" },
        element("nav", { "aria-label": "Sections" }, sections.map(part => element("a", { href: `#${part.id}` }, names[part.id]))),
        theme.button()),
      element("div", { class: "title" },
        element("h1", {}, fileName(data.rulesName)),
        element("p", {}, ...(fileName(data.rulesName) === data.rulesName ? [] : [`${data.rulesName}, `]), "resolved on ", inventories)),
      ...sections,
      element("footer", {}, "Made by FastResolve. This page needs no network."));
    document.documentElement.dataset.ready = "true";
  }

  render();

  """#

/// Tables that are sorted and filtered.
let reportScriptTables = #"""

  /**
   * A table that can be sorted and filtered. Only the rows that are shown are elements.
   * @param columns { label, value(row) to sort by, cell(row, words), class, hint, isAscending }
   * @param rows The rows.
   * @param options { name, textOf(row), sortedBy, pageSize, kinds: [{ label, test(row) }], note }
   */
  function dataTable(columns, rows, options) {
    const state = { column: options.sortedBy, isAscending: false, kind: 0, words: [], shown: options.pageSize };
    const body = element("tbody");
    const more = element("div", { class: "more" });
    const count = element("span", { class: "state", role: "status" });
    const heads = columns.map((column, index) => element("th",
      { class: column.class, scope: "col", title: column.hint },
      element("button", { type: "button", onclick: () => sort(index) }, column.label)));

    function sort(index) {
      const isSame = state.column === index;
      state.isAscending = isSame ? !state.isAscending : columns[index].isAscending === true;
      state.column = index;
      show();
    }

    function chosenRows() {
      const kind = options.kinds?.[state.kind];
      const chosen = rows.filter(row =>
        (!kind?.test || kind.test(row))
        && state.words.every(word => options.textOf(row).toLowerCase().includes(word)));
      const value = columns[state.column].value;
      const direction = state.isAscending ? 1 : -1;
      // The sort is stable: among equals the order of the data stays.
      return chosen.sort((one, other) => {
        const [left, right] = [value(one), value(other)];
        return left < right ? -direction : left > right ? direction : 0;
      });
    }

    function show() {
      const chosen = chosenRows();
      body.replaceChildren(...chosen.slice(0, state.shown).map(row => element("tr", {},
        columns.map(column => {
          const content = column.cell(row, state.words);
          return element("td", { class: column.class, "data-label": column.label }, content);
        }))));
      heads.forEach((head, index) => {
        const order = state.isAscending ? "ascending" : "descending";
        if (index === state.column) head.setAttribute("aria-sort", order);
        else head.removeAttribute("aria-sort");
      });
      const isWhole = chosen.length === rows.length;
      count.textContent = isWhole ? "" : `${grouped(chosen.length)} of ${grouped(rows.length)}`;
      const left = chosen.length - state.shown;
      more.replaceChildren(
        ...(left > 0
          ? [element("button", { type: "button", onclick: () => { state.shown += 200; show(); } },
              `Show ${grouped(Math.min(200, left))} more`),
            element("span", {}, `${grouped(left)} not shown`)]
          : chosen.length === 0 ? [element("span", {}, "Nothing matches the filter.")] : []),
        ...(options.note ? [element("span", {}, options.note)] : []));
    }

    const search = element("input", {
      type: "search", placeholder: `Filter ${options.name}`, "aria-label": `Filter ${options.name}`,
      oninput: delayed(120, () => { state.words = wordsOf(search.value); state.shown = options.pageSize; show(); }),
    });
    const kinds = (options.kinds ?? []).map((kind, index) => element("button",
      { type: "button", "aria-pressed": String(index === state.kind), onclick: () => choose(index) }, kind.label));

    function choose(index) {
      state.kind = index;
      state.shown = options.pageSize;
      kinds.forEach((button, place) => button.setAttribute("aria-pressed", String(place === index)));
      show();
    }

    show();
    const tools = rows.length > 8 ? element("div", { class: "tools" }, search, kinds, count) : null;
    return element("div", { class: "panel" }, tools,
      element("div", { class: "scroll" },
        element("table", { class: "cards" }, element("thead", {}, element("tr", {}, heads)), body)),
      more);
  }

  /** The table of models or of module types. */
  function groupTable(groups, total, noun, name) {
    const rows = groups.map(([label, rowCount, ...pairs]) => {
      const shares = [];
      for (let place = 0; place < pairs.length; place += 2) shares.push([pairs[place], pairs[place + 1]]);
      const unquantized = shares.find(share => share[0] === data.nullQConfig)?.[1] ?? 0;
      return { label, rowCount, shares, unquantized };
    });
    const toldRows = rows.reduce((sum, row) => sum + row.rowCount, 0);
    const left = total - rows.length;
    return dataTable([
      { label: noun, isAscending: true, class: "key", value: row => row.label,
        cell: (row, words) => row.label === ""
          ? element("span", { class: "muted" }, "(none)")
          : element("span", { class: "code" }, ...marked(row.label, words)) },
      { label: "Rows", class: "number", value: row => row.rowCount, cell: row => grouped(row.rowCount) },
      { label: "QConfigs", class: "wide", hint: "By the share of the first qconfig",
        value: row => (row.shares[0]?.[1] ?? 0) / row.rowCount,
        cell: row => stackedBar(row.shares, row.rowCount) },
      { label: "Most frequent", class: "labelled", value: row => labelOf(row.shares[0]?.[0] ?? -1),
        isAscending: true,
        cell: row => row.shares.length === 0 ? "other qconfigs" : element("span", {},
          qconfigLabel(row.shares[0][0], true), " ",
          element("span", { class: "muted" }, percent(row.shares[0][1], row.rowCount))) },
      { label: "Not quantized", class: "number", value: row => row.unquantized / row.rowCount,
        cell: row => percent(row.unquantized, row.rowCount) },
    ], rows, {
      name, sortedBy: 1, pageSize: 15, textOf: row => row.label,
      note: left > 0
        ? `${grouped(left)} more with ${counted(data.rowCount - toldRows, "row")} are not on this page.` : null,
    });
  }

  """#

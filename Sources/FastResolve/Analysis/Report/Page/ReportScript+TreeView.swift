/// The tree as it is seen.
let reportScriptTreeView = #"""

  function treeView() {
    const firstShown = 30;
    const root = element("ul", { class: "tree", role: "tree", "aria-label": "Module paths" });
    const status = element("span", { class: "state", role: "status" });
    const wanted = { text: "", qconfig: -2, rule: -1 };
    let filter = null;
    let open = new Set([0]);
    let shown = new Map();
    let selected = -1;
    /** Whether somebody has opened a branch or filtered. */
    let isTouched = false;

    // MARK: Elements

    function nodeName(node) {
      const left = tree.leftOut(node);
      if (left) return element("span", {}, `${counted(left, "more branch").replace("branchs", "branches")}`);
      if (node === 0) return element("span", {}, "All module paths");
      const segment = tree.segment(node);
      if (segment === "") return element("span", { class: "muted" }, "(empty name)");
      const words = filter?.words.flatMap(word => word.split(".")).filter(word => word && word !== "*") ?? [];
      return element("span", { class: "code" }, ...marked(segment, words));
    }

    function nodeLine(node) {
      const range = tree.below(node);
      const rows = tree.rowsIn(range);
      const shares = tree.shares(range);
      const [rule, ruleRows] = tree.rulesIn(range)[0] ?? [-1, 0];
      const kept = filter ? filter.rows(node) : rows;
      return element("div", { class: `node${tree.leftOut(node) ? " rest" : ""}` },
        element("span", { class: "name" },
          element("span", { class: tree.hasChildren(node) || tree.leftOut(node) ? "twist" : "twist leaf", "aria-hidden": "true" }),
          nodeName(node)),
        element("span", { class: "number rows" },
          kept === rows ? grouped(rows)
            : [grouped(kept), element("span", { class: "muted" }, ` of ${grouped(rows)}`)]),
        rows > 0 ? stackedBar(shares, rows) : element("span", { class: "bar" }),
        element("span", { class: "answer" },
          element("span", { class: "main" },
            ...(shares.length > 0
              ? [qconfigLabel(shares[0][0], true), element("span", { class: "share" }, percent(shares[0][1], rows))]
              : [])),
          rule >= 0
            ? element("span", { class: "by muted small", title: `${ruleName(rules[rule])} decides ${percent(ruleRows, rows)} of the rows` },
                `by ${ruleName(rules[rule])}`)
            : null));
    }

    function decisionLine(rule, rows, whole, example) {
      return element("div", { class: "decision" },
        qconfigLabel(rules[rule].qconfig, true),
        element("span", { class: "number" }, `${grouped(rows)} · ${percent(rows, whole)}`),
        element("span", { class: "rule" }, ruleLabel(rules[rule])),
        example ? element("span", { class: "example" }, "such as ", example) : null);
    }

    function exampleOf(node, place) {
      const model = data.models[tree.models[place]];
      const path = tree.example(node, place);
      return [element("span", { class: "code" }, path === "" ? "(root)" : path),
        ...(model && model[0] !== "" ? [" in ", element("span", { class: "code" }, model[0])] : [])];
    }

    /** Which rules decide at a node, and most often below it. */
    function decisionsPanel(node) {
      const panel = element("div", { class: "rules-here" });
      const here = tree.at(node);
      if (here[1] > here[0] && !tree.leftOut(node)) {
        const rows = tree.rowsIn(here);
        const name = node === 0 ? "the root module itself" : tree.path(node);
        panel.append(element("h4", {}, "At ", element("span", { class: node === 0 ? "" : "code" }, name), `: ${counted(rows, "row")}`));
        const list = element("div", { class: "decisions" });
        for (let place = here[0]; place < Math.min(here[1], here[0] + 6); place++) {
          list.append(decisionLine(tree.deciding[place], tree.rows[place], rows, exampleOf(node, place)));
        }
        if (here[1] > here[0] + 6) list.append(element("div", { class: "muted" }, `and ${counted(here[1] - here[0] - 6, "more rule")}`));
        panel.append(list);
      }
      if (tree.hasChildren(node) || tree.leftOut(node)) {
        const below = tree.leftOut(node) ? tree.below(node) : [here[1], tree.below(node)[1]];
        const sums = tree.rulesIn(below);
        const rows = tree.rowsIn(below);
        panel.append(element("h4", {}, `${tree.leftOut(node) ? "In these" : "Below it"}: ${counted(rows, "row")}`),
          element("div", { class: "decisions" },
            sums.slice(0, 4).map(([rule, count]) => decisionLine(rule, count, rows, null)),
            sums.length > 4 ? element("div", { class: "muted" }, `and ${counted(sums.length - 4, "more rule")}`) : null));
      }
      return panel;
    }

    function shownChildren(node) {
      const children = tree.children(node);
      if (!filter) return children;
      return children.filter(child => filter.paths(child) > 0)
        .sort((one, other) => filter.rows(other) - filter.rows(one));
    }

    function item(node, level, position, size) {
      const isOpen = open.has(node);
      const made = element("li", {
        role: "treeitem", tabindex: node === 0 ? "0" : "-1", "data-node": String(node),
        "aria-level": String(level), "aria-posinset": String(position), "aria-setsize": String(size),
        "aria-expanded": tree.hasChildren(node) ? String(isOpen) : null,
        "aria-selected": String(node === selected),
      }, nodeLine(node));
      if (node === selected) made.append(decisionsPanel(node));
      if (isOpen && tree.hasChildren(node)) made.append(childList(node, level + 1));
      return made;
    }

    function childList(node, level) {
      const children = shownChildren(node);
      const limit = shown.get(node) ?? firstShown;
      const list = element("ul", { role: "group" },
        children.slice(0, limit).map((child, index) => item(child, level, index + 1, children.length)));
      if (children.length > limit) {
        const next = Math.min(children.length - limit, 100);
        list.append(element("li", { class: "tree-more", role: "none" },
          element("button", { type: "button", class: "plain", tabindex: "-1", onclick: event => {
            event.stopPropagation();
            shown.set(node, limit + 100);
            redraw(node);
            focus(children[limit]);
          } }, next === children.length - limit ? `Show ${grouped(next)} more` : `Show ${grouped(next)} more of ${grouped(children.length - limit)}`)));
      }
      return list;
    }

    // MARK: Changing what is seen

    const itemOf = node => root.querySelector(`[data-node="${node}"]`);

    function redraw(node) {
      const old = itemOf(node);
      if (!old) return;
      const read = name => Number(old.getAttribute(name));
      const made = item(node, read("aria-level"), read("aria-posinset"), read("aria-setsize"));
      made.tabIndex = old.tabIndex;
      old.replaceWith(made);
    }

    function redrawAll() {
      root.classList.toggle("filtered", filter !== null);
      root.replaceChildren(item(0, 1, 1, 1));
      const paths = filter?.paths(0);
      status.textContent = filter === null ? "" : paths === 0 ? "no path" : `${counted(paths, "path")}, ${counted(filter.rows(0), "row")}`;
    }

    function focus(node) {
      const target = itemOf(node);
      if (!target) return;
      root.querySelectorAll('li[tabindex="0"]').forEach(other => { other.tabIndex = -1; });
      target.tabIndex = 0;
      target.focus();
    }

    function setOpen(node, isOpen) {
      isTouched = true;
      if (!tree.hasChildren(node)) return;
      if (isOpen) open.add(node); else open.delete(node);
    }

    function select(node) {
      const before = selected;
      selected = node;
      if (before >= 0 && before !== node) redraw(before);
    }

    /** Opens branches to what is left by the filter, those with the most rows first, while there is room. */
    function openToHits(room) {
      open = new Set();
      let closed = [0];
      while (closed.length > 0) {
        const node = closed.shift();
        const children = shownChildren(node).slice(0, firstShown);
        if (children.length > room) continue;
        room -= children.length;
        open.add(node);
        // All below a path that has the text has it too; there is no need to open that.
        closed.push(...children.filter(child => tree.hasChildren(child)
          && filter.paths(child) > (filter.isHit(child) ? 1 : 0) && !(filter.words.length > 0 && filter.isHit(child))));
        closed.sort((one, other) => filter.rows(other) - filter.rows(one));
      }
      open.add(0);
    }

    /** Opens or closes whole levels; the largest branches of each, while there is room. */
    function openLevels(depth, room) {
      open = new Set([0]);
      let level = [0];
      for (let at = 0; at < depth && room > 0; at++) {
        const next = [];
        for (const node of level) {
          const children = shownChildren(node).slice(0, shown.get(node) ?? firstShown);
          if (children.length === 0 || (room -= children.length) < 0) break;
          open.add(node);
          next.push(...children);
        }
        level = next.filter(tree.hasChildren);
      }
    }

    let depth = 1;
    function applyFilter() {
      isTouched = true;
      filter = filterTree(wanted);
      selected = -1;
      shown = new Map();
      depth = 1;
      if (filter) openToHits(80); else open = new Set([0]);
      redrawAll();
    }

    // MARK: Mouse and keys

    root.addEventListener("click", event => {
      const line = event.target.closest(".node");
      if (!line) return;
      const node = Number(line.parentElement.dataset.node);
      const wasSelected = selected === node;
      if (tree.hasChildren(node)) {
        setOpen(node, !open.has(node));
        select(open.has(node) ? node : -1);
      } else {
        select(wasSelected ? -1 : node);
      }
      redraw(node);
      focus(node);
    });

    const seen = () => [...root.querySelectorAll('li[role="treeitem"]')];

    const keys = {
      ArrowDown(node, items, index) { move(items[index + 1]); },
      ArrowUp(node, items, index) { move(items[index - 1]); },
      Home(node, items) { move(items[0]); },
      End(node, items) { move(items[items.length - 1]); },
      ArrowRight(node, items, index) {
        if (!tree.hasChildren(node)) return;
        if (open.has(node)) return move(items[index + 1]);
        setOpen(node, true); redraw(node); focus(node);
      },
      ArrowLeft(node) {
        if (open.has(node) && node !== 0) { setOpen(node, false); redraw(node); focus(node); } else if (node > 0) focus(tree.parents[node]);
      },
      Enter(node) { select(selected === node ? -1 : node); redraw(node); focus(node); },
      " "(node) { keys.Enter(node); },
    };

    function move(target) {
      if (target) focus(Number(target.dataset.node));
    }

    root.addEventListener("keydown", event => {
      if (event.target.getAttribute("role") !== "treeitem" || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = keys[event.key];
      if (!action) return;
      event.preventDefault();
      const items = seen();
      action(Number(event.target.dataset.node), items, items.indexOf(event.target));
    });

    // MARK: Tools

    const search = element("input", {
      type: "search", id: "tree-filter", placeholder: "Filter paths, such as layers.*.mlp", "aria-label": "Filter module paths",
      oninput: delayed(120, () => { wanted.text = search.value; applyFilter(); }),
    });
    const used = data.qconfigs.map((_, number) => number).filter(number => data.qconfigs[number][1] > 0);
    const choice = element("select", { id: "tree-qconfig", "aria-label": "Show paths with this qconfig",
      onchange: () => { wanted.qconfig = Number(choice.value); applyFilter(); } },
      element("option", { value: "-2" }, "Any qconfig"),
      used.slice(0, 2000).map(number => element("option", { value: String(number) }, shortened(labelOf(number), 60))),
      used.length < data.qconfigCount ? element("option", { value: "-1" }, "Other qconfigs") : null);
    const ruleChip = element("button", { type: "button", hidden: true, onclick: () => showRule(-1) });

    function showRule(rule) {
      wanted.rule = rule;
      ruleChip.hidden = rule < 0;
      if (rule >= 0) ruleChip.replaceChildren(`decided by ${ruleName(rules[rule])} `, element("span", { "aria-label": "(remove)" }, "✕"));
      applyFilter();
    }

    function reveal() {
      document.getElementById("tree").scrollIntoView();
      root.querySelector("li").focus({ preventScroll: true });
    }

    // A small inventory is seen at once, a large one by its largest branches.
    openLevels(8, 36);
    redrawAll();
    addEventListener("beforeprint", () => {
      if (isTouched) return;
      openLevels(3, 110);
      redrawAll();
    });

    return {
      element: element("div", { class: "panel" },
        element("div", { class: "tools" }, search, choice, ruleChip,
          element("button", { type: "button", onclick: () => { openLevels(++depth, 400); redrawAll(); } }, "Open a level"),
          element("button", { type: "button", onclick: () => { depth = 1; open = new Set([0]); selected = -1; redrawAll(); } }, "Close all"),
          status),
        root),
      showQConfig(qconfig) { choice.value = String(qconfig); wanted.qconfig = qconfig; applyFilter(); reveal(); },
      showRule(rule) { showRule(rule); reveal(); },
    };
  }

  """#

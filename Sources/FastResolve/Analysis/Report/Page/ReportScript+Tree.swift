/// The tree of module paths: what is in it, and what a filter leaves of it.
let reportScriptTree = #"""

  /**
   * The nodes stand in the order of the tree, so what is at a node and below it is a range of nodes and a range of
   * decisions: to sum it up there is nothing to walk.
   */
  const tree = (() => {
    const { segments, names, childCounts, decisionCounts, rules: deciding, rows, models, numbers } = data.tree;
    const count = names.length;
    const ends = new Int32Array(count);
    for (let node = count - 1; node >= 0; node--) {
      let end = node + 1;
      for (let child = 0; child < childCounts[node]; child++) end = ends[end];
      ends[node] = end;
    }
    const parents = new Int32Array(count).fill(-1);
    const firstDecisions = new Int32Array(count + 1);
    for (let node = 0; node < count; node++) {
      firstDecisions[node + 1] = firstDecisions[node] + decisionCounts[node];
      for (let child = node + 1; child < ends[node]; child = ends[child]) parents[child] = node;
    }
    const rowsBefore = new Float64Array(deciding.length + 1);
    for (let place = 0; place < deciding.length; place++) rowsBefore[place + 1] = rowsBefore[place] + rows[place];

    return {
      count, ends, parents, deciding, rows, models, firstDecisions,
      exampleNumbers: numbers.split(","),

      children(node) {
        const found = [];
        for (let child = node + 1; child < ends[node]; child = ends[child]) found.push(child);
        return found;
      },
      hasChildren: node => childCounts[node] > 0,
      /** How many branches a node stands for that are not on the page; 0 for a node that is a path. */
      leftOut: node => Math.max(0, -names[node]),
      segment: node => names[node] < 0 ? "" : segments[names[node]],
      path(node) {
        const parts = [];
        for (let at = node; at > 0; at = parents[at]) if (names[at] >= 0) parts.push(segments[names[at]]);
        return parts.reverse().join(".");
      },
      /** Decisions [first, end) at a node and below it. */
      below: node => [firstDecisions[node], firstDecisions[ends[node]]],
      /** Decisions [first, end) at a node itself. */
      at: node => [firstDecisions[node], firstDecisions[node + 1]],
      rowsIn: ([first, end]) => rowsBefore[end] - rowsBefore[first],

      /** [key, rows] of some decisions by what a function says of their rules, the most rows first. */
      sums([first, end], keyOf) {
        const sums = new Map();
        for (let place = first; place < end; place++) {
          const key = keyOf(deciding[place]);
          sums.set(key, (sums.get(key) ?? 0) + rows[place]);
        }
        return [...sums].sort((one, other) => other[1] - one[1]);
      },
      shares(range) { return this.sums(range, rule => rules[rule].qconfig); },
      rulesIn(range) { return this.sums(range, rule => rule); },

      /** The path of an example: the folded one with its numbers in it. */
      example(node, place) {
        const left = this.exampleNumbers[place].split(".");
        return this.path(node).split(".").map(part => part === "*" ? left.shift() ?? "*" : part).join(".");
      },
    };
  })();

  /** The folded paths in lower case, made when a filter first asks for them. */
  const treePaths = (() => {
    let paths = null;
    return () => {
      if (paths) return paths;
      paths = [""];
      for (let node = 1; node < tree.count; node++) {
        const above = paths[tree.parents[node]];
        paths.push(tree.leftOut(node) ? above
          : tree.parents[node] === 0 ? tree.segment(node).toLowerCase() : above + "." + tree.segment(node).toLowerCase());
      }
      return paths;
    };
  })();

  /**
   * What a filter leaves of the tree.
   * @param text Words that a path has to have, all of them; numbers in it stand for any number.
   * @param qconfig A qconfig that decides at the path; -2 for any.
   * @param rule A rule that decides at the path; -1 for any.
   */
  function filterTree({ text, qconfig, rule }) {
    const words = wordsOf(text).map(word => word.replace(/(^|\.)\d+(?=\.|$)/g, "$1*"));
    if (words.length === 0 && qconfig === -2 && rule === -1) return null;
    const paths = words.length > 0 ? treePaths() : null;
    const isWanted = number =>
      (qconfig === -2 || rules[number].qconfig === qconfig) && (rule === -1 || number === rule);
    const isAny = qconfig === -2 && rule === -1;
    const nodesBefore = new Int32Array(tree.count + 1);
    const rowsBefore = new Float64Array(tree.count + 1);
    for (let node = 0; node < tree.count; node++) {
      let hits = 0;
      let rows = 0;
      if (!paths || words.every(word => paths[node].includes(word))) {
        if (isAny) hits = 1;
        const [first, end] = tree.at(node);
        for (let place = first; place < end; place++) {
          if (isAny || isWanted(tree.deciding[place])) { hits = 1; rows += tree.rows[place]; }
        }
      }
      nodesBefore[node + 1] = nodesBefore[node] + hits;
      rowsBefore[node + 1] = rowsBefore[node] + rows;
    }
    return {
      words,
      isHit: node => nodesBefore[node + 1] > nodesBefore[node],
      /** How many paths are left at a node and below it. */
      paths: node => nodesBefore[tree.ends[node]] - nodesBefore[node],
      rows: node => rowsBefore[tree.ends[node]] - rowsBefore[node],
    };
  }

  """#

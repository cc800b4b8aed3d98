/// The style sheet of a page.
///
/// Qconfigs have eight colours in a fixed order, by their rows. They were searched for so that any
/// two of them differ under normal sight and under simulated protanopia, deuteranopia and
/// tritanopia (Machado 2009) by 0.13 or more in OKLab, and contrast 3:1 with the page, in each
/// scheme for itself. `null` is hatched and all others are grey; the name stands beside every
/// colour.
let reportStyle = #"""

  :root {
    --page: #f6f7f8; --surface: #ffffff; --sunken: #eef0f3; --line: #d5dae0;
    --text: #1c2127; --muted: #586270; --accent: #0b57a4; --mark: #fff1b8;
    --error: #a8201a; --warning: #8a5300; --note: #44546a;
    --q0: #3f43d7; --q1: #b55300; --q2: #268c88; --q3: #6a436c;
    --q4: #c08a05; --q5: #4000a3; --q6: #3a96ed; --q7: #981418;
    --other: #8a93a0; --null-a: #c3c9d1; --null-b: #7d8794;
    color-scheme: light;
  }
  :root[data-theme="dark"] {
    --page: #101317; --surface: #171b21; --sunken: #20262e; --line: #343c47;
    --text: #e7eaee; --muted: #a3adba; --accent: #7ab8ff; --mark: #4d4212;
    --error: #ff9189; --warning: #f2b866; --note: #a9b8cc;
    --q0: #6c92fe; --q1: #eea223; --q2: #53fbc5; --q3: #b5798c;
    --q4: #e7f02f; --q5: #894fb9; --q6: #4ec8e0; --q7: #c53712;
    --other: #7f8996; --null-a: #4a545f; --null-b: #8d97a4;
    color-scheme: dark;
  }

  * { box-sizing: border-box; }
  html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
  body {
    margin: 0; background: var(--page); color: var(--text);
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    font-variant-numeric: tabular-nums;
  }
  main { max-width: 1240px; margin: 0 auto; padding: 0 20px 60px; }
  h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
  h2 { font-size: 1.2rem; margin: 0; }
  h3 { font-size: 1rem; margin: 0 0 .5rem; }
  p { margin: .25rem 0; }
  a { color: var(--accent); }
  .muted { color: var(--muted); }
  .small { font-size: .867em; }
  .code {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
    font-size: .9em; overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap;
  }
  .number { text-align: right; white-space: nowrap; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }

  /* Bar at the top */
  .top {
    position: sticky; top: 0; z-index: 2; background: var(--page);
    border-bottom: 1px solid var(--line); margin: 0 -20px 24px; padding: 0 20px;
    display: flex; align-items: center; gap: 16px;
  }
  .top nav { display: flex; gap: 2px; overflow-x: auto; flex: 1; scrollbar-width: none; min-width: 0; margin-left: -8px; }
  .top nav a {
    padding: 12px 8px; color: var(--muted); text-decoration: none; white-space: nowrap; font-weight: 500;
  }
  .top nav a:hover { color: var(--text); }
  .top nav a:focus-visible { outline-offset: -3px; }

  button, select, input {
    font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line);
    border-radius: 6px; padding: 5px 10px; min-height: 34px; max-width: 100%;
  }
  button { cursor: pointer; white-space: nowrap; }
  button:hover { border-color: var(--muted); }
  button[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
  button.plain { border: 0; background: none; padding: 0; min-height: 0; color: var(--accent); }
  button.plain:hover { text-decoration: underline; }
  td button.plain { text-align: left; white-space: normal; }

  .title { margin: 8px 0 20px; }
  .title p { color: var(--muted); overflow-wrap: anywhere; }
  section { margin: 0 0 28px; }
  .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; margin: 0 0 10px; }
  .panel { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
  .columns { display: grid; grid-template-columns: minmax(0, 6fr) minmax(0, 5fr); gap: 16px; align-items: start; }
  .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 10px; }
  .tools input[type="search"] { flex: 1 1 220px; min-width: 0; }
  .tools select { flex: 0 1 auto; min-width: 0; max-width: 260px; text-overflow: ellipsis; }
  .tools .state { color: var(--muted); flex: 0 0 auto; }
  .more { margin-top: 10px; display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; color: var(--muted); }

  /* Headline numbers */
  .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; }
  .tile { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
  .tile .label { color: var(--muted); font-size: .867rem; }
  .tile .value { font-size: 1.55rem; font-weight: 600; line-height: 1.25; }
  .tile .extra { color: var(--muted); font-size: .867rem; }
  .tile.bad .value { color: var(--error); }
  .tile.warn .value { color: var(--warning); }

  /* Colours of qconfigs */
  .q0 { --c: var(--q0); } .q1 { --c: var(--q1); } .q2 { --c: var(--q2); } .q3 { --c: var(--q3); }
  .q4 { --c: var(--q4); } .q5 { --c: var(--q5); } .q6 { --c: var(--q6); } .q7 { --c: var(--q7); }
  .other { --c: var(--other); } .tier { --c: var(--note); }
  .fill { background: var(--c); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .fill.null {
    background: repeating-linear-gradient(135deg, var(--null-b) 0 1.5px, var(--null-a) 1.5px 5px);
  }
  .swatch { display: inline-block; width: .75em; height: .75em; border-radius: 2px; margin-right: .45em; flex: none; }
  .qconfig { display: inline-flex; align-items: baseline; min-width: 0; max-width: 100%; }
  .qconfig .text {
    overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .qconfig .code { white-space: inherit; }
  .qconfig .text.one { display: block; white-space: nowrap; text-overflow: ellipsis; }
  .bar {
    display: flex; height: 12px; border-radius: 3px; overflow: hidden; background: var(--sunken); gap: 1px;
    min-width: 0;
  }
  .bar i { display: block; min-width: 1px; height: 100%; }

  .shares { display: grid; grid-template-columns: minmax(90px, auto) minmax(40px, 1fr) auto 4.2em; gap: 7px 12px; }
  .shares .share-row { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; }
  .shares .bar { background: none; }
  .shares .share-name { min-width: 0; max-width: 270px; }
  .shares button.plain { color: inherit; text-align: left; white-space: normal; max-width: 100%; }

  /* Tables */
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  th { text-align: left; font-weight: 600; color: var(--muted); font-size: .867rem; padding: 0 10px 6px 0; vertical-align: bottom; white-space: nowrap; }
  th button { border: 0; background: none; padding: 2px 0; min-height: 0; font-weight: 600; color: inherit; }
  th button:hover { color: var(--text); }
  th button::after { content: "\2195"; opacity: .45; margin-left: .3em; }
  th[aria-sort="ascending"] button::after { content: "\2191"; opacity: 1; }
  th[aria-sort="descending"] button::after { content: "\2193"; opacity: 1; }
  th.number { text-align: right; }
  td { border-top: 1px solid var(--line); padding: 7px 10px 7px 0; vertical-align: top; }
  td:last-child, th:last-child { padding-right: 0; }
  td.wide { width: 26%; min-width: 120px; vertical-align: middle; }
  td .bar { margin: 4px 0; }
  td.key { min-width: 220px; }
  td.qconfigs { min-width: 150px; }

  .chip {
    display: inline-block; border: 1px solid currentColor; border-radius: 99px; padding: 0 8px; font-size: .8em;
    line-height: 1.45; white-space: nowrap;
  }
  .chip.error { color: var(--error); } .chip.warning { color: var(--warning); } .chip.note { color: var(--note); }

  /* Tree */
  .tree, .tree ul { list-style: none; margin: 0; padding: 0; }
  .tree ul { margin-left: 9px; padding-left: 12px; border-left: 1px solid var(--line); }
  .tree li { outline-offset: -2px; border-radius: 4px; }
  .node {
    display: grid; grid-template-columns: minmax(120px, 1fr) 130px minmax(90px, 200px) minmax(0, 450px);
    gap: 2px 12px; align-items: center; padding: 4px 6px; border-radius: 4px; cursor: pointer;
  }
  .filtered .node { grid-template-columns: minmax(120px, 1fr) 180px minmax(90px, 180px) minmax(0, 450px); }
  .node .rows .muted { font-size: .867rem; }
  .node:hover { background: var(--sunken); }
  .tree li:focus-visible { outline: none; }
  .tree li:focus-visible > .node { outline: 2px solid var(--accent); outline-offset: -2px; }
  .node .name { display: flex; align-items: baseline; min-width: 0; gap: 6px; }
  .node .name .code { font-weight: 600; }
  .node .twist { width: 1em; flex: none; color: var(--muted); }
  .node .twist::before { content: "\25B8"; }
  li[aria-expanded="true"] > .node .twist::before { content: "\25BE"; }
  .node .answer { display: grid; grid-template-columns: 240px minmax(0, 1fr); gap: 12px; align-items: baseline; min-width: 0; }
  .node .main { min-width: 0; display: flex; gap: 6px; align-items: baseline; }
  .node .main .share { color: var(--muted); flex: none; }
  .node .by { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .node .twist.leaf::before { content: ""; }
  .node.rest { cursor: default; color: var(--muted); }
  .node.rest .twist::before { content: "\2026"; }
  .node mark, .code mark { background: var(--mark); color: inherit; border-radius: 2px; }
  .rules-here { margin: 2px 0 8px 28px; padding: 8px 12px; background: var(--sunken); border-radius: 6px; font-size: .867rem; }
  .rules-here h4 { margin: 0 0 4px; font-size: inherit; font-weight: 600; }
  .rules-here h4 + .decisions { margin-bottom: 8px; }
  .decision { display: grid; grid-template-columns: minmax(80px, 160px) 135px minmax(0, 1fr); gap: 0 14px; padding: 3px 0; align-items: baseline; }
  .decision .example { grid-column: 3; color: var(--muted); }
  .tree-more { padding: 4px 6px 4px 28px; }

  /* Findings */
  .findings { list-style: none; margin: 0; padding: 0; }
  .findings li { border-top: 1px solid var(--line); padding: 10px 0; display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 2px 14px; }
  .findings li:first-child { border-top: 0; padding-top: 0; }
  .findings .side { display: flex; flex-direction: column; gap: 4px; align-items: flex-start; }
  .findings dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 10px; margin: 4px 0 0; font-size: .867rem; }
  .findings dt { color: var(--muted); } .findings dd { margin: 0; }
  footer { color: var(--muted); font-size: .867rem; }

  @media (max-width: 900px) {
    .columns { grid-template-columns: minmax(0, 1fr); }
    .node, .filtered .node { grid-template-columns: minmax(0, 1fr) auto; }
    .node .bar, .node .answer { grid-column: 1 / -1; margin-left: calc(1em + 6px); }
    .node .answer { display: flex; flex-wrap: wrap; gap: 0 10px; font-size: .9rem; }
    .node .by { max-width: 100%; }
  }
  @media (max-width: 640px) {
    main { padding: 0 12px 40px; }
    .top { margin: 0 -12px 16px; padding: 0 12px; gap: 8px; }
    h1 { font-size: 1.35rem; }
    .panel { padding: 12px; }
    .tiles { grid-template-columns: 1fr 1fr; gap: 8px; }
    .tile { padding: 10px 12px; }
    .tile .value { font-size: 1.3rem; }
    .shares { display: block; }
    .shares .share-row { grid-template-columns: minmax(0, 1fr) auto 4.2em; gap: 2px 10px; margin-bottom: 8px; }
    .shares .share-name { max-width: none; }
    .shares .bar { grid-column: 1 / -1; grid-row: 2; }
    .tree ul { margin-left: 4px; padding-left: 6px; }
    .rules-here { margin-left: 8px; padding: 8px; }
    .decision { grid-template-columns: minmax(0, 1fr) auto; }
    .decision > .rule, .decision .example { grid-column: 1 / -1; }
    .tools select { flex: 1 1 140px; }
    /* Rows of tables become cards. */
    table.cards thead { display: none; }
    table.cards, table.cards tbody, table.cards tr, table.cards td { display: block; width: auto; min-width: 0; }
    table.cards tr { border-top: 1px solid var(--line); padding: 8px 0; }
    table.cards td { border: 0; padding: 1px 0; text-align: left; white-space: normal; }
    table.cards td.number, table.cards td.qconfigs, table.cards td.labelled { display: flex; gap: 12px; justify-content: space-between; }
    table.cards td.number::before, table.cards td.qconfigs::before, table.cards td.labelled::before { content: attr(data-label); color: var(--muted); flex: none; }
    table.cards td:empty { display: none; }
    .findings li { grid-template-columns: minmax(0, 1fr); }
    .findings .side { flex-direction: row; align-items: center; }
  }

  @media print {
    :root, :root[data-theme] {
      --page: #ffffff; --surface: #ffffff; --sunken: #f2f3f5; --line: #c9ced5; --text: #000000; --muted: #444c56;
      --accent: #000000; --error: #8f1812; --warning: #6f4300; --note: #333f50;
      --q0: #3f43d7; --q1: #b55300; --q2: #268c88; --q3: #6a436c;
      --q4: #c08a05; --q5: #4000a3; --q6: #3a96ed; --q7: #981418;
      --other: #8a93a0; --null-a: #c3c9d1; --null-b: #7d8794; color-scheme: light;
    }
    @page { margin: 14mm; }
    body { font-size: 9.5pt; }
    main { max-width: none; padding: 0; }
    .top, .tools, .more button, .tree-more, th button::after { display: none; }
    .panel, .tile { border-color: #c9ced5; }
    .tile, .node, tr, .findings li, .decision { break-inside: avoid; }
    h2, .head { break-after: avoid; }
    .tiles { grid-template-columns: repeat(4, 1fr); }
    .tree { font-size: 8.5pt; }
    .tree ul { margin-left: 4pt; padding-left: 6pt; }
    .node, .filtered .node { grid-template-columns: minmax(0, 1fr) 50pt 60pt 238pt; gap: 0 8pt; padding: 1.2pt 0; }
    .node .bar { grid-column: auto; margin: 0; height: 8pt; }
    .node .answer {
      display: grid; grid-template-columns: 120pt minmax(0, 1fr); gap: 6pt; grid-column: auto; margin: 0; font-size: inherit;
    }
    .scroll { overflow: visible; }
    table { font-size: 8.5pt; }
    th, td { padding: 3pt 6pt 3pt 0; white-space: normal; }
    th, th button { font-size: 8pt; }
    td.key, td.qconfigs, td.wide { min-width: 0; }
    td.key { width: 30%; }
    td.rule { min-width: 90pt; }
    td.qconfigs { width: 17%; }
    .node .twist { visibility: hidden; }
  }

  """#

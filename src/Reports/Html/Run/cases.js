// The list of cases: worst first, sorted, filtered as one types, any number of rows.

const VERDICT_ORDER = ['error', 'failed', 'known', 'refused', 'not_run', 'passed'];
const CHANGES = {
  __proto__: null,
  regressed: { glyph: '\u25bc', word: 'regressed' },
  not_comparable: { glyph: '\u2260', word: 'not comparable' },
  new: { glyph: '+', word: 'new' },
  removed: { glyph: '\u2212', word: 'removed' },
  changed: { glyph: '\u2248', word: 'changed' },
  fixed: { glyph: '\u25b2', word: 'fixed' },
};
const CASE_ROW = 46;

/** Rank of a measurement, worst lowest; what has no measurement comes last. */
function badness(cell, worse) {
  if (!cell) return 1e301;
  const [state, value] = cell;
  if (state === 'failed') return -1e301;
  if (state === 'too_late') return -1e300;
  if (state === 'no_conflict') return 1e299;
  if (state === 'not_applicable') return 1e300;
  return worse === 'lower' ? value : -value;
}

const byText = of => (a, b) => of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0;

/** The score and the metric that it comes from. */
const severityCell = row => row.severity < 0
  ? el('span', { class: 'muted', title: 'no assessor ranks it' }, '\u2013')
  : [el('span', {}, row.severity.toFixed(2)), row.leading_metric ? el('div', { class: 'muted small leading', title: `the metric that leads: ${row.leading_metric}` }, row.leading_metric) : null];

const metricCell = (report, i) => row => {
  const cell = row.metrics[i];
  return !cell ? el('span', { class: 'muted', title: 'no such metric' }, '\u2013')
    : [cell[2] ? el('span', { class: 'beyond', title: 'at or beyond its critical threshold' }, '\u25b2') : null, measured(cell[0], cell[1], report.columns[i].unit)];
};

function caseColumns(report) {
  const columns = [
    { key: 'verdict', title: 'Verdict', width: '104px', compare: (a, b) => VERDICT_ORDER.indexOf(a.verdict) - VERDICT_ORDER.indexOf(b.verdict), cell: r => badge(r.verdict) },
    { key: 'case', title: 'Case', width: '232px', compare: byText(r => r.id), cell: r => caseLink(r.id, r), text: r => r.id },
    { key: 'entry', title: 'Entry', width: '110px', compare: byText(r => r.entry), cell: r => r.entry, text: r => r.entry },
  ];
  // A column only where it tells cases apart from what is usual.
  if (report.cases.some(r => r.severity >= 0)) columns.push({ key: 'severity', title: 'Severity', width: '90px', number: true, compare: (a, b) => b.severity - a.severity, cell: severityCell });
  if (report.cases.some(r => r.exposure !== undefined)) {
    const risk = r => Math.max(0, r.severity) * (r.exposure ?? 0);
    columns.push({ key: 'risk', title: 'Risk', hint: 'severity \u00d7 exposure', width: '74px', number: true, compare: (a, b) => risk(b) - risk(a), cell: r => r.exposure === undefined || r.severity < 0 ? '\u2013' : num(risk(r)) });
  }
  report.columns.forEach((metric, i) => columns.push({
    key: 'metric-' + i, title: metric.name, width: '108px', number: true,
    compare: (a, b) => badness(a.metrics[i], metric.worse) - badness(b.metrics[i], metric.worse), cell: metricCell(report, i),
  }));
  if (report.changes) columns.push({ key: 'change', title: 'Change', width: '150px', compare: byText(r => r.change ?? '~'), cell: r => r.change ? badge(r.change, CHANGES) : el('span', { class: 'muted' }, 'same') });
  columns.push({
    key: 'why', title: 'Why', width: null, compare: byText(r => r.reason || r.evidence),
    cell: r => [r.reason ? el('div', {}, r.reason) : null, r.evidence ? el('div', { class: 'muted' }, r.evidence) : null], text: r => [r.reason, r.evidence].filter(Boolean).join('\n'),
  }, { key: 'end', title: 'End', width: '90px', compare: byText(r => r.end), cell: r => words(r.end), text: r => words(r.end) });
  if (new Set(report.cases.map(r => r.traffic)).size > 1) columns.push({ key: 'traffic', title: 'Traffic', width: '90px', compare: byText(r => r.traffic), cell: r => r.traffic, text: r => r.traffic });
  columns.push({ key: 'time', title: 'Simulated', width: '84px', number: true, compare: (a, b) => a.simulated_us - b.simulated_us, cell: r => r.simulated_us > 0 ? seconds(r.simulated_us) : '\u2013' });
  if (report.cases.some(r => r.reproducibility && r.reproducibility !== 'bit')) {
    columns.push({ key: 'reproducible', title: 'Reproducible', width: '110px', compare: byText(r => r.reproducibility), cell: r => REPRODUCIBLE[r.reproducibility] ?? '' });
  }
  return columns;
}

// What goes first where a window is too narrow for every column.
const DISPENSABLE = ['traffic', 'time', 'end', 'entry', 'metric-3', 'risk', 'metric-2', 'metric-1', 'severity', 'change', 'reproducible', 'metric-0'];
const WHY_AT_LEAST = 230;

/** The columns that leave room for the reason. */
function fittingColumns(columns, width) {
  const left = [...columns];
  const used = () => left.reduce((sum, c) => sum + (c.width ? parseInt(c.width, 10) : WHY_AT_LEAST), 0);
  for (const key of DISPENSABLE) {
    if (used() <= width) break;
    const at = left.findIndex(c => c.key === key);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Everything of a row that a word can be found in; made once. */
function haystackOf(row) {
  row.haystack ??= [row.id, row.entry, row.suite, VERDICTS[row.verdict]?.word, row.reason, row.evidence, row.tagNames.join(' '), row.traffic, words(row.end), row.leading_metric,
    REPRODUCIBLE[row.reproducibility], row.change ? CHANGES[row.change]?.word : '', row.clusters.map(c => c.title).join(' ')].join('\n').toLowerCase();
  return row.haystack;
}

/** The choices above a list, each an address part of the same name. */
function caseFilters(report, parts, changed) {
  const state = { q: parts.get('q') ?? '' };
  const search = el('input', { type: 'search', id: 'filter', placeholder: 'Filter  ( / )', 'aria-label': 'Filter cases by words', autocomplete: 'off', spellcheck: 'false' });
  search.value = state.q;
  search.addEventListener('input', () => { state.q = search.value; changed(); });
  const selects = [];
  const add = (part, name, all, values, of) => {
    if (values.length < (part === 'verdict' ? 1 : 2) && !parts.get(part)) return;
    const node = choice(name, all, values, () => { state[part] = node.value; changed(); });
    node.value = parts.get(part) ?? '';
    state[part] = node.value;
    selects.push({ part, node, of });
  };
  const occurring = of => [...new Set(report.cases.map(of).filter(Boolean))];
  add('verdict', 'Verdict', 'all verdicts', VERDICT_ORDER.filter(v => report.counts[v] > 0).map(v => [v, VERDICTS[v].word]), r => [r.verdict]);
  add('suite', 'Suite', 'all suites', occurring(r => r.suite).map(s => [s, s]), r => [r.suite]);
  add('entry', 'Entry', 'all entries', occurring(r => r.entry).map(s => [s, s]), r => [r.entry]);
  add('tag', 'Tag', 'all tags', report.tags.slice(0, 500).sort().map(t => [t, t]), r => r.tagNames);
  add('change', 'Change against the baseline', 'all changes', occurring(r => r.change).map(c => [c, CHANGES[c]?.word ?? c]), r => [r.change]);
  if (report.clusters.length > 0) {
    add('status', 'Status of its kind of failure', 'all statuses', Object.entries(STATUSES).map(([v, s]) => [v, s.word]), r => r.clusters.map(c => report.notes.of(c).status));
    add('kind', 'Kind of failure', 'all kinds', report.clusters.slice(0, 500).map(c => [c.id, c.title.length > 60 ? c.title.slice(0, 59) + '\u2026' : c.title]), r => r.clusters.map(c => c.id));
  }
  return {
    state, nodes: [search, ...selects.map(s => s.node)], search,
    keep(row) {
      for (const { part, of } of selects) if (state[part] && !of(row).includes(state[part])) return false;
      return true;
    },
    reset() {
      search.value = state.q = '';
      for (const { part, node } of selects) node.value = state[part] = '';
      changed();
    },
    parts: () => Object.fromEntries([['q', state.q], ...selects.map(s => [s.part, state[s.part]])]),
  };
}

function casesPage(report, parts) {
  const everything = caseColumns(report);
  const choosing = report.clusters.length > 0;
  const fitting = () => fittingColumns(everything, document.documentElement.clientWidth - 86 - (choosing ? 34 : 0));
  const columns = fitting();
  let sort = everything.some(c => c.key === parts.get('sort')) ? parts.get('sort') : '';
  let descending = parts.get('down') === '1';
  const filters = caseFilters(report, parts, () => draw());
  const selected = new Set();
  const bulk = el('div', { class: 'bulk', hidden: true });
  const shown = el('span', { class: 'muted', role: 'status' });
  const sortBy = key => {
    descending = sort === key ? !descending : false;
    sort = key;
    draw();
  };
  const heads = columns.map(c => sortHead(c, sortBy));
  const list = new LongTable({
    name: 'Cases', kind: 'cases', height: CASE_ROW, heads: choosing ? [el('th', { scope: 'col' }, el('span', { class: 'offscreen' }, 'Select')), ...heads] : heads,
    widths: [...(choosing ? ['30px'] : []), ...columns.map(c => c.width)], empty: report.cases.length === 0 ? 'The run has no case.' : 'No case matches the filter.',
    draw(row) {
      const box = choosing ? el('input', { type: 'checkbox', 'aria-label': `Select ${row.id}`, tabindex: '-1' }) : null;
      if (box) {
        box.checked = selected.has(row);
        box.addEventListener('change', () => toggle(row, box.checked));
      }
      return el('tr', { class: 'case', onclick: e => { if (!e.target.closest('a, input') && !String(getSelection())) location.hash = caseAddress(row.id); } },
        box ? el('td', { class: 'box' }, box) : null,
        columns.map(c => el('td', { class: [c.number ? 'number' : '', c.key === 'why' ? 'why' : ''].filter(Boolean).join(' ') || null, title: c.text?.(row) }, el('div', { class: 'clip' }, c.cell(row)))));
    },
  });

  function toggle(row, on) {
    if (on) selected.add(row); else selected.delete(row);
    const kinds = [...new Set([...selected].flatMap(r => r.clusters))];
    bulk.hidden = selected.size === 0;
    bulk.replaceChildren(el('strong', {}, `${selected.size} selected`), kinds.length > 0
      ? notesForm(report.notes, kinds, () => { selected.clear(); bulk.hidden = true; list.refresh(); }) : el('span', { class: 'muted' }, 'They failed in no kind that could be triaged.'));
    if (kinds.length > 0) bulk.insertBefore(el('span', { class: 'muted' }, `${count(kinds.length, 'kind', 'kinds')} of failure:`), bulk.lastChild);
  }

  function draw() {
    const needles = filters.state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = report.cases.filter(row => filters.keep(row) && needles.every(n => haystackOf(row).includes(n)));
    const column = everything.find(c => c.key === sort);
    if (column) rows.sort((a, b) => (column.compare(a, b) || a.position - b.position) * (descending ? -1 : 1));
    columns.forEach((c, i) => heads[i].mark(c === column, descending));
    const order = column ? `by ${column.title}` : 'worst first';
    shown.textContent = rows.length === report.cases.length ? `${count(rows.length, 'case', 'cases')}, ${order}` : `${rows.length} of ${count(report.cases.length, 'case', 'cases')}, ${order}`;
    report.shown = rows;
    list.show(rows);
    const address = pageAddress('cases', { ...filters.parts(), sort, down: descending ? 1 : '' });
    if (location.hash !== address && readAddress().page === 'cases') history.replaceState(null, '', address);
  }

  const bar = notesBar(report);
  const node = pageMain('cases-page', 'Cases', null, bar.node,
    el('section', { class: 'card', id: 'case-list' },
      list.under(el('div', { class: 'tools sticky' }, filters.nodes, el('button', { type: 'button', class: 'quiet', onclick: () => { sort = ''; descending = false; filters.reset(); } }, 'Reset'), shown, bulk)),
      list.node));
  draw();
  // Other columns fit another window: the page is made again.
  const resized = () => { if (fitting().length !== columns.length) dispatchEvent(new Event('hashchange')); };
  addEventListener('resize', resized);
  return {
    node,
    opened: () => {
      list.render();
      // Words are joined before somebody types the first letter.
      setTimeout(() => report.cases.forEach(haystackOf), 50);
    },
    key: e => listKey(e, list, {
      search: filters.search,
      open: row => { location.hash = caseAddress(row.id); },
      select: choosing ? row => { toggle(row, !selected.has(row)); list.refresh(); } : null,
      all: choosing ? () => {
        const on = list.items.some(r => !selected.has(r));
        for (const row of list.items) if (on) selected.add(row); else selected.delete(row);
        toggle(list.items[0], on);
        list.refresh();
      } : null,
      edit: () => bulk.querySelector('select')?.focus(),
    }),
    returnTo(id) {
      const i = list.items.findIndex(r => r.id === id);
      if (i < 0) return false;
      list.go(i);
      return true;
    },
    close() {
      removeEventListener('resize', resized);
      list.close();
      bar.close();
    },
  };
}

/** The keys that every list knows. */
function listKey(e, list, does) {
  const current = list.current;
  switch (e.key) {
    case '/': does.search.focus(); return true;
    case 'j': list.go(list.active + 1); return true;
    case 'k': list.go(Math.max(0, list.active - 1)); return true;
    case 'Enter':
      if (e.target.closest?.('a, button, input, summary') || current === undefined) return false;
      does.open(current);
      return true;
    case 'x': if (current !== undefined) does.select?.(current); return true;
    case 'o': if (current !== undefined) does.fold?.(current); return true;
    case 'a': does.all?.(); return true;
    case 'e': does.edit?.(); return true;
    default: return false;
  }
}

// The table of cases: worst first, sortable, filtered as one types.

const PAGE = 500;
const VERDICT_ORDER = ['error', 'failed', 'known', 'refused', 'not_run', 'passed'];
const filterState = { text: '', verdict: '', column: 'worst', descending: false };

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

function caseColumns(index) {
  const text = (key, title, of) => ({ key, title, compare: (a, b) => of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0 });
  const columns = [
    text('verdict', 'Verdict', r => VERDICT_ORDER.indexOf(r.verdict)),
    text('case', 'Case', r => r.id),
    text('entry', 'Entry', r => r.entry),
  ];
  // Only where some assessor ranks.
  if (index.cases.some(r => r.severity >= 0)) columns.push({ key: 'severity', title: 'Severity', number: true, compare: (a, b) => b.severity - a.severity });
  index.columns.forEach((metric, i) => columns.push({
    key: 'metric-' + i, title: metric.name, unit: metric.unit, metric: i,
    compare: (a, b) => badness(a.metrics[i], metric.worse) - badness(b.metrics[i], metric.worse),
  }));
  columns.push(
    text('why', 'Why', r => r.reason || r.evidence),
    text('end', 'End', r => r.end),
    text('traffic', 'Traffic', r => r.traffic),
    { key: 'time', title: 'Simulated', number: true, compare: (a, b) => a.simulated_us - b.simulated_us });
  // A column only where it tells cases apart from what is usual.
  if (index.cases.some(r => r.reproducibility && r.reproducibility !== 'bit')) columns.push(text('reproducible', 'Reproducible', r => r.reproducibility));
  return columns;
}

/** The score and the metric that it comes from. */
const severityCell = row => el('td', { class: 'number' }, row.severity < 0
  ? el('span', { class: 'muted', title: 'no assessor ranks it' }, '\u2013')
  : [el('span', {}, row.severity.toFixed(2)), row.leading_metric ? el('span', { class: 'muted small leading', title: 'the metric that leads' }, ' ' + row.leading_metric) : null]);

function caseRow(row, index, columns) {
  const metric = (cell, i) => el('td', { class: 'number' }, !cell
    ? el('span', { class: 'muted', title: 'no such metric' }, '\u2013')
    : [cell[2] ? el('span', { class: 'beyond', title: 'at or beyond its critical threshold' }, '\u25b2') : null, measured(cell[0], cell[1], index.columns[i].unit)]);
  const node = el('tr', { class: 'case' },
    el('td', {}, badge(row.verdict)),
    el('td', {}, caseLink(row.id, row)),
    el('td', { class: 'short', title: row.entry }, row.entry),
    columns.some(c => c.key === 'severity') ? severityCell(row) : null,
    row.metrics.map(metric),
    el('td', { class: 'why', title: [row.reason, row.evidence].filter(Boolean).join('\n') }, row.reason ? el('span', {}, row.reason) : null, row.evidence ? el('span', { class: 'muted' }, row.evidence) : null),
    el('td', { class: 'short' }, words(row.end)),
    el('td', { class: 'short', title: row.traffic }, row.traffic),
    el('td', { class: 'number' }, row.simulated_us > 0 ? seconds(row.simulated_us) : '\u2013'),
    columns.at(-1).key === 'reproducible' ? el('td', { class: 'short' }, REPRODUCIBLE[row.reproducibility] ?? '') : null);
  node.caseId = row.id;
  return node;
}

function casesCard(index) {
  const columns = caseColumns(index);
  const haystack = index.cases.map(r => [r.id, r.entry, VERDICTS[r.verdict]?.word, r.reason, r.evidence, r.tags, r.traffic, words(r.end), REPRODUCIBLE[r.reproducibility]].join('\n').toLowerCase());
  const original = new Map(index.cases.map((row, i) => [row, i]));
  const state = filterState;
  let limit = PAGE;

  const search = el('input', { type: 'search', id: 'filter', placeholder: 'Filter cases  ( / )', 'aria-label': 'Filter cases', autocomplete: 'off', spellcheck: 'false' });
  search.value = state.text;
  const verdicts = el('select', { 'aria-label': 'Verdict' }, el('option', { value: '' }, 'all verdicts'),
    VERDICT_ORDER.filter(v => index.counts[v] > 0).map(v => el('option', { value: v }, VERDICTS[v].word)));
  verdicts.value = state.verdict;
  const shown = el('span', { class: 'muted', role: 'status' });
  const body = el('tbody', {});
  const more = el('button', { type: 'button', class: 'quiet', onclick: () => { limit += PAGE; draw(); } });
  const heads = columns.map(column => el('th', { scope: 'col', class: column.metric !== undefined || column.number ? 'number' : null },
    el('button', { type: 'button', onclick: () => sortBy(column) }, column.title, el('span', { class: 'arrow', 'aria-hidden': 'true' }))));

  function sortBy(column) {
    state.descending = state.column === column.key ? !state.descending : false;
    state.column = column.key;
    draw();
  }

  function draw() {
    const needles = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = index.cases.filter((row, i) => (!state.verdict || row.verdict === state.verdict) && needles.every(n => haystack[i].includes(n)));
    const column = columns.find(c => c.key === state.column);
    if (column) rows.sort((a, b) => (column.compare(a, b) || original.get(a) - original.get(b)) * (state.descending ? -1 : 1));
    columns.forEach((c, i) => {
      const on = c.key === state.column;
      heads[i].setAttribute('aria-sort', on ? (state.descending ? 'descending' : 'ascending') : 'none');
      heads[i].querySelector('.arrow').textContent = on ? (state.descending ? ' \u25bc' : ' \u25b2') : '';
    });
    body.replaceChildren(...rows.slice(0, limit).map(row => caseRow(row, index, columns)));
    const order = column ? `by ${column.title}` : 'worst first';
    shown.textContent = rows.length === index.cases.length ? `${count(rows.length, 'case', 'cases')}, ${order}` : `${rows.length} of ${index.cases.length} cases, ${order}`;
    more.hidden = rows.length <= limit;
    more.textContent = `Show ${Math.min(PAGE, rows.length - limit)} more of ${rows.length}`;
    if (rows.length === 0) body.append(el('tr', {}, el('td', { colspan: columns.length, class: 'muted' }, index.cases.length === 0 ? 'The run has no case.' : 'No case matches the filter.')));
    visibleCases = rows;
  }

  search.addEventListener('input', () => { state.text = search.value; limit = PAGE; draw(); });
  verdicts.addEventListener('change', () => { state.verdict = verdicts.value; limit = PAGE; draw(); });
  body.addEventListener('click', e => {
    const tr = e.target.closest('tr.case');
    if (tr && !e.target.closest('a') && !String(getSelection())) location.hash = caseAddress(tr.caseId);
  });
  draw();
  const node = card('Cases', { id: 'cases' },
    el('div', { class: 'tools' }, search, verdicts, el('button', {
      type: 'button', class: 'quiet', onclick: () => {
        Object.assign(state, { text: '', verdict: '', column: 'worst', descending: false });
        search.value = verdicts.value = '';
        limit = PAGE;
        draw();
      },
    }, 'Reset'), shown),
    el('div', { class: 'scroll' }, el('table', { class: 'cases' }, el('thead', {}, el('tr', {}, heads)), body)), more);
  return {
    node,
    pick(verdict) {
      state.verdict = verdicts.value = index.counts[verdict] > 0 && state.verdict !== verdict ? verdict : '';
      draw();
      node.scrollIntoView({ block: 'start' });
    },
  };
}

let visibleCases = [];

// Triage: one row for each kind of failure, its cases beneath it, what people decided beside it.

const KIND_ROW = 64;
const SORTS = {
  __proto__: null,
  worst: { word: 'worst first' },
  risk: { word: 'severity \u00d7 exposure', of: c => -riskOf(c) },
  cases: { word: 'most cases', of: c => -c.rows.length },
  change: { word: 'regressed and new first', of: c => -(2 * changesOf(c, 'regressed') + changesOf(c, 'new')) },
  status: { word: 'status', of: (c, notes) => Object.keys(STATUSES).indexOf(notes.of(c).status) },
};

const changesOf = (cluster, change) => cluster.rows.filter(r => r.change === change).length;
const riskOf = cluster => cluster.rows.reduce((sum, r) => Math.max(sum, Math.max(0, r.severity) * (r.exposure ?? 1)), 0);

/** What a kind of failure is made of, in a line. */
function kindFacts(cluster) {
  return [cluster.family, cluster.leading, cluster.partner ? `with ${words(cluster.partner)}${cluster.with ? ` \u201c${cluster.with}\u201d` : ''}` : '', cluster.us === undefined ? '' : `at ${seconds(cluster.us)}`, cluster.hour > 0 ? `hit at ${cluster.hour} o\u2019clock` : '',
    cluster.manoeuvre ? `ego: ${words(cluster.manoeuvre)}` : '', cluster.event ? words(cluster.event.replaceAll('-', ' ')) : '', cluster.odd.map(([n, v]) => `${n}: ${v}`).join(', ')].filter(Boolean).join(' \u00b7 ');
}

/** The value of the leading metric in the representative, with its threshold. */
function leadingValue(cluster) {
  const m = cluster.metric;
  if (!m) return null;
  return [measured(m.state, m.value, m.unit), m.critical_at === undefined ? null : el('span', { class: 'nowrap', title: 'the critical threshold' }, ` ${m.worse === 'lower' ? '\u2264' : '\u2265'}\u00a0${withUnit(m.critical_at, m.unit)}`)];
}

function triagePage(report, parts) {
  if (report.clusters.length === 0) {
    const bad = report.cases.filter(r => r.verdict !== 'passed' && r.verdict !== 'not_run').length;
    return absent('triage-page', 'Triage', bad === 0 ? (report.gates.length === 0 ? 'The suite states no expectation, so no case can fail.' : 'No case failed: there is nothing to triage.') : `${count(bad, 'case', 'cases')} did not pass, but the report was written without putting failures together.`,
      bad === 0 && report.gates.length === 0 ? ['Say in the suite what is expected:', ['expect:', '  - { none: collision.at_fault }']] : bad > 0 ? ['Write the report again:', ['sim report RUN']] : []);
  }
  const notes = report.notes;
  const open = new Set();
  const selected = new Set();
  const state = { q: parts.get('q') ?? '', status: parts.get('status') ?? '', verdict: parts.get('verdict') ?? '', tag: parts.get('tag') ?? '', change: parts.get('change') ?? '', sort: parts.get('sort') in SORTS ? parts.get('sort') : 'worst' };
  const search = el('input', { type: 'search', id: 'filter', placeholder: 'Filter  ( / )', 'aria-label': 'Filter kinds of failure by words', autocomplete: 'off', spellcheck: 'false' });
  search.value = state.q;
  search.addEventListener('input', () => { state.q = search.value; draw(); });
  const select = (part, name, all, values) => {
    const node = choice(name, all, values, () => { state[part] = node.value; draw(); });
    if (all === null) node.firstChild.remove();
    node.value = state[part];
    return node;
  };
  const tags = [...new Set(report.clusters.flatMap(c => c.rows.flatMap(r => r.tags)))].map(t => report.tags[t]).sort();
  const changes = [...new Set(report.clusters.flatMap(c => c.rows.map(r => r.change)).filter(Boolean))];
  const controls = [
    search,
    select('status', 'Status', 'all statuses', Object.entries(STATUSES).map(([v, s]) => [v, s.word])),
    select('verdict', 'Verdict', 'all verdicts', [...new Set(report.clusters.map(c => c.verdict))].map(v => [v, VERDICTS[v]?.word ?? v])),
    tags.length > 1 ? select('tag', 'Tag', 'all tags', tags.slice(0, 500).map(t => [t, t])) : null,
    changes.length > 0 ? select('change', 'Change against the baseline', 'all changes', changes.map(c => [c, CHANGES[c]?.word ?? c])) : null,
    select('sort', 'Order', null, Object.entries(SORTS).map(([v, s]) => [v, s.word])),
  ];
  // A narrow window has owner and comment under the status.
  const wide = document.documentElement.clientWidth >= 1180;
  const shown = el('span', { class: 'muted', role: 'status' });
  const bulk = el('div', { class: 'bulk', hidden: true });

  const list = new LongTable({
    name: 'Kinds of failure', kind: 'kinds', height: KIND_ROW, empty: 'No kind of failure matches the filter.',
    heads: [el('th', { scope: 'col' }, el('span', { class: 'offscreen' }, 'Select')), ...['Verdict', 'Kind of failure', '#Severity', '#Cases', report.changes ? 'Change' : null, 'Status', wide ? 'Owner, comment' : null].filter(Boolean).map(h => h.startsWith('#') ? el('th', { scope: 'col', class: 'number' }, h.slice(1)) : el('th', { scope: 'col' }, h))],
    widths: ['30px', '104px', null, '96px', '78px', ...(report.changes ? ['150px'] : []), '176px', ...(wide ? ['230px'] : [])],
    draw: item => item.cluster ? kindRow(item.cluster) : memberRow(item),
  });

  function kindRow(cluster) {
    const note = notes.of(cluster);
    const box = el('input', { type: 'checkbox', 'aria-label': `Select ${cluster.id}`, tabindex: '-1' });
    box.checked = selected.has(cluster);
    box.addEventListener('change', () => toggle(cluster, box.checked));
    const isOpen = open.has(cluster);
    const regressed = changesOf(cluster, 'regressed');
    const fresh = changesOf(cluster, 'new');
    return el('tr', { class: 'kind' },
      el('td', { class: 'box' }, box),
      el('td', {}, badge(cluster.verdict)),
      el('td', { title: `${cluster.id}\n${cluster.title}\n${kindFacts(cluster)}${cluster.first ? `\nrepresentative: ${cluster.first.id}` : ''}` }, el('div', { class: 'clip' },
        el('div', { class: 'title' }, cluster.first ? el('a', { href: caseAddress(cluster.first.id) }, cluster.title) : cluster.title), el('div', { class: 'muted small' }, kindFacts(cluster)))),
      el('td', { class: 'number' }, cluster.severity < 0 ? '\u2013' : cluster.severity.toFixed(2), el('div', { class: 'small muted' }, leadingValue(cluster))),
      el('td', { class: 'number' }, el('button', { type: 'button', class: 'fold quiet', 'aria-expanded': String(isOpen), 'aria-label': `${count(cluster.rows.length, 'case', 'cases')} of this kind`, onclick: () => fold(cluster) },
        el('span', { 'aria-hidden': 'true' }, isOpen ? '\u25be ' : '\u25b8 '), cluster.rows.length)),
      report.changes ? el('td', {}, regressed > 0 ? badge('regressed', CHANGES) : fresh > 0 ? badge('new', CHANGES) : el('span', { class: 'muted' }, 'seen before'),
        regressed + fresh > 1 ? el('div', { class: 'small muted' }, [regressed ? `${regressed} regressed` : '', fresh ? `${fresh} new` : ''].filter(Boolean).join(', ')) : null) : null,
      el('td', {}, badge(note.status, STATUSES), notes.isEdited(cluster) ? el('span', { class: 'small edited', title: 'not in the triage file yet' }, ' edited') : null,
        wide || !(note.owner || note.comment) ? null : el('div', { class: 'small muted one-line', title: [note.owner, note.comment].filter(Boolean).join('\n') }, [note.owner, note.comment].filter(Boolean).join(': '))),
      !wide ? null : el('td', { title: [note.owner, note.comment].filter(Boolean).join('\n') }, el('div', { class: 'clip' }, el('div', {}, note.owner), el('div', { class: 'muted' }, note.comment))));
  }

  function memberRow({ row, of }) {
    return el('tr', { class: 'member case', onclick: e => { if (!e.target.closest('a') && !String(getSelection())) location.hash = caseAddress(row.id); } },
      el('td', {}), el('td', {}, badge(row.verdict)),
      el('td', { title: [row.id, row.reason, row.evidence].filter(Boolean).join('\n') }, el('div', { class: 'clip' }, caseLink(row.id, row), of.first === row ? el('span', { class: 'chip' }, 'representative') : null, el('div', { class: 'muted small' }, row.evidence || row.reason))),
      el('td', { class: 'number' }, el('div', { class: 'clip' }, severityCell(row))), el('td', {}),
      report.changes ? el('td', {}, row.change ? badge(row.change, CHANGES) : el('span', { class: 'muted' }, 'same')) : null,
      el('td', wide ? { colspan: 2 } : {}, el('div', { class: 'clip muted small' }, row.tagNames.join(', '))));
  }

  function fold(cluster) {
    if (open.has(cluster)) open.delete(cluster); else open.add(cluster);
    draw();
  }

  function toggle(cluster, on) {
    if (on) selected.add(cluster); else selected.delete(cluster);
    drawBulk();
  }

  function drawBulk() {
    bulk.hidden = selected.size === 0;
    if (!bulk.hidden) bulk.replaceChildren(el('strong', {}, `${selected.size} selected`), notesForm(notes, [...selected], () => { selected.clear(); drawBulk(); draw(); }));
  }

  function keep(cluster, needles) {
    if (state.status && notes.of(cluster).status !== state.status) return false;
    if (state.verdict && cluster.verdict !== state.verdict) return false;
    if (state.tag && !cluster.rows.some(r => r.tagNames.includes(state.tag))) return false;
    if (state.change && !cluster.rows.some(r => r.change === state.change)) return false;
    if (needles.length === 0) return true;
    const note = notes.of(cluster);
    const own = [cluster.id, cluster.title, kindFacts(cluster), note.owner, note.comment, STATUSES[note.status].word].join('\n').toLowerCase();
    return needles.every(n => own.includes(n)) || cluster.rows.some(r => needles.every(n => haystackOf(r).includes(n)));
  }

  function draw() {
    const needles = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const clusters = report.clusters.filter(c => keep(c, needles));
    const of = SORTS[state.sort].of;
    if (of) clusters.sort((a, b) => of(a, notes) - of(b, notes) || report.clusters.indexOf(a) - report.clusters.indexOf(b));
    for (const cluster of selected) if (!clusters.includes(cluster)) selected.delete(cluster);
    drawBulk();
    report.shown = clusters.flatMap(c => c.first ? [c.first, ...c.rows.filter(r => r !== c.first)] : c.rows);
    const items = clusters.flatMap(cluster => [cluster.item ??= { cluster }, ...(open.has(cluster) ? (cluster.members ??= cluster.rows.map(row => ({ row, of: cluster }))) : [])]);
    shown.textContent = clusters.length === report.clusters.length ? `${count(clusters.length, 'kind', 'kinds')} of failure, ${SORTS[state.sort].word}` : `${clusters.length} of ${report.clusters.length} kinds, ${SORTS[state.sort].word}`;
    list.show(items);
    const address = pageAddress('triage', { ...state, sort: state.sort === 'worst' ? '' : state.sort });
    if (location.hash !== address && readAddress().page === 'triage') history.replaceState(null, '', address);
  }

  const bar = notesBar(report);
  const redraw = () => list.refresh();
  notes.listeners.push(redraw);
  const orphans = report.triage.filter(n => !n.matches);
  const node = pageMain('triage-page', 'Triage', 'Failures of one kind stand in one row. Status, owner and comment hang on the kind\u2019s signature and outlive the run; they never change a verdict.', bar.node,
    el('section', { class: 'card' },
      list.under(el('div', { class: 'tools sticky' }, controls, shown, el('span', { class: 'muted hint' }, 'x selects \u00b7 e sets the status \u00b7 o shows the cases \u00b7 ? all keys'), bulk)), list.node),
    orphans.length === 0 ? null : card('Decisions on failures that this run does not have', {}, table(['Signature', 'Status', 'Owner', 'Comment'], orphans.slice(0, 500).map(n => el('tr', {},
      el('td', { class: 'mono' }, n.signature), el('td', {}, badge(n.status, STATUSES)), el('td', {}, n.owner), el('td', {}, n.comment))))));
  draw();
  return {
    node,
    opened: () => list.render(),
    key: e => {
      if (e.key === 'Escape' && selected.size > 0) {
        selected.clear();
        drawBulk();
        list.refresh();
        return true;
      }
      return listKey(e, list, {
        search,
        open: item => { const row = item.row ?? item.cluster.first; if (row) location.hash = caseAddress(row.id); },
        select: item => { const cluster = item.cluster ?? item.of; toggle(cluster, !selected.has(cluster)); list.refresh(); },
        fold: item => { fold(item.cluster ?? item.of); },
        all: () => {
          const all = list.items.filter(i => i.cluster).map(i => i.cluster);
          const on = all.some(c => !selected.has(c));
          for (const cluster of all) if (on) selected.add(cluster); else selected.delete(cluster);
          drawBulk();
          list.refresh();
        },
        edit: () => {
          if (selected.size === 0 && list.current) {
            toggle(list.current.cluster ?? list.current.of, true);
            list.refresh();
          }
          bulk.querySelector('select')?.focus();
        },
      });
    },
    returnTo(id) {
      const i = list.items.findIndex(item => item.row?.id === id);
      const at = i >= 0 ? i : list.items.findIndex(item => item.cluster?.rows.some(r => r.id === id));
      if (at < 0) return false;
      list.go(at);
      return true;
    },
    close() {
      list.close();
      bar.close();
      notes.listeners = notes.listeners.filter(l => l !== redraw);
    },
  };
}

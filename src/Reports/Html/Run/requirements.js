// Requirements against cases. Green is only what was tested, evaluated and passed.

const REQUIREMENTS = {
  __proto__: null,
  violated: { glyph: '\u2715', word: 'violated' },
  open: { glyph: '!', word: 'open' },
  untested: { glyph: '\u2205', word: 'untested' },
  waived: { glyph: '\u25c6', word: 'waived' },
  met: { glyph: '\u2713', word: 'met' },
};

const AREAS = [[1, 'known, not hazardous'], [2, 'known, hazardous'], [3, 'unknown, hazardous'], [4, 'unknown, not hazardous']];

const requirementAnchor = id => 'requirement-' + encodeURIComponent(id);

/** Categories of ISO 34502 by areas of ISO 21448. */
function sotifCard(report, cells) {
  if (cells.length === 0) return null;
  const categories = [...new Set(['perception', 'traffic', 'vehicle-control', ...cells.map(c => c.category)])];
  return card('ISO 34502 categories by areas of ISO 21448 (SOTIF)', {}, table(['Category', ...AREAS.map(([n, word]) => `${n}: ${word}`)], categories.map(category => el('tr', {}, el('th', { scope: 'row' }, category || 'not said'),
    AREAS.map(([area]) => {
      const ids = cells.filter(c => c.category === category && c.area === area).flatMap(c => c.cases);
      return el('td', {}, ids.length === 0 ? el('span', { class: 'muted' }, '\u2205') : [el('strong', {}, count(ids.length, 'case', 'cases')), caseList(ids, report.rows, 2)]);
    }))), { class: 'matrix sotif' }),
  el('p', { class: 'muted small' }, 'Areas 2 and 3 are what must shrink.'));
}

async function requirementsPage(report, parts) {
  const trace = await packedBlock('requirements');
  if (!trace) {
    return absent('requirements-page', 'Requirements', 'No suite names a requirement.', ['Name them where a case covers them, and give the file that declares them (CSV or ReqIF):',
      ['requirements: requirements.csv', 'cases:', '  - name: cut-in', '    covers: [REQ-AEB-12]', '    from: { template: r157/cut-in }']]);
  }
  const all = trace.requirements;
  const declared = all.filter(r => r.source !== '');
  const state = { q: parts.get('q') ?? '', verdict: parts.get('verdict') ?? '' };
  const search = el('input', { type: 'search', id: 'filter', placeholder: 'Filter  ( / )', 'aria-label': 'Filter requirements by words', autocomplete: 'off', spellcheck: 'false' });
  search.value = state.q;
  search.addEventListener('input', () => { state.q = search.value; draw(); });
  const verdict = choice('Verdict', 'all verdicts', Object.entries(REQUIREMENTS).filter(([v]) => all.some(r => r.verdict === v)).map(([v, w]) => [v, w.word]), () => { state.verdict = verdict.value; draw(); });
  verdict.value = state.verdict;
  const body = el('tbody', {});
  const shown = el('span', { class: 'muted', role: 'status' });
  const most = 1000;
  const byVerdict = (ids, kind) => ids.filter(id => report.rows.get(id)?.verdict === kind).length;
  function row(r) {
    const verdicts = VERDICT_ORDER.map(v => [v, byVerdict(r.cases, v)]).filter(([, n]) => n > 0);
    return el('tr', { id: requirementAnchor(r.id) },
      el('td', {}, badge(r.verdict, REQUIREMENTS)),
      el('th', { scope: 'row', class: 'mono' }, r.id, r.source === '' ? el('div', { class: 'small muted' }, '\u26a0 not declared in any file') : null),
      el('td', {}, r.text, r.triggering_condition ? el('div', { class: 'small' }, el('span', { class: 'muted' }, 'Triggering condition: '), r.triggering_condition) : null,
        Object.keys(r.attributes).length > 0 ? el('div', { class: 'small muted' }, Object.entries(r.attributes).map(([n, v]) => `${n}: ${v}`).join(' \u00b7 ')) : null),
      el('td', {}, r.category),
      el('td', {}, r.cases.length === 0 ? el('span', { class: 'muted' }, 'no case') : [el('div', { class: 'small' }, verdicts.map(([v, n]) => `${VERDICTS[v].glyph} ${n} ${VERDICTS[v].word}`).join(', ')), caseList(r.cases, report.rows, 3)]),
      el('td', { class: 'small muted' }, r.source));
  }
  function draw() {
    const needles = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter(r => (!state.verdict || r.verdict === state.verdict)
      && needles.every(n => [r.id, r.text, r.triggering_condition, r.category, r.source, ...Object.values(r.attributes), ...r.cases].join('\n').toLowerCase().includes(n)));
    body.replaceChildren(...found.slice(0, most).map(row));
    shown.textContent = `${found.length} of ${count(all.length, 'requirement', 'requirements')}${found.length > most ? `; the first ${most} are shown` : ''}`;
    if (found.length === 0) body.append(el('tr', {}, el('td', { colspan: 6, class: 'muted' }, 'No requirement matches the filter.')));
    const address = pageAddress('requirements', state);
    if (location.hash !== address && readAddress().page === 'requirements') history.replaceState(null, '', address);
  }
  draw();
  const tile = v => {
    const n = all.filter(r => r.verdict === v).length;
    return el('button', { type: 'button', class: `tile requirement ${v}${n === 0 ? ' none' : ''}`, onclick: () => { state.verdict = verdict.value = state.verdict === v || n === 0 ? '' : v; draw(); } },
      el('span', { class: 'figure' }, n), el('span', { class: 'word' }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, REQUIREMENTS[v].glyph), REQUIREMENTS[v].word));
  };
  const orphans = all.filter(r => r.source === '');
  return {
    node: pageMain('requirements-page', 'Requirements', 'Met: cases cover it, each was evaluated, and each passed. Untested is never green.',
      el('div', { class: 'tiles' }, Object.keys(REQUIREMENTS).map(tile)),
      el('section', { class: 'card' }, el('div', { class: 'tools' }, search, verdict, shown),
        el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Requirements' }, el('table', { class: 'requirements' }, el('thead', {}, el('tr', {}, ['Verdict', 'Requirement', 'Demands', 'Category', 'Cases', 'Declared in'].map(h => el('th', { scope: 'col' }, h)))), body))),
      card('Orphans', {},
        el('p', {}, all.some(r => r.cases.length === 0) ? `${count(all.filter(r => r.cases.length === 0).length, 'requirement has', 'requirements have')} no case: see untested above.` : 'Each requirement has a case.'),
        declared.length === 0 ? el('p', { class: 'warn' }, 'No file declares requirements, so nobody can say which are missing. Name one: requirements: requirements.csv')
          : orphans.length > 0 ? [el('p', { class: 'warn' }, `${count(orphans.length, 'id is', 'ids are')} named by cases only, and declared in no file:`), el('ul', { class: 'plain' }, orphans.slice(0, 500).map(r => el('li', { class: 'mono' }, r.id)))] : el('p', {}, 'Each id that a case names is declared.'),
        trace.cases_without.length > 0 ? [el('p', {}, `${count(trace.cases_without.length, 'case covers', 'cases cover')} no requirement:`), caseList(trace.cases_without, report.rows)].flat() : el('p', {}, 'Each case covers a requirement.')),
      sotifCard(report, trace.sotif)),
    key: e => e.key === '/' ? (search.focus(), true) : false,
  };
}

// This run beside a baseline.

const CHANGE_ORDER = ['regressed', 'not_comparable', 'new', 'removed', 'changed', 'fixed'];

const CHANGE_MEANING = {
  __proto__: null,
  regressed: 'It was better before.', not_comparable: 'A metric\u2019s version, the scenario or the driver\u2019s declaration changed: the numbers cannot be held against each other.',
  new: 'Not in the baseline: for information, it has nothing to be worse than.', removed: 'In the baseline, but not in this run.', changed: 'The same verdict with other numbers.', fixed: 'It was worse before.',
};

const side = (value, unit) => value === undefined || value === null ? el('span', { class: 'muted' }, 'not there') : measured(value.state, value.value, unit);

function statisticsCard(statistics) {
  if (statistics.length === 0) return null;
  const p = value => value < 0.001 ? '< 0.001' : value.toFixed(3);
  return card('Statistics over the cases that both have', {}, table(['Of', 'Test', '#Pairs', '#Worse', '#Better', '#p', '#p after Holm', 'Reading'], statistics.map(s => el('tr', {},
    el('td', { class: 'mono' }, s.name), el('td', {}, s.test), el('td', { class: 'number' }, s.pairs), el('td', { class: 'number' }, s.worse), el('td', { class: 'number' }, s.better),
    el('td', { class: 'number' }, p(s.p_value)), el('td', { class: 'number' }, p(s.adjusted_p_value)),
    el('td', {}, s.adjusted_p_value < 0.05 ? s.worse > s.better ? el('strong', {}, '\u25bc worse beyond chance') : el('strong', {}, '\u25b2 better beyond chance') : 'no change that chance does not explain')))),
  el('p', { class: 'muted small' }, 'Two-sided, paired. A driver that repeats to the bit has no chance in it: there each change is real, and the test only weighs them.'));
}

/** What else is not the same, so that nobody takes a new expectation for a worse driver. */
const differencesCard = differences => differences.length === 0 ? null : card('What else differs', {},
  el('ul', { class: 'plain' }, differences.slice(0, 50).map(d => el('li', {}, d))),
  differences.length > 50 ? el('p', { class: 'muted small' }, `and ${differences.length - 50} more in report.json`) : null);

async function changesPage(report, parts) {
  const c = await packedBlock('changes');
  if (!c) {
    return absent('changes-page', 'Changes', 'The report was written without a baseline.', ['Compare with another run, or accept this one as the baseline of later ones:',
      ['sim report RUN --baseline OTHER_RUN', 'sim baseline accept RUN --reason "first release"']]);
  }
  const state = { kind: parts.get('kind') ?? '' };
  const lists = el('div', { class: 'change-lists' });
  const most = 500;
  function draw() {
    lists.replaceChildren(...CHANGE_ORDER.filter(k => !state.kind || k === state.kind).map(kind => {
      const cases = c.cases.filter(x => x.change === kind);
      if (cases.length === 0) return null;
      return el('section', { class: 'card' }, el('h2', {}, badge(kind, CHANGES), ' ', count(cases.length, 'case', 'cases')), el('p', { class: 'muted' }, CHANGE_MEANING[kind]),
        table(['Case', 'Before', 'Now', 'What', 'Metrics: before \u2192 now'], cases.slice(0, most).map(x => el('tr', {},
          el('td', {}, caseLink(x.case, report.rows.get(x.case))),
          el('td', {}, x.before ? badge(x.before) : '\u2013'), el('td', {}, x.after ? badge(x.after) : '\u2013'),
          el('td', {}, x.reason),
          el('td', {}, metricChanges(x.metrics)))), { class: 'changes' }),
        cases.length > most ? el('p', { class: 'muted' }, `and ${cases.length - most} more: `, el('a', { href: pageAddress('cases', { change: kind }) }, 'all in the list of cases')) : null);
    }).filter(Boolean));
    if (lists.children.length === 0) lists.append(card(null, {}, el('p', {}, 'No case changed.')));
    const address = pageAddress('changes', state);
    if (location.hash !== address && readAddress().page === 'changes') history.replaceState(null, '', address);
  }
  const counts = report.changes.counts;
  const tile = kind => el('button', { type: 'button', class: `tile change ${kind}${counts[kind] === 0 ? ' none' : ''}`, 'aria-pressed': 'false', onclick: e => {
    state.kind = state.kind === kind || counts[kind] === 0 ? '' : kind;
    for (const node of e.currentTarget.parentNode.children) node.setAttribute('aria-pressed', 'false');
    e.currentTarget.setAttribute('aria-pressed', String(state.kind === kind));
    draw();
  } }, el('span', { class: 'figure' }, counts[kind]), el('span', { class: 'word' }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, CHANGES[kind].glyph), CHANGES[kind].word));
  draw();
  return {
    node: pageMain('changes-page', 'Changes', `Against ${c.against}. ${count(c.same, 'case is', 'cases are')} the same in verdict and metrics.${c.allowed.length > 0 ? ` Allowed, and counted as no difference: ${c.allowed.join(', ')}; ${count(c.within_allowed, 'metric differs', 'metrics differ')} by no more than that.` : ''}${c.accepted ? ' The baseline is a file of accepted results: it holds no recordings, so there is no ghost in the replay.' : ''}`,
      el('div', { class: 'tiles' }, CHANGE_ORDER.map(tile)), differencesCard(c.differences), statisticsCard(c.statistics), lists),
  };
}

function metricChanges(metrics) {
  if (metrics.length === 0) return null;
  const line = m => el('li', {}, el('span', { class: m.worse ? 'worse' : 'muted' }, m.allowed ? '\u2248 ' : m.worse ? '\u25bc ' : '\u25b2 '), el('span', { class: 'mono' }, m.name), ' ', side(m.before, m.unit), ' \u2192 ', side(m.after, m.unit), m.allowed ? el('span', { class: 'muted' }, ' (allowed)') : null);
  return [el('ul', { class: 'plain small' }, metrics.slice(0, 4).map(line)), metrics.length > 4 ? el('details', {}, el('summary', {}, `${metrics.length - 4} more`), el('ul', { class: 'plain small' }, metrics.slice(4).map(line))) : null];
}

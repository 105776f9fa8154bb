// The landing page: verdict, counts, worst kinds of failure, expectations, coverage, what the run is made of; details below.

const EXITS = {
  __proto__: null,
  0: 'all expectations met', 1: 'an expectation failed', 2: 'usage or configuration', 3: 'infrastructure, or a case that could not be evaluated',
  4: 'partial: cases are missing', 130: 'interrupted',
};

/** The run's colour and sign. */
function runKind(index) {
  if (index.exit_code === 0) return 'passed';
  return index.exit_code === 1 ? 'failed' : index.exit_code === 4 || index.exit_code === 130 ? 'not_run' : 'error';
}

const TILES = ['failed', 'error', 'known', 'refused', 'not_run', 'passed'];

/** How a count moved against the baseline: more of a bad thing is bad, fewer is good; sign and words say it too. */
function growth(report, name) {
  if (!report.changes) return null;
  const n = report.changes.growth[name] ?? 0;
  if (n === 0) return el('span', { class: 'growth muted', title: `as many as in ${report.changes.against}` }, '=');
  const good = name === 'passed' ? n > 0 : n < 0;
  return el('span', { class: 'growth ' + (name === 'known' || name === 'not_run' || name === 'refused' ? '' : good ? 'better' : 'worse'), title: `${Math.abs(n)} ${n > 0 ? 'more' : 'fewer'} than in ${report.changes.against}` },
    (n > 0 ? '\u25b2\u00a0+' : '\u25bc\u00a0\u2212') + Math.abs(n));
}

function verdictCard(report) {
  const kind = runKind(report);
  const total = Object.values(report.counts).reduce((a, b) => a + b, 0);
  const tile = name => {
    const n = report.counts[name] ?? 0;
    return el('a', { class: 'tile ' + name + (n === 0 ? ' none' : ''), href: pageAddress('cases', { verdict: name }), title: `show the cases that are ${VERDICTS[name].word}` },
      el('span', { class: 'figures' }, el('span', { class: 'figure' }, n), growth(report, name)),
      el('span', { class: 'word' }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, VERDICTS[name].glyph), name === 'known' ? 'known (waived)' : VERDICTS[name].word));
  };
  const bar = svg('svg', { class: 'bar', viewBox: `0 0 ${Math.max(1, total)} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  let x = 0;
  for (const name of TILES) {
    const n = report.counts[name] ?? 0;
    if (n > 0) bar.append(svg('rect', { x, y: 0, width: n, height: 1, class: name }));
    x += n;
  }
  return el('section', { class: 'card verdict ' + kind },
    el('div', { class: 'sentence' },
      el('span', { class: 'sign ' + kind, 'aria-hidden': 'true' }, VERDICTS[kind].glyph),
      el('div', {},
        el('h1', { tabindex: '-1' }, report.title || report.suites.join(' + ')),
        el('p', { class: 'lead' }, report.verdict),
        el('p', { class: 'muted' }, `Exit code ${report.exit_code}: ${report.exit_code === 0 && report.gates.length === 0 ? 'it ran, and nothing was checked' : EXITS[report.exit_code] ?? 'unknown'}. ${count(report.planned, 'case', 'cases')} planned, seed ${report.seed}.`,
          report.changes ? [' Arrows: against ', el('a', { href: '#changes' }, report.changes.against), '.'] : null))),
    bar,
    el('div', { class: 'tiles' }, TILES.map(tile)));
}

/** The worst kinds of failure, one line each. */
function worstCard(report) {
  if (report.clusters.length === 0) {
    const bad = report.cases.some(r => r.verdict !== 'passed');
    return card('Kinds of failure', { class: 'card worst' }, el('p', { class: 'muted' }, bad ? 'The failures of this run were not put together.' : report.gates.length === 0 ? 'Nothing was checked, so nothing failed.' : 'No case failed.'));
  }
  const worst = report.clusters.slice(0, 10);
  return card(null, { class: 'card worst' },
    el('div', { class: 'card-head' }, el('h2', {}, worst.length < report.clusters.length ? `Worst ${worst.length} of ${report.clusters.length} kinds of failure` : 'Kinds of failure, worst first'), el('a', { href: '#triage' }, 'Triage')),
    el('ol', { class: worst.some(c => report.notes.of(c).status !== 'new') ? 'worst-list noted' : 'worst-list' }, worst.map(cluster => {
      const note = report.notes.of(cluster);
      return el('li', {},
        el('span', { class: 'sev', title: 'severity' }, cluster.severity < 0 ? '\u2013' : cluster.severity.toFixed(2)),
        badge(cluster.verdict),
        el('a', { class: 'what', href: cluster.first ? caseAddress(cluster.first.id) : '#triage', title: cluster.first ? `${cluster.title}\nrepresentative: ${cluster.first.id}` : cluster.title }, cluster.title),
        el('span', { class: 'muted nowrap' }, count(cluster.rows.length, 'case', 'cases')),
        note.status === 'new' ? null : badge(note.status, STATUSES));
    })));
}

/** How near the run came to what is critical: of each metric that matters the worst measurement, and whose it is. */
function closestCard(report) {
  if (report.clusters.length > 0 || report.closest.length === 0) return null;
  const beyond = m => m.state === 'too_late' || (m.value !== undefined && m.critical_at !== undefined && (m.worse === 'lower' ? m.value <= m.critical_at : m.value >= m.critical_at));
  const room = m => {
    if (beyond(m)) return el('span', { class: 'worse' }, '\u25b2 beyond it');
    if (m.critical_at === undefined || m.value === undefined) return el('span', { class: 'muted' }, '\u2013');
    return withUnit(m.worse === 'lower' ? m.value - m.critical_at : m.critical_at - m.value, m.unit);
  };
  return card('Closest calls', { class: 'card closest' },
    el('p', { class: 'muted small' }, 'The worst measurement of each metric that expectations name, and of those that came nearest to what is called critical.'),
    table(['Metric', '#Worst', '#Critical', '#Room left', 'Case'], report.closest.map(m => el('tr', {},
      el('td', { class: 'mono' }, m.name),
      el('td', { class: 'number' }, m.value === undefined ? STATES[m.state] ?? words(m.state) : withUnit(m.value, m.unit)),
      el('td', { class: 'number muted' }, m.critical_at === undefined ? '\u2013' : `${m.worse === 'lower' ? '\u2264' : '\u2265'} ${withUnit(m.critical_at, m.unit)}`),
      el('td', { class: 'number' }, room(m)),
      el('td', {}, el('a', { class: 'mono small', href: caseAddress(m.case, m.us === undefined ? undefined : m.us / 1e6), title: `worst of ${count(m.cases, 'case', 'cases')}${m.us === undefined ? '' : `, at ${seconds(m.us)}`}` }, m.case))))));
}

/** The cases that the assessors find most severe, whatever their verdict; a list of failures says it better. */
function criticalCard(report) {
  const most = 6;
  const cases = report.cases.filter(r => r.severity > 0).sort((a, b) => b.severity - a.severity).slice(0, most);
  if (report.clusters.length > 0 || cases.length === 0) return null;
  return card(null, { class: 'card worst' },
    el('div', { class: 'card-head' }, el('h2', {}, 'Most critical cases'), el('a', { href: '#cases' }, 'All cases')),
    el('ol', { class: 'worst-list critical' }, cases.map(r => el('li', {},
      el('span', { class: 'sev', title: `severity, from ${r.leading_metric}` }, r.severity.toFixed(2)),
      badge(r.verdict),
      el('span', { class: 'what' }, el('a', { class: 'mono small', href: caseAddress(r.id) }, r.id), r.evidence ? el('span', { class: 'muted small' }, ' ', r.evidence) : null)))));
}

/** What was run, entry by entry. */
function entriesCard(report) {
  const entries = new Map();
  for (const r of report.cases) {
    const key = `${r.suite}\n${r.entry}`;
    if (!entries.has(key)) entries.set(key, { suite: r.suite, entry: r.entry, cases: 0, severity: 0, verdicts: new Map() });
    const e = entries.get(key);
    e.cases += 1;
    e.severity = Math.max(e.severity, r.severity);
    e.verdicts.set(r.verdict, (e.verdicts.get(r.verdict) ?? 0) + 1);
  }
  const most = 12;
  const all = [...entries.values()];
  if (all.length === 0) return null;
  const several = report.suites.length > 1;
  return card('What was run', { class: 'card ran' }, table(['Entry', '#Cases', 'Verdicts', '#Highest severity'], all.slice(0, most).map(e => el('tr', {},
    el('td', {}, el('a', { href: pageAddress('cases', { entry: e.entry }) }, several ? `${e.suite}: ${e.entry}` : e.entry)),
    el('td', { class: 'number' }, e.cases),
    el('td', {}, TILES.filter(v => e.verdicts.has(v)).map(v => [badge(v), e.verdicts.size > 1 ? ` ${e.verdicts.get(v)} ` : null])),
    el('td', { class: 'number' }, e.severity > 0 ? e.severity.toFixed(2) : '\u2013')))),
  all.length > most ? el('p', { class: 'muted small' }, `and ${all.length - most} more entries: `, el('a', { href: '#cases' }, 'all cases')) : null);
}

/** The expectations in a line each; all of them with their cases stand below. */
function expectationsCard(report) {
  if (report.gates.length === 0) {
    return card('Expectations', {}, el('p', { class: 'warn' }, 'None: the suite states no expectation, so nothing was checked.'));
  }
  const order = ['failed', 'error', 'empty', 'passed'];
  const most = 5;
  const gates = [...report.gates].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return card('Expectations', { class: 'card short-gates' }, el('ul', { class: 'plain' }, gates.slice(0, most).map(gate => el('li', {},
    badge(gate.outcome, OUTCOMES), el('code', { title: `${gate.text}\n${gate.message}` }, gate.text)))),
  el('a', { href: '#overview-expectations', onclick: e => { e.preventDefault(); document.getElementById('expectations').scrollIntoView(); document.querySelector('#expectations h2').focus(); } },
    gates.length > most ? `${gates.length - most} more, with results and cases` : 'Results and cases'));
}

/** Coverage and requirements in a bar each. */
function coverCard(report) {
  const c = report.coverage;
  const r = report.requirements;
  const lines = [];
  if (c) {
    if (c.grade !== undefined) lines.push(shareBar(c.grade, 1, 'grade'));
    for (const [strength, covered, feasible] of c.ways.slice(-2)) lines.push(shareBar(covered, feasible, `${strength}-way`));
    if (c.odd?.declared) lines.push(shareBar(c.odd.exposure ?? 0, 1, 'ODD, by exposure'));
    if (c.behaviour) lines.push(shareBar(c.behaviour.cells, c.behaviour.size, 'outcomes'));
  }
  const all = r ? Object.values(r).reduce((a, b) => a + b, 0) : 0;
  return card(null, { class: 'card cover' },
    el('div', { class: 'card-head' }, el('h2', {}, 'Coverage'), el('a', { href: '#coverage' }, 'Details')),
    lines.length > 0 ? lines : el('p', { class: 'muted' }, 'Not computed. ', el('a', { href: '#coverage' }, 'How to get it')),
    c?.odd?.outside > 0 ? el('p', { class: 'small' }, `${count(c.odd.outside, 'case', 'cases')} outside the ODD`) : null,
    r ? el('p', {}, el('a', { href: '#requirements' }, count(all, 'requirement', 'requirements')), ': ', Object.entries(r).filter(([, n]) => n > 0).map(([verdict, n], i) => [i > 0 ? ', ' : '', `${n} ${REQUIREMENTS[verdict]?.word ?? verdict}`])) : null);
}

/** What decides the bytes of the run, in a few lines. */
function madeOfCard(report) {
  const of = kind => report.modules.filter(([k]) => k === kind).map(([, name, version]) => `${name} ${version}`).join(', ');
  const some = (list, most) => list.slice(0, most).join('; ') + (list.length > most ? `; ${list.length - most} more` : '');
  return card('Made of', { class: 'card made-of' }, pairs([
    ['Sim', report.sim_version], ['Driver', of('driver')], ['Simulator', of('simulator')], ['Assessors', of('assessor')],
    ['Licences', report.licences.length === 0 ? 'only what the suite itself states' : some(report.licences, 3)],
    ['Sent out', report.egress.length === 0 ? 'nothing' : some(report.egress, 2)],
    ['Repeatable', reproducible(report) || '\u2013'], ['Same bytes on', sameBytes(report)],
  ]));
}

function gatesCard(index, rows) {
  if (index.gates.length === 0) return null;
  return el('section', { class: 'card', id: 'expectations' }, el('h2', { tabindex: '-1' }, 'Expectations and the cases that violate them'), table(['Outcome', 'Expectation', 'Result', 'Cases that violate it'], index.gates.map(gate =>
    el('tr', {},
      el('td', {}, badge(gate.outcome, OUTCOMES)),
      el('td', {}, el('code', {}, gate.text)),
      el('td', {}, gate.message),
      el('td', {}, caseList(gate.cases, rows), gate.otherwise.length === 0 ? null
        : [el('p', { class: 'muted' }, 'Decided otherwise by the second reading:'), caseList(gate.otherwise, rows)].flat()))), { class: 'gates' }));
}

function waiversCard(index, rows) {
  if (index.waivers.length === 0) return null;
  const state = { __proto__: null, used: ['known', 'in use'], expired: ['failed', 'expired'], passes: ['failed', 'cases pass: remove it'], unmatched: ['refused', 'matches no case'] };
  return card('Known issues', {}, table(['State', 'Cases', 'Reason', 'Ticket', 'Owner', 'Until'], index.waivers.map(waiver => {
    const [kind, word] = state[waiver.state] ?? ['error', waiver.state];
    return el('tr', {},
      el('td', {}, el('span', { class: 'badge ' + kind }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, VERDICTS[kind].glyph), word)),
      el('td', {}, el('code', {}, waiver.pattern), caseList(waiver.cases, rows)),
      el('td', {}, waiver.reason), el('td', {}, waiver.ticket), el('td', {}, waiver.owner), el('td', { class: 'nowrap' }, waiver.expires));
  })));
}

function missingCard(index) {
  if (index.missing.length === 0) return null;
  return card('Planned cases without a result', {},
    el('p', { class: 'warn' }, `${count(index.missing.length, 'case is', 'cases are')} missing: a shard was not merged, or the time budget ended. They count as not run.`),
    el('details', {}, el('summary', {}, 'Show them'), el('ul', { class: 'plain' }, index.missing.slice(0, 1000).map(id => el('li', { class: 'mono' }, id)))));
}

/** Of the cases that ran: how many can be reproduced how far. */
function reproducible(index) {
  return Object.keys(REPRODUCIBLE).map(kind => [index.cases.filter(c => c.reproducibility === kind).length, REPRODUCIBLE[kind]])
    .filter(([n]) => n > 0).map(([n, how]) => `${count(n, 'case', 'cases')} ${how}`).join(', ');
}

function sameBytes(index) {
  return index.cases.some(c => c.reproducibility === 'statistical') ? 'no machine: its simulator promises none' : index.cpu_class === 'any' ? 'every machine' : index.cpu_class;
}

function identityCard(index) {
  // Filled when opened: a run may have thousands of inputs.
  const list = (title, heads, rows) => {
    if (rows.length === 0) return null;
    const node = el('details', {
      ontoggle: () => {
        if (node.children.length === 1) node.append(table(heads, rows.map(row => el('tr', {}, row.map(cell => el('td', { class: 'mono' }, cell))))));
      },
    }, el('summary', {}, `${title} (${rows.length})`));
    return node;
  };
  const r = index.replays;
  const replays = [`${r.embedded} in this file, worst cases first.`];
  if (r.left_out > 0) replays.push(`${r.left_out} left out by this file's limit of ${r.max} replays or ${num(r.max_bytes / 1e6)} MB; their recordings lie in the run folder.`);
  if (r.not_kept > 0) replays.push(`${count(r.not_kept, 'case has', 'cases have')} no recording in the run folder.`);
  return card('This run', { class: 'card identity' },
    pairs([
      ['Sim', index.sim_version], ['Seed', index.seed], ['Planned cases', String(index.planned)], ['Plan', el('code', {}, index.plan_sha256)],
      ['Same bytes on', sameBytes(index)], ['Reproducible', reproducible(index)], ['Replays', replays.join(' ')],
    ]),
    list('Switches', ['Switch', 'Value'], index.switches),
    list('Modules', ['Contract', 'Name', 'Version'], index.modules),
    list('Inputs', ['File', 'SHA-256'], index.inputs));
}

function overviewPage(report) {
  return {
    node: el('main', { class: 'overview' },
      verdictCard(report),
      el('div', { class: 'first-screen' }, el('div', { class: 'happened' }, worstCard(report), closestCard(report), criticalCard(report), entriesCard(report)), el('div', { class: 'facts' }, expectationsCard(report), coverCard(report), madeOfCard(report))),
      gatesCard(report, report.rows), waiversCard(report, report.rows), replicasCard(report, report.rows), missingCard(report), identityCard(report)),
  };
}

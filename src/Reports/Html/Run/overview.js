// The landing page: verdict, counts, expectations, waivers, cases, identity.

const EXITS = {
  __proto__: null,
  0: 'all expectations met', 1: 'an expectation failed', 2: 'usage or configuration', 3: 'infrastructure, or a case that could not be evaluated',
  4: 'partial: cases are missing', 130: 'interrupted',
};

const caseAddress = (id, t) => '#case=' + encodeURIComponent(id) + (t === undefined ? '' : '&t=' + t.toFixed(2));

function caseLink(id, row) {
  return row === undefined
    ? el('span', { class: 'mono' }, id)
    : el('a', { href: caseAddress(id), class: 'mono' }, id);
}

/** The run's colour and sign. */
function runKind(index) {
  if (index.exit_code === 0) return 'passed';
  return index.exit_code === 1 ? 'failed' : index.exit_code === 4 || index.exit_code === 130 ? 'not_run' : 'error';
}

function verdictCard(index, pick) {
  const kind = runKind(index);
  const total = Object.values(index.counts).reduce((a, b) => a + b, 0);
  const tile = name => {
    const n = index.counts[name] ?? 0;
    return el('button', { class: 'tile ' + name + (n === 0 ? ' none' : ''), type: 'button', onclick: () => pick(name), 'aria-label': `${n} ${VERDICTS[name].word}: show them` },
      el('span', { class: 'figure' }, n),
      el('span', { class: 'word' }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, VERDICTS[name].glyph), VERDICTS[name].word));
  };
  const order = ['failed', 'error', 'known', 'refused', 'not_run', 'passed'];
  const bar = svg('svg', { class: 'bar', viewBox: `0 0 ${Math.max(1, total)} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  let x = 0;
  for (const name of order) {
    const n = index.counts[name] ?? 0;
    if (n > 0) bar.append(svg('rect', { x, y: 0, width: n, height: 1, class: name }));
    x += n;
  }
  return el('section', { class: 'card verdict ' + kind },
    el('div', { class: 'sentence' },
      el('span', { class: 'sign ' + kind, 'aria-hidden': 'true' }, VERDICTS[kind].glyph),
      el('div', {},
        el('h1', {}, index.suites.join(' + ')),
        el('p', { class: 'lead' }, index.verdict),
        el('p', { class: 'muted' }, `Exit code ${index.exit_code}: ${index.exit_code === 0 && index.gates.length === 0 ? 'it ran, and nothing was checked' : EXITS[index.exit_code] ?? 'unknown'}. ${count(index.planned, 'case', 'cases')} planned, seed ${index.seed}, Sim ${index.sim_version}.`))),
    bar,
    el('div', { class: 'tiles' }, order.map(tile)));
}

function caseList(ids, rows) {
  if (ids.length === 0) return null;
  const shown = 5;
  const item = id => el('li', {}, caseLink(id, rows.get(id)));
  if (ids.length <= shown) return el('ul', { class: 'plain' }, ids.map(item));
  return [
    el('ul', { class: 'plain' }, ids.slice(0, shown).map(item)),
    el('details', {}, el('summary', {}, `${ids.length - shown} more`), el('ul', { class: 'plain' }, ids.slice(shown, 500).map(item)),
      ids.length > 500 ? el('p', { class: 'muted' }, `and ${ids.length - 500} more, in report.json`) : null),
  ];
}

function gatesCard(index, rows) {
  if (index.gates.length === 0) {
    return card('Expectations', {}, el('p', { class: 'warn' }, 'None: the suite states no expectation, so nothing was checked.'));
  }
  return card('Expectations', {}, table(['Outcome', 'Expectation', 'Result', 'Cases that violate it'], index.gates.map(gate =>
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
      ['Same bytes on', index.cpu_class === 'any' ? 'every machine' : index.cpu_class], ['Reproducible', reproducible(index)], ['Replays', replays.join(' ')],
    ]),
    list('Switches', ['Switch', 'Value'], index.switches),
    list('Modules', ['Contract', 'Name', 'Version'], index.modules),
    list('Inputs', ['File', 'SHA-256'], index.inputs));
}

function overview(index, rows) {
  const list = casesCard(index);
  return el('main', { class: 'overview' },
    verdictCard(index, verdict => list.pick(verdict)),
    gatesCard(index, rows), waiversCard(index, rows), replicasCard(index, rows), list.node, missingCard(index), identityCard(index));
}

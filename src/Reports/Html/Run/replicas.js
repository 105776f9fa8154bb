// Cases that ran several times: shares and means with their 95 % intervals.

const percent = value => num(Math.round(value * 1000) / 10);
const rate = e => e ? `${percent(e[0])}\u00a0% (${percent(e[1])} to ${percent(e[2])}\u00a0%)` : '\u2013';
/** Half the width of the interval: a narrow one would hide between rounded ends. */
const mean = (e, unit) => !e ? '\u2013' : e.length < 3 ? withUnit(e[0], unit) : `${num(e[0])} ± ${unit ? num(e[2] - e[0]) + '\u00a0' + unit : num(e[2] - e[0])}`;
const INTERVALS = 'Shares with the 95 % interval of Wilson, means with that of Student over the replicas that gave a value.';

function replicasCard(index, rows) {
  const groups = index.replicas;
  if (!groups) return null;
  const cell = (group, column) => {
    const metric = group.metrics.find(m => m.name === column.name);
    return el('td', { class: 'number' }, !metric ? '\u2013' : mean(metric.mean, metric.unit), metric?.others ? el('div', { class: 'muted small' }, metric.others) : null);
  };
  return card('Replicas', { class: 'card replicas' },
    table(['Case', '#Passed', '#Pass rate', 'Reproducible', ...index.columns.map(c => '#' + c.name)], groups.map(group => el('tr', {},
      el('td', {}, caseLink(group.cases[0], rows.get(group.cases[0])), el('div', { class: 'muted small' }, count(group.cases.length, 'replica', 'replicas'))),
      el('td', { class: 'number' }, `${group.passed} of ${group.evaluated}`),
      el('td', { class: 'number' }, rate(group.rate)),
      el('td', {}, REPRODUCIBLE[group.reproducibility] ?? group.reproducibility),
      index.columns.map(column => cell(group, column))))),
    el('p', { class: 'muted small' }, INTERVALS, index.replicas_left_out > 0 ? ` ${count(index.replicas_left_out, 'further group', 'further groups')} in report.json.` : null));
}

/** On the page of a replica: what all of them gave. */
function siblingsCard(one) {
  const group = block('index').replicas?.find(g => g.cases.includes(one.id));
  if (!group) return null;
  return card('Replicas', {},
    el('p', {}, `${group.passed} of ${group.evaluated} evaluated passed: ${rate(group.rate)}`),
    table(['Metric', '#Mean', '#Of'], group.metrics.map(m => el('tr', {},
      el('td', { class: 'name mono' }, m.name),
      el('td', { class: 'number' }, mean(m.mean, m.unit)),
      el('td', { class: 'number' }, m.values, m.others ? el('div', { class: 'muted small' }, m.others) : null)))),
    el('details', {}, el('summary', {}, count(group.cases.length, 'replica', 'replicas')),
      el('ul', { class: 'plain' }, group.cases.slice(0, 500).map(id => el('li', {}, id === one.id ? el('span', { class: 'mono' }, id) : el('a', { class: 'mono', href: caseAddress(id) }, id))))),
    el('p', { class: 'muted small' }, INTERVALS));
}

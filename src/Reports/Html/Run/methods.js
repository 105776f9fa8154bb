// How the numbers come about: definitions, versions, limits, known anomalies; and the limits of this report.

const VERDICT_MEANING = [
  ['passed', 'ran, was assessed, violates no expectation'], ['failed', 'violates an expectation, or its driver failed'], ['known', 'fails, and a valid waiver says so'],
  ['error', 'could not be evaluated: no finding about the driver, and never green'], ['refused', 'the scenario is invalid; nothing was run'], ['not_run', 'time budget, fail-fast, interruption, or no result'],
];

/** A family of metrics that are defined on one page. */
function familyOf(family) {
  const list = texts => el('ul', { class: 'small' }, texts.map(t => el('li', {}, t)));
  return el('section', { class: 'method' }, el('h3', {}, family.title),
    table(['Metric', 'Unit', 'Definition', 'Without a value'], family.metrics.map(m => el('tr', {},
      el('th', { scope: 'row', class: 'mono' }, m.name), el('td', {}, m.unit), el('td', { class: 'formula' }, m.formula), el('td', { class: 'small muted' }, m.without))), { class: 'definitions' }),
    family.sources ? el('p', { class: 'small' }, el('span', { class: 'muted' }, 'Sources: '), family.sources) : null,
    family.limits.length > 0 ? [el('h4', {}, 'Edge cases and limits'), list(family.limits)] : null,
    family.anomalies.length > 0 ? el('div', { class: 'warn' }, el('h4', {}, 'Known anomalies'), list(family.anomalies)) : null);
}

const methodsOf = assessor => card(`${assessor.assessor} ${assessor.version}`, { class: 'card methods' },
  assessor.families.length === 0 ? el('p', { class: 'muted' }, 'It states no definitions.') : assessor.families.map(familyOf));

async function methodsPage(report) {
  const methods = await packedBlock('methods') ?? [];
  const used = report.modules.filter(([kind]) => kind === 'assessor');
  const without = used.filter(([, name]) => !methods.some(m => m.assessor === name));
  return {
    node: pageMain('methods-page', 'Methods', 'How the numbers in this report come about, and what they cannot say.',
      card('Verdicts', {}, table(['Verdict', 'Meaning'], VERDICT_MEANING.map(([v, meaning]) => el('tr', {}, el('td', {}, badge(v)), el('td', {}, meaning))))),
      card('Expectations', {}, report.gates.length === 0 ? el('p', { class: 'warn' }, 'The suite states none.') : el('ul', { class: 'plain' }, report.gates.map(g => el('li', {}, el('code', {}, g.text)))),
        el('p', { class: 'muted' }, 'A metric has a value, or no conflict (best), or too late (worst), or is not applicable (excluded and counted), or could not be computed (an error). An expectation that selects no case is never met.')),
      methods.map(methodsOf),
      methods.length === 0 || without.length > 0 ? card('Without definitions', {}, el('p', {}, used.length === 0 ? 'The suite names no assessor, so nothing was measured.' : `${(methods.length === 0 ? used : without).map(([, n, v]) => `${n} ${v}`).join(', ')}: this report holds no definitions of its metrics. The documentation of the assessor does.`),
        used.length === 0 ? snippet('assess: [criticality]') : null) : null,
      card('Limits of this report', {}, el('ul', {},
        el('li', {}, 'Tracks in replays are rounded to 1 mm, 1 mrad and 1 mm/s; the exact recording lies in cases/<id>/recording.mcap.'),
        el('li', {}, `${count(report.replays.embedded, 'case has', 'cases have')} a replay in this file; ${report.replays.left_out} were left out by its limits, ${report.replays.not_kept} have no recording.`),
        el('li', {}, 'Other actors in replayed traffic do not react unless the traffic model says so: such contacts can be artefacts of the replay and are marked.'),
        el('li', {}, 'A run says something about its cases and its simulator. It is no estimate of accidents per kilometre.'),
        el('li', {}, 'Status, owner and comment of a kind of failure are opinions of people. They change no verdict.'),
        el('li', {}, `Two kinds of failure with the same signature can have different causes, and one cause can show as several kinds.`)))),
  };
}

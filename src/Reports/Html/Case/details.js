// What a case page says in words and tables.

const timeButton = (us, clock) => clock
  ? el('button', { type: 'button', class: 'jump', title: 'Show this instant', onclick: () => { clock.pause(); clock.seek(us / 1e6); } }, seconds(us))
  : el('span', { class: 'nowrap' }, seconds(us));

const ENDS = {
  __proto__: null,
  horizon: 'the horizon was reached', goal_reached: 'the ego reached its goal', contact: 'ended by a contact of the ego', driver_failed: 'the driver failed',
  simulator_failed: 'the simulator failed', interrupted: 'interrupted', log_end: 'the log ends here',
};

/** In a few words, for tables. */
const REPRODUCIBLE = { __proto__: null, bit: 'to the bit', from_recording: 'from the recording', statistical: 'statistically' };

const REPRODUCIBILITY = {
  __proto__: null,
  bit: 'bit for bit: the same inputs and seed give the same bytes',
  from_recording: 'from its recording: replaying the recorded answers gives the same bytes; asked again, the driver may answer otherwise',
  statistical: 'only in distribution: another run may differ',
};

const STATUS = {
  __proto__: null,
  refused: 'Refused: the scenario is invalid, nothing was run.', driver_failed: 'The driver failed.', error: 'The case could not be evaluated.',
  timed_out: 'Stopped by the time limit of a case.', not_run: 'Not run.',
};

function whyCard(one, clock) {
  const evidence = one.assessments.flatMap(a => a.evidence.map(e => ({ ...e, assessor: a.assessor })));
  const status = STATUS[one.status];
  const lines = [
    status || one.reason ? el('p', { class: 'warn' }, [status, one.reason].filter(Boolean).join(' ')) : null,
    one.violates.length > 0 ? [el('p', {}, one.violates.length === 1 ? 'Violates this expectation:' : 'Violates these expectations:'), el('ul', {}, one.violates.map(v => el('li', {}, el('code', {}, v))))] : null,
    one.otherwise.length > 0 ? [el('p', { class: 'warn' }, 'The second reading of the metric would decide otherwise:'), el('ul', {}, one.otherwise.map(v => el('li', {}, el('code', {}, v))))] : null,
    evidence.length > 0 ? el('ul', { class: 'evidence' }, evidence.map(e => el('li', {},
      e.us === undefined ? null : timeButton(e.us, clock), el('span', {}, e.text), el('span', { class: 'muted' }, e.assessor)))) : null,
  ].flat().filter(Boolean);
  if (lines.length === 0) lines.push(el('p', { class: 'muted' }, one.status !== 'assessed' ? 'Nothing more is known.'
    : one.assessments.length === 0 ? 'It ran. The suite names no assessor, so nothing was measured.'
    : 'It violates no expectation, and no assessor found anything remarkable.'));
  return card(one.verdict === 'passed' ? 'What happened' : 'Why', {}, lines);
}

function contactsCard(one, clock) {
  const contacts = one.replay?.contacts ?? [];
  if (contacts.length === 0) return null;
  return card('Contacts', {}, table(['Time', 'Who', 'Zones', '#Closing', '#Speeds', 'Class'], contacts.map(c => el('tr', {},
    el('td', {}, timeButton(c.us, clock)),
    el('td', {}, `${c.a} with ${c.b}`),
    el('td', {}, `${words(c.zone_a)} / ${words(c.zone_b)}`),
    el('td', { class: 'number' }, withUnit(c.relative_speed, 'm/s')),
    el('td', { class: 'number' }, `${num(c.speed_a)} / ${withUnit(c.speed_b, 'm/s')}`),
    el('td', {}, words(c.class) + (c.artefact ? ', replay artefact: no finding about the ego' : c.at_fault ? ', at fault' : ', not at fault'))))));
}

const DRIVEN = { __proto__: null, avoids: 'avoids', collides: 'collides', not_applicable: 'not applicable' };

/** What other drivers in the ego's place would have come to. */
function driversCard(one, clock) {
  const drivers = one.assessments.flatMap(a => a.counterfactuals);
  if (drivers.length === 0) return null;
  const at = us => us === undefined ? '\u2013' : timeButton(us, clock);
  const outcome = d => d.outcome === 'collides'
    ? [el('span', { class: 'beyond' }, '\u25b2'), d.impact_speed === undefined ? 'collides' : `collides at ${withUnit(d.impact_speed, 'm/s')}`]
    : el('span', { class: d.outcome === 'avoids' ? '' : 'muted' }, DRIVEN[d.outcome] ?? words(d.outcome));
  const band = d => d.band_runs === 0 ? '\u2013' : `${d.band_avoids} of ${d.band_runs}`;
  const rows = drivers.map((d, i) => [el('tr', {},
    el('td', { class: 'nowrap' }, el('span', { class: 'mono' }, d.model)), el('td', {}, outcome(d)), el('td', {}, at(d.alarm_us)), el('td', {}, at(d.reaction_us)), el('td', {}, at(d.impact_us)),
    el('td', { class: 'number', title: 'how many avoid it when reaction time and deceleration vary' }, band(d))),
  // A reason that several share stands under the last of them.
  d.reason && d.reason !== drivers[i + 1]?.reason ? el('tr', { class: 'explained' }, el('td', { colspan: 6 }, d.reason)) : null]);
  const assumptions = [...new Set(drivers.flatMap(d => d.assumptions))];
  return card('Would another driver have avoided it?', {}, table(['Driver', 'Outcome', 'Alarmed', 'Reacts', 'Contact', '#Avoid in band'], rows),
    assumptions.length > 0 ? el('details', {}, el('summary', {}, 'Assumptions'), el('ul', { class: 'plain' }, assumptions.map(a => el('li', {}, a)))) : null);
}

function metricsCard(one, clock) {
  if (one.assessments.length === 0) {
    return card('Metrics', {}, el('p', { class: 'muted' }, one.status === 'assessed' ? 'None: the suite names no assessor.' : 'Not computed: the case was not assessed.'));
  }
  const beyond = m => m.state === 'too_late' || (m.critical_at !== undefined && m.value !== undefined && (m.worse === 'lower' ? m.value <= m.critical_at : m.value >= m.critical_at));
  const explained = m => [m.second === undefined ? '' : `second reading: ${m.second.state === 'value' ? withUnit(m.second.value, m.unit) : STATES[m.second.state] ?? m.second.state}${m.second.reason ? ` (${m.second.reason})` : ''}`, m.reason, m.actors.length > 0 ? m.actors.join(', ') : '', m.inputs.map(([n, v, u]) => `${n} ${withUnit(v, u)}`).join(', ')].filter(Boolean).join(' \u00b7 ');
  const rows = one.assessments.flatMap(a => a.metrics.map(m => [el('tr', {},
    el('td', { class: 'name' }, el('span', { class: 'mono', title: `${a.assessor} ${a.version}, definition ${m.version}` }, m.name)),
    el('td', { class: 'number' }, beyond(m) ? el('span', { class: 'beyond', title: 'beyond its critical threshold' }, '\u25b2') : null, measured(m.state, m.value, m.unit)),
    el('td', { class: 'number' }, m.critical_at === undefined ? '' : (m.worse === 'lower' ? '\u2264 ' : '\u2265 ') + withUnit(m.critical_at, m.unit)),
    el('td', {}, m.us === undefined ? '' : timeButton(m.us, clock))),
  explained(m) ? el('tr', { class: 'explained' }, el('td', { colspan: 4 }, explained(m))) : null]));
  return card('Metrics', {}, table(['Metric', '#Value', '#Critical', 'Worst at'], rows),
    el('p', { class: 'muted small' }, 'By ' + one.assessments.map(a => `${a.assessor} ${a.version}`).join(', ') + '. \u25b2 at or beyond the critical threshold.'));
}

/** The run's folder as this file's own address tells it; a shell can take it. */
function runFolder() {
  if (location.protocol !== 'file:') return '.';
  const folder = decodeURIComponent(location.pathname).replace(/\/[^/]*$/, '') || '/';
  return /^\/[A-Za-z]:/.test(folder) ? folder.slice(1) : folder;
}

const quoted = word => /^[A-Za-z0-9_.,:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function reproduceCard(one) {
  const command = `sim replay ${quoted(one.id)} --run ${quoted(runFolder())}`;
  const button = el('button', { type: 'button', class: 'quiet', onclick: () => copy(command, button) }, 'Copy');
  const file = name => el('a', { href: `cases/${encodeURIComponent(one.id)}/${name}` }, name);
  return card('How to reproduce', {},
    el('div', { class: 'command' }, el('code', {}, command), button),
    pairs([
      ['Reproducible', one.reproducibility === 'from_recording' && !one.recording_sha256 ? 'only from its recording, which was not kept'
        : REPRODUCIBILITY[one.reproducibility] ?? one.reproducibility],
      ['Files', el('span', { class: 'files' }, file('scenario.yaml'), ' ', one.recording_sha256 ? [file('recording.mcap'), ' '] : null, one.assessments.length > 0 ? file('assessment.json') : null)],
      ['Recording', one.recording_sha256 ? el('code', { class: 'small' }, 'sha256 ' + one.recording_sha256) : 'not kept'],
    ]));
}

function originCard(one) {
  const p = one.replay?.provenance;
  const list = items => items.length === 0 ? null : el('ul', { class: 'plain' }, items.slice(0, 100).map(i => el('li', {}, i)));
  return card('Parameters and origin', {},
    one.parameters.length > 0 ? table(['Parameter', '#Value'], one.parameters.map(([n, v]) => el('tr', {}, el('td', { class: 'mono' }, n), el('td', { class: 'number' }, v)))) : null,
    pairs([
      ['Entry', one.entry], ['Source', el('code', {}, one.source)], ['Draw', String(one.draw)], ['Replica', String(one.replica)],
      ['Tags', one.tags.join(', ')], ['Covers', one.covers.join(', ')], ['ODD', one.odd.map(([n, v]) => `${n}: ${v}`).join(', ')],
      ['Made by', p ? [p.generator, p.version].filter(Boolean).join(' ') : ''], ['Seed', p?.seed],
      ['From', p ? list(p.parents) : null], ['Assumed', p ? list(p.assumptions) : null], ['Licence', one.licence || p?.licence || 'own'],
      ['Sent', list(one.egress)], ['Not used', p ? list(p.unused) : null],
    ]),
    p && p.facts.length > 0 ? el('details', {}, el('summary', {}, `${p.facts.length} facts of the source`),
      table(['Fact', 'Value', 'Known', 'Words'], p.facts.map(([name, value, status, quote]) => el('tr', { class: status },
        el('td', { class: 'mono' }, name), el('td', {}, value), el('td', {}, status), el('td', {}, quote ? el('q', {}, quote) : ''))))) : null);
}

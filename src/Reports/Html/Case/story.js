// What a case page tells in words and tables. The sentences are made by CaseStory.cs; here they become rows that lead to their instants.

function timeButton(us, clock) {
  return clock
    ? el('button', { type: 'button', class: 'jump', title: 'Show this instant', onclick: () => { clock.pause(); clock.seek(us / 1e6); } }, seconds(us))
    : el('span', { class: 'nowrap' }, seconds(us));
}

/** A text in which instants such as "until 3.90 s" lead to them. */
function timed(text, clock) {
  if (!clock) return text;
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(/(?<!critical )\b(at|until|from|by|since) (\d+(?:\.\d+)?) s\b/gi)) {
    const t = Number(found[2]);
    if (!(t <= clock.durationS + 0.5)) continue;
    const begin = found.index + found[1].length + 1;
    parts.push(text.slice(at, begin), el('button', { type: 'button', class: 'instant', title: 'Show this instant', onclick: () => { clock.pause(); clock.seek(t); } }, found[2] + '\u00a0s'));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return parts;
}

const ENDS = {
  __proto__: null,
  horizon: 'the horizon was reached', goal_reached: 'the ego reached its goal', contact: 'ended by a contact of the ego', driver_failed: 'the driver failed',
  simulator_failed: 'the simulator failed', interrupted: 'interrupted', log_end: 'the log ends here',
  storyboard_end: 'the storyboard ended',
};

const QUESTIONS = {
  __proto__: null,
  outcome: ['\u25cf', 'What happened'], critical: ['\u25b2', 'Why critical'], since: ['\u25c7', 'Unsafe since'], enough: ['\u21b6', 'Enough until'], ego: ['\u25a0', 'The ego'],
  careful: ['\u263a', 'A careful driver'], nearest: ['\u2194', 'What would pass'], mind: ['!', 'Mind'],
};

function storyCard(one, clock) {
  const rows = [];
  let before = null;
  for (const [kind, text, us] of one.story) {
    const [glyph, question] = QUESTIONS[kind] ?? ['', words(kind)];
    rows.push(el('li', { class: kind === before ? 'more' : null },
      el('span', { class: 'glyph ' + kind, 'aria-hidden': 'true' }, kind === before ? '' : glyph),
      el('span', { class: 'question' }, kind === before ? el('span', { class: 'offscreen' }, question) : question),
      us === null ? el('span', {}) : timeButton(us, clock),
      el('span', { class: 'told' }, timed(text, clock), kind === 'nearest' && one.nearest ? [' ', el('a', { href: caseAddress(one.nearest.case) }, 'Open it')] : null)));
    before = kind;
  }
  const evidence = one.assessments.flatMap(a => a.evidence.map(e => ({ ...e, assessor: a.assessor })));
  const expectations = (list, lead, warn) => list.length === 0 ? null : el('p', { class: warn ? 'warn' : 'violated' }, lead, ' ', list.map((v, i) => [i > 0 ? ' \u00b7 ' : null, el('code', {}, v)]));
  return card(one.verdict === 'passed' ? 'What happened' : 'Why it failed and why it is critical', { class: 'card story' },
    expectations(one.violates, one.violates.length === 1 ? 'Violates the expectation' : 'Violates the expectations', false),
    expectations(one.otherwise, 'The second reading of the metric would decide otherwise:', true),
    rows.length > 0 ? el('ol', { class: 'rows' }, rows) : null,
    one.status === 'assessed' && one.assessments.length === 0 ? el('p', { class: 'muted' }, 'It ran. The suite names no assessor, so nothing was measured.') : null,
    one.status === 'assessed' && one.assessments.length > 0 && rows.length <= 1 && evidence.length === 0 && one.violates.length === 0 ? el('p', { class: 'muted' }, 'It violates no expectation, and no assessor found anything remarkable.') : null,
    evidence.length > 0 ? el('details', { open: evidence.length <= 3 }, el('summary', {}, count(evidence.length, 'sentence of the assessors', 'sentences of the assessors')),
      el('ul', { class: 'evidence' }, evidence.map(e => el('li', {},
        e.us === undefined ? el('span', {}) : timeButton(e.us, clock), el('span', {}, timed(e.text, clock)), el('span', { class: 'muted' }, e.assessor))))) : null);
}

function contactsCard(one, clock) {
  const contacts = one.replay?.contacts ?? [];
  if (contacts.length === 0) return null;
  return card('Contacts', {}, table(['Time', 'Who', 'Zones', '#Closing', '#Speeds', 'Class'], contacts.slice(0, 100).map(c => el('tr', {},
    el('td', {}, timeButton(c.us, clock)),
    el('td', {}, `${c.a} with ${c.b}`),
    el('td', {}, `${words(c.zone_a)} / ${words(c.zone_b)}`),
    el('td', { class: 'number' }, withUnit(c.relative_speed, 'm/s')),
    el('td', { class: 'number' }, `${num(c.speed_a)} / ${withUnit(c.speed_b, 'm/s')}`),
    el('td', {}, words(c.class) + (c.artefact ? ', replay artefact: no finding about the ego' : c.at_fault ? ', at fault' : ', not at fault'))))),
  contacts.length > 100 ? el('p', { class: 'muted small' }, `The first 100 of ${contacts.length}.`) : null);
}

const DRIVEN = { __proto__: null, avoids: '\u2713 avoids', collides: 'collides', not_applicable: 'not applicable' };
const WAYS = { __proto__: null, min_ttb: 'brake', min_tts: 'steer', min_ttk: 'accelerate', min_ttr: 'any of them' };

function driversTable(one, clock) {
  const drivers = one.assessments.flatMap(a => a.counterfactuals);
  if (drivers.length === 0) return null;
  const at = us => us === undefined ? '\u2013' : timeButton(us, clock);
  const outcome = d => d.outcome === 'collides'
    ? [el('span', { class: 'beyond' }, '\u25b2'), 'collides ', d.impact_us === undefined ? null : at(d.impact_us), ' ', d.impact_speed === undefined ? null : el('span', { class: 'nowrap' }, `at ${withUnit(d.impact_speed, 'm/s')}`)]
    : el('span', { class: d.outcome === 'avoids' ? '' : 'muted' }, DRIVEN[d.outcome] ?? words(d.outcome));
  const band = d => d.band_runs === 0 ? '\u2013' : `${d.band_avoids} of ${d.band_runs}`;
  const row = (d, next) => [el('tr', {},
    el('td', { class: 'nowrap' }, el('span', { class: 'mono' }, d.model)), el('td', { class: 'outcome' }, outcome(d)), el('td', {}, at(d.alarm_us)), el('td', {}, at(d.reaction_us)),
    el('td', { class: 'number', title: 'how many avoid it when reaction time and deceleration vary' }, band(d))),
  // A reason that several share stands under the last of them.
  d.reason && d.reason !== next?.reason ? el('tr', { class: 'explained' }, el('td', { colspan: 5 }, d.reason)) : null];
  const asked = drivers.filter(d => d.outcome !== 'not_applicable');
  const reasons = [...new Set(drivers.filter(d => d.outcome === 'not_applicable').map(d => d.reason))];
  const rows = [asked.map((d, i) => row(d, asked[i + 1])), reasons.map(reason => el('tr', {}, el('td', { colspan: 5 },
    el('span', { class: 'mono' }, drivers.filter(d => d.outcome === 'not_applicable' && d.reason === reason).map(d => d.model).join(', ')),
    el('span', { class: 'muted' }, ' not applicable', reason ? `: ${reason}` : ''))))];
  const assumptions = [...new Set(drivers.flatMap(d => d.assumptions))];
  return [el('h3', {}, 'Another driver in the ego\u2019s place'), table(['Driver', 'Outcome', 'Alarmed', 'Reacts', '#In band'], rows),
    assumptions.length > 0 ? el('details', {}, el('summary', {}, 'Assumptions'), el('ul', { class: 'plain' }, assumptions.map(a => el('li', {}, a)))) : null];
}

function waysTable(one, clock) {
  const metrics = one.assessments.flatMap(a => a.metrics).filter(m => WAYS[m.name] && (m.state === 'value' || m.state === 'too_late'));
  if (metrics.length === 0) return null;
  return [el('h3', {}, 'The ego itself, doing something sooner'), table(['To', '#Time left', 'At', 'How long it helps'], metrics.map(m => el('tr', {},
    el('td', { class: 'nowrap', title: m.name }, WAYS[m.name]), el('td', { class: 'number' }, measured(m.state, m.value, m.unit)),
    el('td', {}, m.us === undefined ? '' : timeButton(m.us, clock)), el('td', {}, timed(m.reason, clock)))))];
}

function nearestTable(one) {
  const { nearest } = one;
  if (!nearest) return null;
  return [el('h3', {}, 'The nearest case of this run that passes'),
    el('p', {}, caseLink(nearest.case, {})),
    nearest.changes.length > 0 ? table(['Parameter', '#Here', '#There'], nearest.changes.map(([name, here, there]) => el('tr', {},
      el('td', { class: 'mono' }, name), el('td', { class: 'number' }, here), el('td', { class: 'number' }, there)))) : el('p', { class: 'muted' }, nearest.other_draw ? 'Another draw of the same parameters.' : 'Another replica of the same parameters.')];
}

/** What would have had to be otherwise. */
function otherwiseCard(one, clock) {
  const parts = [driversTable(one, clock), waysTable(one, clock), nearestTable(one)].filter(Boolean);
  return parts.length === 0 ? null : card('What would have avoided it?', { class: 'card otherwise' }, parts);
}

function metricsCard(one, clock) {
  if (one.assessments.length === 0) {
    return card('Metrics', {}, el('p', { class: 'muted' }, one.status === 'assessed' ? 'None: the suite names no assessor.' : 'Not computed: the case was not assessed.'));
  }
  const beyond = m => m.state === 'too_late' || (m.critical_at !== undefined && m.value !== undefined && (m.worse === 'lower' ? m.value <= m.critical_at : m.value >= m.critical_at));
  const second = m => m.second === undefined ? '' : `second reading: ${m.second.state === 'value' ? withUnit(m.second.value, m.unit) : STATES[m.second.state] ?? m.second.state}${m.second.reason ? ` (${m.second.reason})` : ''}`;
  const explained = m => [second(m), m.reason, m.actors.length > 0 ? m.actors.join(', ') : '', m.inputs.map(([n, v, u]) => `${n} ${withUnit(v, u)}`).join(', ')].filter(Boolean).join(' \u00b7 ');
  const row = (a, m) => [el('tr', {},
    el('td', { class: 'name' }, el('span', { class: 'mono', title: `${a.assessor} ${a.version}, definition ${m.version}` }, m.name)),
    el('td', { class: 'number' }, beyond(m) ? el('span', { class: 'beyond', title: 'beyond its critical threshold' }, '\u25b2') : null, measured(m.state, m.value, m.unit)),
    el('td', { class: 'number' }, m.critical_at === undefined ? '' : (m.worse === 'lower' ? '\u2264 ' : '\u2265 ') + withUnit(m.critical_at, m.unit)),
    el('td', {}, m.us === undefined ? '' : timeButton(m.us, clock))),
  explained(m) ? el('tr', { class: 'explained' }, el('td', { colspan: 4 }, timed(explained(m), clock))) : null];
  const all = one.assessments.flatMap(a => a.metrics.map(m => ({ a, m })));
  // What a reader must see first: beyond a threshold, undecided, or what leads.
  const first = all.filter(({ a, m }) => beyond(m) || m.state === 'failed' || m.second !== undefined || m.name === a.leading_metric);
  const shown = first.length === 0 || all.length <= 12 ? all : first;
  const rest = all.filter(x => !shown.includes(x));
  const heads = ['Metric', '#Value', '#Critical', 'Worst at'];
  const toggle = el('button', { type: 'button', class: 'quiet', 'aria-expanded': 'false', onclick: () => {
    const open = node.classList.toggle('explain');
    toggle.setAttribute('aria-expanded', String(open));
    toggle.textContent = open ? 'Hide reasons and inputs' : 'Show reasons and inputs';
  } }, 'Show reasons and inputs');
  const node = card('Metrics', { class: 'card metrics' }, el('p', {}, toggle), table(heads, shown.map(x => row(x.a, x.m))),
    rest.length > 0 ? el('details', {}, el('summary', {}, count(rest.length, 'further metric within its bounds', 'further metrics within their bounds')), table(heads, rest.map(x => row(x.a, x.m)))) : null,
    el('p', { class: 'muted small' }, 'By ' + one.assessments.map(a => `${a.assessor} ${a.version}`).join(', ') + '. \u25b2 at or beyond the critical threshold.'));
  // A second reading, and few metrics, are shown with their reasons at once.
  if (all.length <= 12 || all.some(x => x.m.second !== undefined)) toggle.click();
  return node;
}

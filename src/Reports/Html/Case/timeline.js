// The timeline: charts of signals and metrics, marks of what happened, one cursor over all.

/** Charts that the reader has switched, by group and title, kept from case to case. */
const chartChoice = new Map();
const MAX_METRICS_SHOWN = 8;
const MAX_DEBUG_SHOWN = 6;

/** Values of a track over time, where it is present. */
function signal(track, stepS, of) {
  const times = [];
  const values = [];
  for (let i = 0; i < track.count; i++) {
    if (!track.present[i]) continue;
    const value = of(i);
    if (value === null) continue;
    times.push((track.first + i) * stepS);
    values.push(value);
  }
  return { times, values };
}

function egoSpecs(one) {
  const { replay, partner: id } = one;
  const { egoTrack: ego, stepS } = replay;
  if (!ego) return [];
  const ghost = replay.ghost?.tracks.find(t => t.id === replay.ghost.ego);
  const before = of => ghost ? signal(ghost, replay.ghost.stepS, i => of(ghost, i)) : undefined;
  const specs = [
    { title: 'ego speed', unit: 'm/s', shown: true, ...signal(ego, stepS, i => ego.speed[i]), before: before((t, i) => t.speed[i]) },
    { title: 'ego acceleration', unit: 'm/s²', shown: true, ...signal(ego, stepS, i => ego.accel[i]), before: before((t, i) => t.accel[i]) },
  ];
  const partner = replay.tracks.find(t => t.id === id);
  if (partner) {
    const gap = (a, list, step) => i => {
      const j = a.first + i - list.first;
      const state = entry(list, j);
      return state ? boxGap(entry(a, i), a, state, list) : null;
    };
    specs.push({ title: `gap to ${shortId(id)}`, unit: 'm', shown: true, ...signal(ego, stepS, gap(ego, partner)) });
    specs.push({ title: `speed of ${shortId(id)}`, unit: 'm/s', shown: false, ...signal(partner, stepS, i => partner.speed[i]) });
    specs.push({ title: `acceleration of ${shortId(id)}`, unit: 'm/s²', shown: false, ...signal(partner, stepS, i => partner.accel[i]) });
  }
  if (replay.motion) {
    const degrees = 180 / Math.PI;
    // Keeping a lane takes next to nothing; a turn or a swerve shows.
    for (const [title, unit, of, much] of [['ego yaw rate', '°/s', i => replay.motion.yaw[i] * degrees, 2], ['ego steering', '°', i => replay.motion.steer[i] * degrees, 1]]) {
      const one = signal(ego, stepS, of);
      specs.push({ title, unit, shown: one.values.some(v => Math.abs(v) > much), ...one });
    }
  }
  // What never moves tells nothing; a speed of nought does.
  return specs.filter(s => s.values.length > 0 && (s.title.includes('speed') || s.title.startsWith('gap') || s.values.some(v => Math.abs(v) > 0.02))).map(s => ({ group: 'Ego', threshold: null, ...s }));
}

function metricSpecs(one) {
  const { stepS } = one.replay;
  const named = one.violates.concat(one.otherwise).join(' ');
  const specs = [];
  for (const assessment of one.assessments) {
    for (const metric of assessment.metrics) {
      if (!metric.series) continue;
      const { steps, values } = readSeries(metric.series);
      const times = Array.from(steps, s => s * stepS);
      const list = Array.from(values);
      if (list.length === 0) continue;
      const threshold = metric.critical_at ?? null;
      const over = threshold !== null && beyondSpans(times, list, threshold, metric.worse, stepS).length > 0;
      const rank = metric.name === assessment.leading_metric ? 0 : named.includes(metric.name) ? 1 : over ? 2 : 3;
      specs.push({ group: 'Metrics', title: metric.name, unit: metric.unit, times, values: list, threshold, worse: metric.worse, rank });
    }
  }
  const chosen = new Set([...specs].sort((a, b) => a.rank - b.rank).slice(0, MAX_METRICS_SHOWN).filter(s => s.rank < 3));
  return specs.map(s => ({ ...s, shown: chosen.has(s) }));
}

const debugSpecs = one => (one.replay.debug?.signals ?? []).map((s, i) => ({
  group: 'Driver', title: s.name, unit: '', times: Array.from(s.steps, step => step * one.replay.stepS), values: Array.from(s.values), threshold: null, shown: i < MAX_DEBUG_SHOWN,
})).filter(s => s.values.length > 0);

const MARKS = {
  __proto__: null,
  trigger: '\u25bd', unsafe: '\u25c7', rss: '\u25a1', brake: '\u25a0', contact: '\u2715', event: '\u25be',
};

/** Everything that has an instant: recorded events, contacts, and what the story tells. */
function momentsOf(one) {
  const list = [];
  // Of a storyboard its events say what happens; what is around and below them begins and ends with them.
  const told = one.replay.events.filter((e) => e.kind !== 'storyboard' || /^event (start|end|stop|skip):/.test(e.text));
  for (const e of told.slice(0, 200)) {
    const starts = e.kind === 'trigger' || (e.kind === 'storyboard' && e.text.startsWith('event start:'));
    list.push({ us: e.us, kind: starts ? 'trigger' : 'event', text: `${e.kind}: ${e.text}` });
  }
  for (const m of one.moments ?? []) list.push({ us: m.us, kind: m.kind, text: m.text });
  for (const c of one.replay.contacts.slice(0, 200)) list.push({ us: c.us, kind: 'contact', text: `contact of ${c.a} with ${c.b}` });
  return list.sort((a, b) => a.us - b.us);
}

function momentList(moments, clock) {
  if (moments.length === 0) return null;
  return el('ul', { class: 'moments', 'aria-label': 'Moments' }, moments.slice(0, 40).map(m => el('li', {},
    el('button', { type: 'button', class: 'jump', title: m.text, onclick: () => { clock.pause(); clock.seek(m.us / 1e6); } },
      el('span', { class: 'glyph ' + m.kind, 'aria-hidden': 'true' }, MARKS[m.kind] ?? MARKS.event), ` ${seconds(m.us)} `, el('span', { class: 'said' }, m.text.length > 60 ? m.text.slice(0, 59) + '\u2026' : m.text)))),
  moments.length > 40 ? el('li', { class: 'muted' }, `and ${moments.length - 40} more`) : null);
}

function timeAxis(clock) {
  const axis = el('div', { class: 'axis', 'aria-hidden': 'true' });
  const rough = clock.durationS / 8;
  const base = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-6)));
  const step = [1, 2, 5, 10].map(k => k * base).find(s => s >= rough) ?? base * 10;
  for (let i = 0; i * step <= clock.durationS + 1e-9 && i < 50; i++) {
    const tick = el('span', {}, num(i * step) + (i === 0 ? '\u00a0s' : ''));
    tick.style.left = (clock.durationS > 0 ? i * step / clock.durationS * 100 : 0) + '%';
    axis.append(tick);
  }
  return axis;
}

/** Lets the pointer move the clock along charts. */
function seekable(plots, clock) {
  const seek = e => {
    const box = plots.getBoundingClientRect();
    if (box.width > 0) clock.seek((e.clientX - box.left) / box.width * clock.durationS);
  };
  plots.addEventListener('pointerdown', e => {
    if (!e.target.closest('.plot-box, .lane')) return;
    clock.pause();
    plots.setPointerCapture(e.pointerId);
    seek(e);
  });
  plots.addEventListener('pointermove', e => { if (plots.hasPointerCapture(e.pointerId)) seek(e); });
}

function chooser(specs, redraw) {
  const box = spec => {
    const input = el('input', { type: 'checkbox' });
    input.checked = spec.shown;
    input.addEventListener('change', () => {
      spec.shown = input.checked;
      chartChoice.set(`${spec.group}/${spec.title}`, input.checked);
      redraw();
    });
    return el('label', {}, input, spec.title);
  };
  const summary = el('summary', {});
  const groups = [...new Set(specs.map(s => s.group))];
  const node = el('details', { class: 'chooser' }, summary,
    groups.map(group => el('fieldset', {}, el('legend', {}, group), specs.filter(s => s.group === group).map(box))));
  return { node, tell: () => { summary.textContent = `Charts: ${specs.filter(s => s.shown).length} of ${specs.length}`; } };
}

/** The hatching of violation spans, shared by all charts of a page. */
const hatchDefs = () => svg('svg', { class: 'defs', width: 0, height: 0, 'aria-hidden': 'true' }, svg('defs', {},
  svg('pattern', { id: 'violation-hatch', width: 9, height: 9, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('line', { class: 'hatch', x1: 0, y1: 0, x2: 0, y2: 9 }))));

function timeline(one, clock) {
  const specs = [...egoSpecs(one), ...metricSpecs(one), ...debugSpecs(one)];
  for (const spec of specs) spec.shown = chartChoice.get(`${spec.group}/${spec.title}`) ?? spec.shown;
  const moments = momentsOf(one);
  const width = Math.max(clock.durationS, 1e-6);
  const place = (node, us) => { node.style.left = Math.min(100, us / 1e4 / width) + '%'; return node; };
  const lane = el('div', { class: 'lane', 'aria-hidden': 'true' }, moments.slice(0, 200).map(m => place(el('span', { class: 'mark ' + m.kind, title: `${seconds(m.us)}  ${m.text}` }, MARKS[m.kind] ?? MARKS.event), m.us)));
  const hairs = moments.filter(m => m.kind !== 'event').slice(0, 40).map(m => place(el('div', { class: 'hair ' + m.kind }), m.us));
  const cursor = el('div', { class: 'cursor', 'aria-hidden': 'true' });
  const charts = el('div', { class: 'charts' });
  const plots = el('div', { class: 'plots' }, lane, charts, hairs, cursor);
  seekable(plots, clock);
  let drawn = [];
  const choose = specs.length > 0 ? chooser(specs, draw) : null;
  function draw() {
    drawn = specs.filter(s => s.shown).map(spec => spec.chart ??= chart(spec, clock));
    charts.replaceChildren(...drawn.map(c => c.node));
    for (const c of drawn) c.show(clock.t);
    choose?.tell();
  }
  draw();
  let span = 0;
  const move = () => { cursor.style.transform = `translateX(${clock.t / width * span}px)`; };
  new ResizeObserver(() => { span = plots.clientWidth; move(); }).observe(plots);
  clock.listen(c => {
    move();
    for (const one of drawn) one.show(c.t);
  });
  return card('Timeline', { class: 'card timeline' }, hatchDefs(), momentList(moments, clock), choose?.node, plots, timeAxis(clock));
}

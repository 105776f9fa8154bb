// Small line charts over the case's time, all under one cursor.

const CHART_HEIGHT = 64;

/** Spans of time in which a series is beyond its threshold. */
function beyondSpans(times, values, threshold, worse, stepS) {
  const spans = [];
  for (let i = 0; i < values.length; i++) {
    if (worse === 'lower' ? values[i] > threshold : values[i] < threshold) continue;
    const last = spans.at(-1);
    if (last && times[i] - last[1] < stepS * 1.5) last[1] = times[i];
    else spans.push([times[i], times[i]]);
  }
  return spans;
}

function chartRange(values, threshold) {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  // Far beyond the threshold nothing is to be seen; the curve leaves the chart there.
  let clipped = false;
  if (threshold > 0 && high > threshold * 5 && low < threshold * 5) {
    high = threshold * 5;
    clipped = true;
  }
  if (threshold !== null) {
    low = Math.min(low, threshold);
    high = Math.max(high, threshold);
  }
  if (low > 0 && low < high * 0.6) low = 0;
  if (high - low < 1e-9) { low -= 1; high += 1; }
  const pad = (high - low) * 0.15;
  return { bottom: low, top: high, low: low === 0 ? 0 : low - pad, high: high + pad, clipped };
}

/**
 * One chart.
 * @param spec title, unit, times, values, threshold (or null), worse
 */
function chart(spec, clock) {
  const { times, values, threshold } = spec;
  const width = Math.max(clock.durationS, 1e-6);
  const range = chartRange(values, threshold);
  const X = t => t / width * 1000;
  const Y = v => CHART_HEIGHT - (Math.min(range.high, v) - range.low) / (range.high - range.low) * CHART_HEIGHT;
  const paths = [];
  let before = null;
  for (let i = 0; i < values.length; i++) {
    paths.push((before === null || times[i] - before > clock.stepS * 1.5 ? 'M' : 'L') + X(times[i]).toFixed(1) + ' ' + Y(values[i]).toFixed(2));
    before = times[i];
  }
  const cursor = svg('line', { class: 'cursor', y1: 0, y2: CHART_HEIGHT, 'vector-effect': 'non-scaling-stroke' });
  const spans = threshold === null ? [] : beyondSpans(times, values, threshold, spec.worse, clock.stepS);
  const picture = svg('svg', { viewBox: `0 0 1000 ${CHART_HEIGHT}`, preserveAspectRatio: 'none', class: 'plot', role: 'img', 'aria-label': `${spec.title} over time` },
    spans.map(([from, to]) => {
      const x = X(Math.max(0, from - clock.stepS / 2));
      return [
        svg('rect', { class: 'violation', x, y: 0, width: Math.max(2, X(to + clock.stepS / 2) - x), height: CHART_HEIGHT }),
        svg('rect', { class: 'violation-foot', x, y: CHART_HEIGHT - 3, width: Math.max(2, X(to + clock.stepS / 2) - x), height: 3 }),
      ];
    }),
    range.low < 0 && range.high > 0 ? svg('line', { class: 'zero', x1: 0, x2: 1000, y1: Y(0), y2: Y(0), 'vector-effect': 'non-scaling-stroke' }) : null,
    threshold === null ? null : svg('line', { class: 'threshold', x1: 0, x2: 1000, y1: Y(threshold), y2: Y(threshold), 'vector-effect': 'non-scaling-stroke' }),
    svg('path', { class: 'curve', d: paths.join(''), 'vector-effect': 'non-scaling-stroke' }),
    cursor);
  const now = el('span', { class: 'now' });
  clock.listen(c => {
    const x = X(c.t);
    cursor.setAttribute('x1', x);
    cursor.setAttribute('x2', x);
    const i = nearest(times, c.t);
    now.textContent = i >= 0 && Math.abs(times[i] - c.t) < c.stepS * 0.75 ? withUnit(values[i], spec.unit) : '\u2013';
  });
  return el('figure', { class: 'chart' },
    el('figcaption', {},
      el('span', { class: 'title' }, spec.title),
      el('span', { class: 'muted' },
        threshold === null ? null : `critical from ${withUnit(threshold, spec.unit)} ${spec.worse === 'lower' ? 'down' : 'up'}`,
        range.clipped ? `${threshold === null ? '' : ' · '}cut above ${withUnit(threshold * 5, spec.unit)}` : null),
      now),
    el('div', { class: 'plot-box' }, picture,
      el('span', { class: 'high' }, num(range.top)),
      el('span', { class: 'low' }, num(range.bottom))));
}

function nearest(times, t) {
  let best = -1;
  let low = 0;
  let high = times.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    if (best < 0 || Math.abs(times[mid] - t) < Math.abs(times[best] - t)) best = mid;
    if (times[mid] < t) low = mid + 1; else high = mid - 1;
  }
  return best;
}

/** Marks of contacts and events above the charts. */
function marks(replay, clock) {
  const strip = el('div', { class: 'marks' });
  const place = (us, glyph, kind, text) => {
    const mark = el('button', { type: 'button', class: 'mark ' + kind, title: `${seconds(us)}  ${text}`, 'aria-label': `${text} at ${seconds(us)}`, onclick: () => { clock.pause(); clock.seek(us / 1e6); } }, glyph);
    mark.style.left = Math.min(100, us / 1e4 / Math.max(clock.durationS, 1e-6)) + '%';
    strip.append(mark);
  };
  for (const e of replay.events.slice(0, 200)) place(e.us, '\u25be', 'event', `${e.kind}: ${e.text}`);
  for (const c of replay.contacts.slice(0, 200)) place(c.us, '\u2715', 'contact', `contact of ${c.a} with ${c.b}`);
  return strip;
}

function timeAxis(clock) {
  const axis = el('div', { class: 'axis' });
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
  let held = null;
  const seek = e => {
    const box = held?.getBoundingClientRect();
    if (box && box.width > 0) clock.seek((e.clientX - box.left) / box.width * clock.durationS);
  };
  plots.addEventListener('pointerdown', e => {
    held = e.target.closest('.plot-box');
    if (!held) return;
    clock.pause();
    plots.setPointerCapture(e.pointerId);
    seek(e);
  });
  plots.addEventListener('pointermove', e => { if (plots.hasPointerCapture(e.pointerId)) seek(e); });
}

function timeline(one, clock) {
  const replay = one.replay;
  const specs = [];
  const ego = replay.egoTrack;
  if (ego) {
    const times = [];
    const speed = [];
    const accel = [];
    for (let i = 0; i < ego.count; i++) {
      if (!ego.present[i]) continue;
      times.push((ego.first + i) * replay.stepS);
      speed.push(ego.speed[i]);
      accel.push(ego.accel[i]);
    }
    if (times.length > 0) {
      specs.push({ title: 'ego speed', unit: 'm/s', times, values: speed, threshold: null });
      if (accel.some(a => a !== 0)) specs.push({ title: 'ego acceleration', unit: 'm/s²', times, values: accel, threshold: null });
    }
  }
  for (const metric of one.assessments.flatMap(a => a.metrics)) {
    if (!metric.series) continue;
    const { steps, values } = readSeries(metric.series);
    specs.push({
      title: metric.name, unit: metric.unit, times: Array.from(steps, s => s * replay.stepS), values: Array.from(values),
      threshold: metric.critical_at ?? null, worse: metric.worse,
    });
  }
  const plots = el('div', { class: 'plots' }, specs.map(spec => chart(spec, clock)));
  seekable(plots, clock);
  return card('Timeline', {}, marks(replay, clock), plots, timeAxis(clock));
}

// One small line chart over the case's time. The cursor is the timeline's.

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

function chartRange(lists, threshold) {
  let low = Infinity;
  let high = -Infinity;
  for (const values of lists) {
    for (const v of values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
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

function nearest(times, t) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (times[mid] < t) low = mid + 1; else high = mid;
  }
  return low > 0 && t - times[low - 1] <= times[low] - t ? low - 1 : low;
}

/**
 * One chart.
 * @param spec title, unit, times, values, threshold (or null), worse; before: the same of the baseline, { times, values }
 * @returns node, and show(t), which writes the value at a time
 */
function chart(spec, clock) {
  const { times, values, threshold, before } = spec;
  const width = Math.max(clock.durationS, 1e-6);
  const range = chartRange([values, ...(before ? [before.values] : [])], threshold);
  const X = t => t / width * 1000;
  const Y = v => CHART_HEIGHT - (Math.min(range.high, v) - range.low) / (range.high - range.low) * CHART_HEIGHT;
  const curve = (ts, vs) => {
    const parts = [];
    for (let i = 0; i < vs.length; i++) parts.push((i === 0 || ts[i] - ts[i - 1] > clock.stepS * 1.5 ? 'M' : 'L') + X(ts[i]).toFixed(1) + ' ' + Y(vs[i]).toFixed(2));
    return parts.join('');
  };
  const spans = threshold === null ? [] : beyondSpans(times, values, threshold, spec.worse, clock.stepS);
  const summary = values.length === 0 ? '' : `, ${num(Math.min(...extremes(values)))} to ${withUnit(Math.max(...extremes(values)), spec.unit)}`
    + (spans.length > 0 ? `, beyond its threshold ${spans.slice(0, 4).map(([a, b]) => `from ${a.toFixed(2)} to ${b.toFixed(2)} s`).join(', ')}` : '');
  const picture = svg('svg', { viewBox: `0 0 1000 ${CHART_HEIGHT}`, preserveAspectRatio: 'none', class: 'plot', role: 'img', 'aria-label': `${spec.title} over time${summary}` },
    spans.map(([from, to]) => {
      const x = X(Math.max(0, from - clock.stepS / 2));
      const w = Math.max(2, X(to + clock.stepS / 2) - x);
      return [
        svg('rect', { class: 'violation', x, y: 0, width: w, height: CHART_HEIGHT }),
        svg('rect', { class: 'violation-hatch', x, y: 0, width: w, height: CHART_HEIGHT, fill: 'url(#violation-hatch)' }),
        svg('rect', { class: 'violation-foot', x, y: CHART_HEIGHT - 3, width: w, height: 3 }),
      ];
    }),
    range.low < 0 && range.high > 0 ? svg('line', { class: 'zero', x1: 0, x2: 1000, y1: Y(0), y2: Y(0), 'vector-effect': 'non-scaling-stroke' }) : null,
    threshold === null ? null : svg('line', { class: 'threshold', x1: 0, x2: 1000, y1: Y(threshold), y2: Y(threshold), 'vector-effect': 'non-scaling-stroke' }),
    before ? svg('path', { class: 'curve before', d: curve(before.times, before.values), 'vector-effect': 'non-scaling-stroke' }) : null,
    svg('path', { class: 'curve', d: curve(times, values), 'vector-effect': 'non-scaling-stroke' }));
  const now = el('span', { class: 'now' });
  let shown = -2;
  return {
    show(t) {
      const i = times.length === 0 ? -1 : nearest(times, t);
      const at = i >= 0 && Math.abs(times[i] - t) < clock.stepS * 0.75 ? i : -1;
      if (at === shown) return;
      shown = at;
      const beyond = at >= 0 && threshold !== null && (spec.worse === 'lower' ? values[at] <= threshold : values[at] >= threshold);
      now.textContent = at < 0 ? '\u2013' : (beyond ? '\u25b2 ' : '') + withUnit(values[at], spec.unit);
      now.classList.toggle('over', beyond);
    },
    node: el('figure', { class: 'chart', 'data-group': spec.group },
      el('figcaption', {},
        el('span', { class: 'title' }, spec.title),
        threshold === null ? null : el('span', { class: 'muted' }, `critical ${spec.worse === 'lower' ? 'from ' + withUnit(threshold, spec.unit) + ' down' : 'from ' + withUnit(threshold, spec.unit) + ' up'}${range.clipped ? ', cut above' : ''}`),
        before ? el('span', { class: 'muted' }, 'dashed: baseline') : null,
        now),
      el('div', { class: 'plot-box' }, picture,
        el('span', { class: 'high' }, num(range.top)),
        el('span', { class: 'low' }, num(range.bottom)))),
  };
}

/** The smallest and the largest of many. */
function extremes(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}

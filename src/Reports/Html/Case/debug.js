// What the driver shows of itself: signals as small charts, texts in a list that follows the cursor, candidates in the replay.

/** Candidates of the last answer, thinner than its plan; few enough are named at their ends. */
function drawCandidates(scene, g, timeS) {
  const { replay, colours } = scene;
  const shown = replay.debug && lastUpTo(replay.debug.candidates, Math.floor(timeS / replay.stepS + 1e-9), c => c.step);
  if (!shown) return;
  g.lineWidth = 1;
  g.strokeStyle = colours.candidate;
  for (const candidate of shown.plans) {
    g.beginPath();
    scene.trace(candidate);
    g.stroke();
  }
  if (shown.plans.length > 8) return;
  for (const { name, cost, x, y, n } of shown.plans) {
    if (n > 0) label(scene, g, visible(name.slice(0, 24)) + (cost === null ? '' : `  ${num(cost)}`), ...scene.screen(x[n - 1], y[n - 1]), colours.candidate);
  }
}

function readDebug(debug) {
  debug.signals = debug.signals.map(s => ({ name: s.name, ...readSeries(s) }));
  debug.candidates = debug.candidates.map(([step, plans]) => ({ step, plans: plans.map(([name, cost, data]) => ({ name, cost, ...points(data) })) }));
  debug.texts = debug.texts.map(([step, name, text]) => ({ step, name, text }));
}

function textList(debug, clock) {
  const rows = debug.texts.map(t => el('li', {},
    el('button', { type: 'button', class: 'jump', title: 'Show this instant', onclick: () => { clock.pause(); clock.seek(t.step * clock.stepS); } }, (t.step * clock.stepS).toFixed(2) + '\u00a0s'),
    el('span', { class: 'mono muted' }, t.name), el('span', { class: 'said' }, t.text)));
  const list = el('ol', { class: 'said-list', tabindex: '0', 'aria-label': 'Texts of the driver' }, rows);
  let current = [];
  clock.listen(c => {
    const now = lastUpTo(debug.texts, Math.floor(c.t / c.stepS + 1e-9), t => t.step)?.step;
    const next = rows.filter((_, i) => debug.texts[i].step === now);
    if (next[0] === current[0]) return;
    for (const row of current) row.removeAttribute('aria-current');
    for (const row of next) row.setAttribute('aria-current', 'true');
    current = next;
    if (next.length > 0) list.scrollTop = next[0].offsetTop - list.clientHeight / 3;
  });
  return list;
}

function debugCard(one, clock) {
  const debug = one.replay.debug;
  if (!debug) return null;
  const plots = el('div', { class: 'plots small-plots' }, debug.signals.map(s => chart(
    { title: s.name, unit: '', times: Array.from(s.steps, step => step * clock.stepS), values: Array.from(s.values), threshold: null }, clock)));
  seekable(plots, clock);
  const left = [
    debug.signals_left_out > 0 ? count(debug.signals_left_out, 'further signal', 'further signals') : null,
    debug.candidates_left_out > 0 ? count(debug.candidates_left_out, 'later candidate', 'later candidates') : null,
    debug.texts_left_out > 0 ? count(debug.texts_left_out, 'later text', 'later texts') : null,
  ].filter(Boolean).join(', ');
  return card('What the driver shows', { class: 'card debug' },
    debug.signals.length > 0 ? plots : null,
    debug.texts.length > 0 ? textList(debug, clock) : null,
    left ? el('p', { class: 'muted small' }, `Left out: ${left}; the recording holds them.`) : null);
}

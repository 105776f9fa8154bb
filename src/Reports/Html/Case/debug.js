// What the driver says of itself: texts in a list that follows the cursor. Its signals are charts of the timeline, its candidates a layer of the replay.

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
  const left = [
    debug.signals_left_out > 0 ? count(debug.signals_left_out, 'further signal', 'further signals') : null,
    debug.candidates_left_out > 0 ? count(debug.candidates_left_out, 'later candidate', 'later candidates') : null,
    debug.texts_left_out > 0 ? count(debug.texts_left_out, 'later text', 'later texts') : null,
  ].filter(Boolean).join(', ');
  if (debug.texts.length === 0 && !left) return null;
  return card('What the driver says', { class: 'card debug' },
    debug.texts.length > 0 ? textList(debug, clock) : null,
    left ? el('p', { class: 'muted small' }, `Left out: ${left}; the recording holds them.`) : null);
}

// The replay: canvas with its controls, mouse, touch and keys.

const RATES = [0.1, 0.25, 0.5, 1, 2, 4];

function replayCard(one, clock) {
  const canvas = el('canvas', { class: 'scene', tabindex: '0', role: 'img', 'aria-label': 'Top-down replay. Space plays, arrow keys step, plus and minus zoom, 0 shows all, f follows the ego.' });
  const scene = new Scene(canvas, one);
  const play = el('button', { type: 'button', class: 'primary', onclick: () => clock.toggle() });
  const slider = el('input', { type: 'range', min: '0', max: String(clock.durationS), step: String(clock.stepS), 'aria-label': 'Time' });
  const time = el('output', { class: 'time' });
  const rate = el('select', { 'aria-label': 'Speed of replay' }, RATES.map(r => el('option', { value: r }, r + '\u00d7')));
  rate.value = '1';
  const follow = el('input', { type: 'checkbox' });
  follow.checked = scene.follow;
  follow.disabled = one.replay.egoTrack === null;
  const answer = el('span', { class: 'muted answer' });

  let asked = false;
  const redraw = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      scene.draw(clock.t);
      follow.checked = scene.follow;
    });
  };
  const button = (text, name, action) => el('button', { type: 'button', class: 'quiet', title: name, 'aria-label': name, onclick: () => { action(); redraw(); } }, text);

  slider.addEventListener('input', () => { clock.pause(); clock.seek(Number(slider.value)); });
  rate.addEventListener('change', () => { clock.rate = Number(rate.value); });
  follow.addEventListener('change', () => { scene.follow = follow.checked; redraw(); });
  canvas.addEventListener('wheel', e => {
    e.preventDefault();
    const box = canvas.getBoundingClientRect();
    scene.zoom(Math.exp(-e.deltaY * 0.0015), e.clientX - box.left, e.clientY - box.top);
    redraw();
  }, { passive: false });
  let drag = null;
  canvas.addEventListener('pointerdown', e => { drag = [e.clientX, e.clientY]; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener('pointermove', e => {
    if (!drag) return;
    scene.follow = false;
    scene.view.x -= (e.clientX - drag[0]) / scene.view.scale;
    scene.view.y += (e.clientY - drag[1]) / scene.view.scale;
    drag = [e.clientX, e.clientY];
    redraw();
  });
  canvas.addEventListener('pointerup', () => { drag = null; });
  canvas.addEventListener('pointercancel', () => { drag = null; });

  clock.listen(c => {
    play.textContent = c.playing ? '\u275a\u275a Pause' : '\u25b6 Play';
    slider.value = String(c.t);
    time.textContent = `${c.t.toFixed(2)} / ${c.durationS.toFixed(2)} s`;
    const step = Math.floor(c.t / c.stepS + 1e-9);
    const controls = lastUpTo(one.replay.controls, step, a => a[0]);
    const plan = lastUpTo(one.replay.plans, step, p => p.step);
    answer.textContent = controls && (!plan || controls[0] > plan.step)
      ? `driver: ${controls[1].toFixed(2)} m/s², wheel ${(controls[2] * 180 / Math.PI).toFixed(1)}°`
      : plan ? `driver: plan of ${plan.n} points, answered at ${(plan.step * c.stepS).toFixed(2)} s` : '';
    redraw();
  });
  const resized = new ResizeObserver(() => { scene.resize(); if (!scene.placed) { scene.placed = true; if (!scene.follow) scene.fit(); } scene.draw(clock.t); });
  resized.observe(canvas);
  const repaint = () => { scene.colours = palette(); redraw(); };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', repaint);

  const swatch = (kind, text) => el('span', { class: 'key' }, el('i', { class: kind }), text);
  const legend = el('div', { class: 'legend muted' },
    swatch('ego', 'ego'), scene.involved.size > 0 ? swatch('involved', 'involved (thick edge)') : null, swatch('actor', 'others'),
    one.replay.plans.length > 0 ? swatch('plan', 'plan of the driver') : null,
    one.replay.debug?.candidates.length > 0 ? swatch('candidate', 'candidates of the driver') : null,
    one.replay.contacts.length > 0 ? swatch('contact', '\u2715 contact') : null,
    scene.map.cut ? el('span', {}, 'The map is cut to the surroundings.') : null,
    one.replay.plans_left_out > 0 ? el('span', {}, `${one.replay.plans_left_out} later plans are left out.`) : null,
    answer);
  const node = card(null, { class: 'card replay' },
    el('div', { class: 'stage' }, canvas, el('div', { class: 'zoom' },
      button('+', 'Zoom in', () => scene.zoom(1.3)),
      button('\u2212', 'Zoom out', () => scene.zoom(1 / 1.3)),
      button('Fit', 'Show everything', () => scene.fit()))),
    el('div', { class: 'controls' },
      play,
      button('|\u2039', 'To the start', () => { clock.pause(); clock.seek(0); }),
      button('\u2039', 'One step back', () => clock.nudge(-1)),
      button('\u203a', 'One step forward', () => clock.nudge(1)),
      slider, time, rate,
      el('label', {}, follow, 'Follow ego')),
    legend);

  const keys = {
    ' ': () => clock.toggle(),
    ArrowLeft: e => clock.nudge(e.shiftKey ? -Math.round(1 / clock.stepS) : -1),
    ArrowRight: e => clock.nudge(e.shiftKey ? Math.round(1 / clock.stepS) : 1),
    Home: () => { clock.pause(); clock.seek(0); },
    End: () => { clock.pause(); clock.seek(clock.durationS); },
    '+': () => scene.zoom(1.3), '=': () => scene.zoom(1.3), '-': () => scene.zoom(1 / 1.3), '0': () => scene.fit(),
    f: () => { scene.follow = !scene.follow && one.replay.egoTrack !== null; },
  };
  return {
    node,
    key(e) {
      const action = keys[e.key];
      if (!action) return false;
      action(e);
      redraw();
      return true;
    },
    close() {
      resized.disconnect();
      dark.removeEventListener('change', repaint);
    },
  };
}

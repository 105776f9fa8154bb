// The replay: canvas with its controls, mouse, touch and keys.

const RATES = [0.1, 0.25, 0.5, 1, 2, 4];
/** Layers that the reader has switched, kept from case to case. */
const layerChoice = new Map();

const SIGNS = {
  __proto__: null,
  conflict: 'conflict area (hatched)', rss: 'RSS safe distance (hatched where it is not kept)', ghost: 'baseline (dashed)', candidates: 'candidates of the driver', plan: 'plan of the driver',
  contacts: '\u2715 contact',
};

function layerSwitches(scene, redraw) {
  const boxes = LAYERS.filter(layer => scene.shown.has(layer.key)).map(layer => {
    if (layerChoice.has(layer.key)) scene.shown.set(layer.key, layerChoice.get(layer.key));
    const box = el('input', { type: 'checkbox', name: layer.key });
    box.checked = scene.shown.get(layer.key);
    box.addEventListener('change', () => {
      scene.shown.set(layer.key, box.checked);
      layerChoice.set(layer.key, box.checked);
      if (layer.still) scene.stale();
      redraw();
    });
    return el('label', {}, box, layer.name);
  });
  return el('details', { class: 'layers' }, el('summary', {}, 'Layers'), el('div', { class: 'switches' }, boxes));
}

function legend(scene) {
  const swatch = (kind, text) => el('span', { class: 'key' }, el('i', { class: kind }), text);
  return el('div', { class: 'legend muted' },
    scene.replay.egoTrack ? swatch('ego', 'ego') : null, scene.involved.size > 0 ? swatch('involved', 'involved (thick edge)') : null, swatch('actor', 'others'),
    Object.keys(SIGNS).filter(key => scene.shown.has(key)).map(key => swatch(key, SIGNS[key])),
    scene.map.cut ? el('span', {}, 'The map is cut to the surroundings.') : null,
    scene.replay.plans_left_out > 0 ? el('span', {}, `${scene.replay.plans_left_out} later plans are left out.`) : null);
}

function replayCard(one, clock) {
  const canvas = el('canvas', { class: 'scene', tabindex: '0', role: 'img', 'aria-label': 'Top-down replay. Space plays, arrow keys step, plus and minus zoom, 0 shows all, f follows the ego, w a s d move, brackets change the speed.' });
  const scene = new Scene(canvas, one);
  const play = el('button', { type: 'button', class: 'primary', onclick: () => clock.toggle() });
  const slider = el('input', { type: 'range', min: '0', max: String(clock.durationS), step: String(clock.stepS), 'aria-label': 'Time' });
  const time = el('output', { class: 'time' });
  const rate = el('select', { 'aria-label': 'Speed of replay' }, RATES.map(r => el('option', { value: r }, r + '\u00d7')));
  rate.value = '1';
  const follow = el('input', { type: 'checkbox' });
  follow.checked = scene.follow;
  follow.disabled = one.replay.egoTrack === null;
  const now = el('p', { class: 'now-line muted', role: 'status', 'aria-live': 'polite' });
  const answer = el('p', { class: 'now-line muted answer' });

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
  const setRate = by => {
    rate.selectedIndex = Math.min(RATES.length - 1, Math.max(0, rate.selectedIndex + by));
    clock.rate = Number(rate.value);
  };

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
    scene.pan(drag[0] - e.clientX, e.clientY - drag[1]);
    drag = [e.clientX, e.clientY];
    redraw();
  });
  canvas.addEventListener('pointerup', () => { drag = null; });
  canvas.addEventListener('pointercancel', () => { drag = null; });

  let told = 0;
  let resting = 0;
  const tell = () => {
    const step = Math.floor(clock.t / clock.stepS + 1e-9);
    now.textContent = scene.describe(clock.t);
    const controls = lastUpTo(one.replay.controls, step, a => a[0]);
    const plan = lastUpTo(one.replay.plans, step, p => p.step);
    answer.textContent = controls && (!plan || controls[0] > plan.step)
      ? `Driver: ${controls[1].toFixed(2)} m/s², wheel ${(controls[2] * 180 / Math.PI).toFixed(1)}°`
      : plan ? `Driver: plan of ${plan.n} points, answered at ${(plan.step * clock.stepS).toFixed(2)} s` : '';
  };
  clock.listen(c => {
    const text = c.playing ? '\u275a\u275a Pause' : '\u25b6 Play';
    if (play.textContent !== text) play.textContent = text;
    slider.value = String(c.t);
    time.textContent = `${c.t.toFixed(2)} / ${c.durationS.toFixed(2)} s`;
    // Whoever listens hears where the clock comes to rest, not every frame.
    clearTimeout(resting);
    now.setAttribute('aria-live', c.playing ? 'off' : 'polite');
    if (!c.playing) resting = setTimeout(tell, 60);
    else if (performance.now() - told > 250) { told = performance.now(); tell(); }
    redraw();
  });
  const resized = new ResizeObserver(() => {
    scene.resize();
    if (!scene.placed) {
      scene.placed = true;
      if (scene.follow) scene.frame(clock.t); else scene.fit();
    }
    scene.draw(clock.t);
  });
  resized.observe(canvas);
  const repaint = () => { scene.colours = palette(); scene.rssHatch = null; scene.stale(); redraw(); };
  addEventListener('themechange', repaint);

  const node = card(null, { class: 'card replay', 'aria-label': 'Replay' },
    el('div', { class: 'stage' }, canvas, el('div', { class: 'zoom' },
      button('+', 'Zoom in', () => scene.zoom(1.3)),
      button('\u2212', 'Zoom out', () => scene.zoom(1 / 1.3)),
      button('Fit', 'Fit everything', () => scene.fit()))),
    el('div', { class: 'controls' },
      play,
      button('|\u2039', 'To the start', () => { clock.pause(); clock.seek(0); }),
      button('\u2039', 'One step back', () => clock.nudge(-1)),
      button('\u203a', 'One step forward', () => clock.nudge(1)),
      slider, time, rate,
      el('label', {}, follow, 'Follow ego'),
      layerSwitches(scene, redraw)),
    now, answer, legend(scene));

  const keys = {
    __proto__: null,
    ' ': () => clock.toggle(),
    ArrowLeft: e => clock.nudge(e.shiftKey ? -Math.round(1 / clock.stepS) : -1),
    ArrowRight: e => clock.nudge(e.shiftKey ? Math.round(1 / clock.stepS) : 1),
    Home: () => { clock.pause(); clock.seek(0); },
    End: () => { clock.pause(); clock.seek(clock.durationS); },
    '+': () => scene.zoom(1.3), '=': () => scene.zoom(1.3), '-': () => scene.zoom(1 / 1.3), '0': () => scene.fit(),
    f: () => { scene.follow = !scene.follow && one.replay.egoTrack !== null; },
    w: () => scene.pan(0, 60), s: () => scene.pan(0, -60), a: () => scene.pan(-60, 0), d: () => scene.pan(60, 0),
    '[': () => setRate(-1), ']': () => setRate(1),
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
      clearTimeout(resting);
      resized.disconnect();
      removeEventListener('themechange', repaint);
    },
  };
}

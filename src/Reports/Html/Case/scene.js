// The top-down picture: layers drawn in order on a canvas. World: x right, y up, metres.

const TAU = 2 * Math.PI;
const QUIET_LANES = new Set(['sidewalk', 'shoulder', 'border', 'curb', 'median', 'restricted', 'none', 'stop', 'parking', 'other']);
const BROKEN = new Set(['broken', 'broken_broken', 'botts_dots']);

function palette() {
  const style = getComputedStyle(document.documentElement);
  const get = name => style.getPropertyValue('--' + name).trim();
  return Object.fromEntries(['ground', 'road', 'path', 'crossing', 'marking', 'edge', 'ego', 'ego-ink', 'actor', 'actor-edge', 'involved', 'involved-edge',
    'plan', 'contact', 'ink', 'muted', 'card', 'goal', 'trail', 'line', 'candidate'].map(n => [n, get(n)]));
}

class Scene {
  constructor(canvas, one) {
    this.canvas = canvas;
    this.one = one;
    this.replay = one.replay;
    this.map = readMap(one.replay.map);
    this.g = canvas.getContext('2d');
    this.view = { x: 0, y: 0, scale: 8 };
    this.follow = this.replay.egoTrack !== null;
    this.colours = palette();
    this.involved = involvedActors(one);
    // Whom the case is about is drawn last and labelled first.
    const weight = t => t.id === this.replay.ego ? 2 : this.involved.has(t.id) ? 1 : 0;
    this.tracks = [...this.replay.tracks].sort((a, b) => weight(a) - weight(b));
    this.layers = [drawMap, drawGoals, drawLights, drawTrails, drawActors, drawCandidates, drawPlan, drawContacts, drawScale];
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const box = this.canvas.getBoundingClientRect();
    this.width = box.width;
    this.height = box.height;
    this.canvas.width = Math.max(1, Math.round(box.width * ratio));
    this.canvas.height = Math.max(1, Math.round(box.height * ratio));
    this.ratio = ratio;
  }

  /** Shows everything that moves, or the map when nothing does. */
  fit() {
    let low = [Infinity, Infinity];
    let high = [-Infinity, -Infinity];
    const include = (x, y) => {
      low = [Math.min(low[0], x), Math.min(low[1], y)];
      high = [Math.max(high[0], x), Math.max(high[1], y)];
    };
    for (const track of this.replay.tracks) {
      for (let i = 0; i < track.count; i++) if (track.present[i]) include(track.x[i], track.y[i]);
    }
    if (low[0] === Infinity) for (const lane of this.map.lanes) for (let i = 0; i < lane.left.n; i++) include(lane.left.x[i], lane.left.y[i]);
    if (low[0] === Infinity) include(0, 0);
    this.follow = false;
    this.view.x = (low[0] + high[0]) / 2;
    this.view.y = (low[1] + high[1]) / 2;
    this.view.scale = Math.min(40, Math.max(0.05, Math.min(this.width / (high[0] - low[0] + 20), this.height / (high[1] - low[1] + 20))));
  }

  screen(x, y) {
    return [this.width / 2 + (x - this.view.x) * this.view.scale, this.height / 2 - (y - this.view.y) * this.view.scale];
  }

  world(px, py) {
    return [this.view.x + (px - this.width / 2) / this.view.scale, this.view.y - (py - this.height / 2) / this.view.scale];
  }

  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.world(px, py);
    this.view.scale = Math.min(200, Math.max(0.02, this.view.scale * factor));
    if (this.follow) return;
    const [nx, ny] = this.world(px, py);
    this.view.x += x - nx;
    this.view.y += y - ny;
  }

  draw(timeS) {
    if (!this.width) return;
    const g = this.g;
    const ego = this.replay.egoTrack && stateAt(this.replay.egoTrack, timeS, this.replay.stepS);
    if (this.follow && ego) {
      this.view.x = ego.x;
      this.view.y = ego.y;
    }
    this.labels = [];
    g.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    g.fillStyle = this.colours.ground;
    g.fillRect(0, 0, this.width, this.height);
    for (const layer of this.layers) {
      g.save();
      layer(this, g, timeS);
      g.restore();
    }
  }

  /** Appends a chain of points to the current path. */
  trace(chain, backwards = false, join = false) {
    const { x, y } = this.view;
    const k = this.view.scale;
    const w = this.width / 2;
    const h = this.height / 2;
    for (let n = 0; n < chain.n; n++) {
      const i = backwards ? chain.n - 1 - n : n;
      const px = w + (chain.x[i] - x) * k;
      const py = h - (chain.y[i] - y) * k;
      if (n === 0 && !join) this.g.moveTo(px, py); else this.g.lineTo(px, py);
    }
  }
}

/** Actors that evidence, worst instants or contacts name. */
function involvedActors(one) {
  const ids = new Set();
  for (const c of one.replay.contacts) { ids.add(c.a); ids.add(c.b); }
  for (const a of one.assessments) {
    for (const e of a.evidence) for (const id of e.actors) ids.add(id);
  }
  ids.delete(one.replay.ego);
  return ids;
}

function drawMap(scene, g) {
  const { map, colours } = scene;
  const area = (rings, fillStyle, dash) => {
    g.beginPath();
    for (const ring of rings) { scene.trace(ring); g.closePath(); }
    g.fillStyle = fillStyle;
    g.fill();
    if (dash) { g.setLineDash(dash); g.strokeStyle = colours.edge; g.lineWidth = 1; g.stroke(); g.setLineDash([]); }
  };
  area(map.drivable, colours.road);
  area(map.parking, colours.path, [4, 4]);
  for (const quiet of [true, false]) {
    for (const lane of map.lanes) {
      if (QUIET_LANES.has(lane.type) !== quiet) continue;
      g.beginPath();
      scene.trace(lane.left);
      scene.trace(lane.right, true, true);
      g.closePath();
      g.fillStyle = g.strokeStyle = quiet ? colours.path : colours.road;
      g.fill();
      g.lineWidth = 1;
      g.stroke();
    }
  }
  area(map.crosswalks, colours.crossing, [3, 3]);
  for (const lane of map.lanes) {
    if (QUIET_LANES.has(lane.type) && scene.view.scale < 2) continue;
    for (const [chain, mark] of [[lane.left, lane.leftMark], [lane.right, lane.rightMark]]) {
      if (mark === 'none') continue;
      g.beginPath();
      scene.trace(chain);
      const known = mark !== 'unknown';
      g.strokeStyle = known ? colours.marking : colours.edge;
      g.lineWidth = known ? Math.max(1, Math.min(2.5, 0.15 * scene.view.scale)) : 1;
      g.setLineDash(BROKEN.has(mark) ? [3 * scene.view.scale, 4.5 * scene.view.scale] : []);
      g.stroke();
    }
  }
  g.setLineDash([]);
  g.beginPath();
  for (const line of map.stop_lines) scene.trace(line);
  g.strokeStyle = colours.marking;
  g.lineWidth = Math.max(1.5, 0.4 * scene.view.scale);
  g.stroke();
}

function drawGoals(scene, g) {
  g.strokeStyle = scene.colours.goal;
  g.lineWidth = 2;
  g.setLineDash([7, 5]);
  for (const goal of scene.replay.goals) {
    g.beginPath();
    scene.trace(goal);
    g.closePath();
    g.stroke();
    let top = 0;
    for (let i = 1; i < goal.n; i++) if (goal.y[i] > goal.y[top]) top = i;
    label(scene, g, 'goal', ...scene.screen(goal.x[top], goal.y[top]), scene.colours.goal);
  }
}

function drawLights(scene, g, timeS) {
  const step = Math.floor(timeS / scene.replay.stepS + 1e-9);
  const letters = { red: 'R', yellow: 'Y', red_yellow: 'RY', green: 'G', off: '\u2013', unknown: '?' };
  const tints = { red: '#d33', yellow: '#e0a800', red_yellow: '#e07800', green: '#1a9a50', off: '#777', unknown: '#777' };
  g.font = '600 9px system-ui, sans-serif';
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  for (const [id, x, y] of scene.map.lights) {
    const signal = scene.replay.signals.find(s => s.id === id);
    if (!signal) continue;
    const change = lastUpTo(signal.changes, step, c => c[0]);
    const state = change ? change[1] : 'unknown';
    const [px, py] = scene.screen(x, y);
    g.beginPath();
    g.arc(px, py, 8, 0, TAU);
    g.fillStyle = tints[state] ?? '#777';
    g.fill();
    g.fillStyle = '#fff';
    g.fillText(letters[state] ?? '?', px, py + 0.5);
  }
}

function drawTrails(scene, g, timeS) {
  const { replay, colours } = scene;
  const to = timeS / replay.stepS;
  g.lineWidth = 1.5;
  for (const track of replay.tracks) {
    g.beginPath();
    let pen = false;
    const first = Math.max(0, Math.ceil(to - 2 / replay.stepS) - track.first);
    const last = Math.min(track.count - 1, Math.floor(to) - track.first);
    for (let i = first; i <= last; i++) {
      if (!track.present[i]) { pen = false; continue; }
      const [px, py] = scene.screen(track.x[i], track.y[i]);
      if (pen) g.lineTo(px, py); else g.moveTo(px, py);
      pen = true;
    }
    g.strokeStyle = track.id === replay.ego ? colours.ego : colours.trail;
    g.globalAlpha = 0.55;
    g.stroke();
  }
}

function drawActors(scene, g, timeS) {
  const { replay, colours, view } = scene;
  const labels = [];
  for (const track of scene.tracks) {
    const state = stateAt(track, timeS, replay.stepS);
    if (!state) continue;
    const ego = track.id === replay.ego;
    const involved = scene.involved.has(track.id);
    const [px, py] = scene.screen(state.x, state.y);
    const length = Math.max(track.length * view.scale, 3);
    const width = Math.max(track.width * view.scale, 3);
    if (px < -length - 60 || py < -length - 60 || px > scene.width + length + 60 || py > scene.height + length + 60) continue;
    g.save();
    g.translate(px, py);
    g.rotate(-state.heading);
    g.fillStyle = ego ? colours.ego : involved ? colours.involved : colours.actor;
    g.strokeStyle = ego ? colours['ego-ink'] : involved ? colours['involved-edge'] : colours['actor-edge'];
    g.lineWidth = involved ? 2.5 : 1;
    g.beginPath();
    g.rect(-length / 2, -width / 2, length, width);
    g.fill();
    g.stroke();
    if (track.class !== 'static_object') {
      g.beginPath();
      g.moveTo(length / 2 - Math.min(2, length * 0.08), 0);
      g.lineTo(length * 0.18, -width * 0.34);
      g.lineTo(length * 0.18, width * 0.34);
      g.closePath();
      g.fillStyle = ego ? colours['ego-ink'] : involved ? colours['involved-edge'] : colours['actor-edge'];
      g.fill();
    }
    g.restore();
    if (ego || involved || view.scale >= 6) labels.push([track, state, px, py - Math.max(width, Math.abs(Math.sin(state.heading)) * length) / 2 - 4, ego, involved]);
  }
  for (const [track, state, px, py, ego, involved] of labels.reverse()) {
    const name = track.id.length > 24 ? track.id.slice(0, 23) + '\u2026' : track.id;
    label(scene, g, `${ego && name !== 'ego' ? 'ego ' : ''}${visible(name)}${ego || involved ? `  ${state.speed.toFixed(1)} m/s` : ''}`, px, py,
      ego ? colours.ego : involved ? colours['involved-edge'] : colours.muted, ego || involved);
  }
}

function label(scene, g, text, px, y, colour, bold = false) {
  let py = y;
  g.font = `${bold ? '600 ' : ''}11px system-ui, sans-serif`;
  g.textAlign = 'center';
  g.textBaseline = 'bottom';
  // A label moves up until it covers no earlier one.
  const half = g.measureText(text).width / 2 + 3;
  const hits = b => Math.abs(b[0] - px) < b[2] + half && Math.abs(b[1] - py) < 13;
  for (let i = 0; i < 8; i++) {
    const box = scene.labels.find(hits);
    if (!box) break;
    py = box[1] - 13.5;
  }
  scene.labels.push([px, py, half]);
  g.setLineDash([]);
  g.lineWidth = 3;
  g.lineJoin = 'round';
  g.strokeStyle = scene.colours.card;
  g.strokeText(text, px, py);
  g.fillStyle = colour;
  g.fillText(text, px, py);
}

function drawPlan(scene, g, timeS) {
  const { replay, colours } = scene;
  const plan = lastUpTo(replay.plans, Math.floor(timeS / replay.stepS + 1e-9), p => p.step);
  if (!plan) return;
  g.beginPath();
  scene.trace(plan);
  g.strokeStyle = colours.plan;
  g.lineWidth = 2;
  g.stroke();
  g.fillStyle = colours.plan;
  for (let i = 0; i < plan.n; i++) {
    const [px, py] = scene.screen(plan.x[i], plan.y[i]);
    g.fillRect(px - 2, py - 2, 4, 4);
  }
}

function drawContacts(scene, g, timeS) {
  for (const contact of scene.replay.contacts) {
    const due = contact.us / 1e6 <= timeS + scene.replay.stepS / 2;
    const [px, py] = scene.screen(contact.x, contact.y);
    g.globalAlpha = due ? 1 : 0.3;
    g.strokeStyle = scene.colours.card;
    for (const [style, width] of [[scene.colours.card, 6], [scene.colours.contact, 3]]) {
      g.strokeStyle = style;
      g.lineWidth = width;
      g.beginPath();
      g.moveTo(px - 7, py - 7);
      g.lineTo(px + 7, py + 7);
      g.moveTo(px + 7, py - 7);
      g.lineTo(px - 7, py + 7);
      g.stroke();
    }
    if (due) {
      g.beginPath();
      g.arc(px, py, 13, 0, TAU);
      g.lineWidth = 2;
      g.stroke();
      label(scene, g, `contact ${(contact.us / 1e6).toFixed(2)} s`, px, py + 30, scene.colours.contact, true);
    }
  }
}

function drawScale(scene, g) {
  const target = 90 / scene.view.scale;
  const base = 10 ** Math.floor(Math.log10(target));
  const metres = [5, 2, 1].map(k => k * base).find(m => m <= target) ?? base;
  const length = metres * scene.view.scale;
  const y = scene.height - 14;
  g.strokeStyle = scene.colours.ink;
  g.lineWidth = 1.5;
  g.beginPath();
  g.moveTo(14, y - 4);
  g.lineTo(14, y);
  g.lineTo(14 + length, y);
  g.lineTo(14 + length, y - 4);
  g.stroke();
  label(scene, g, `${num(metres)} m`, 14 + length / 2, y - 3, scene.colours.ink);
}

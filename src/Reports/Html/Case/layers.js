// The layers of the picture, in the order in which they are drawn.

const QUIET_LANES = new Set(['sidewalk', 'shoulder', 'border', 'curb', 'median', 'restricted', 'none', 'stop', 'parking', 'other']);
const BROKEN = new Set(['broken', 'broken_broken', 'botts_dots']);

/** Each layer: its name for people, whether the case has it, whether it begins shown, whether it stands still. */
const LAYERS = [
  { key: 'map', name: 'Map', has: () => true, still: true, draw: drawMap },
  { key: 'goals', name: 'Goal', has: s => s.replay.goals.length > 0, still: true, draw: drawGoals },
  { key: 'conflict', name: 'Conflict area', has: s => s.conflict !== null, still: true, draw: drawConflict },
  { key: 'ways', name: 'Whole ways', has: s => s.replay.egoTrack !== null, on: () => false, still: true, draw: drawWays },
  { key: 'lights', name: 'Traffic lights', has: s => s.lights.length > 0, draw: drawLights },
  { key: 'rss', name: 'RSS safe distance', has: s => Boolean(s.replay.rss), draw: drawRss },
  { key: 'trails', name: 'Trails', has: () => true, draw: drawTrails },
  { key: 'ghost', name: 'Baseline', has: s => (s.replay.ghost?.tracks.length ?? 0) > 0, draw: drawGhosts },
  { key: 'actors', name: 'Actors', has: () => true, draw: drawActors },
  { key: 'candidates', name: 'Candidate plans', has: s => (s.replay.debug?.candidates.length ?? 0) > 0, draw: drawCandidates },
  { key: 'plan', name: 'Plan', has: s => s.replay.plans.length > 0, draw: drawPlan },
  { key: 'contacts', name: 'Contacts', has: s => s.replay.contacts.length > 0, draw: drawContacts },
];

function drawMap(scene, lens) {
  const { map, colours } = scene;
  const { g } = lens;
  const area = (rings, fillStyle, dash) => {
    if (rings.length === 0) return;
    g.beginPath();
    for (const ring of rings) { lens.trace(ring); g.closePath(); }
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
      lens.trace(lane.left);
      lens.trace(lane.right, true, true);
      g.closePath();
      g.fillStyle = g.strokeStyle = quiet ? colours.path : colours.road;
      g.fill();
      g.lineWidth = 1;
      g.stroke();
    }
  }
  area(map.crosswalks, colours.crossing, [3, 3]);
  for (const lane of map.lanes) {
    if (QUIET_LANES.has(lane.type) && lens.scale < 2) continue;
    for (const [chain, mark] of [[lane.left, lane.leftMark], [lane.right, lane.rightMark]]) {
      if (mark === 'none') continue;
      g.beginPath();
      lens.trace(chain);
      const known = mark !== 'unknown';
      g.strokeStyle = known ? colours.marking : colours.edge;
      g.lineWidth = known ? Math.max(1, Math.min(2.5, 0.15 * lens.scale)) : 1;
      g.setLineDash(BROKEN.has(mark) ? [3 * lens.scale, 4.5 * lens.scale] : []);
      g.stroke();
    }
  }
  g.setLineDash([]);
  g.beginPath();
  for (const line of map.stop_lines) lens.trace(line);
  g.strokeStyle = colours.marking;
  g.lineWidth = Math.max(1.5, 0.4 * lens.scale);
  g.stroke();
}

function drawGoals(scene, lens) {
  const { g } = lens;
  g.strokeStyle = g.fillStyle = scene.colours.goal;
  g.lineWidth = 2;
  g.font = '11px system-ui, sans-serif';
  g.textAlign = 'center';
  for (const goal of scene.replay.goals) {
    g.setLineDash([7, 5]);
    g.beginPath();
    lens.trace(goal);
    g.closePath();
    g.stroke();
    let top = 0;
    for (let i = 1; i < goal.n; i++) if (goal.y[i] > goal.y[top]) top = i;
    if (goal.n > 0) g.fillText('goal', lens.px(goal.x[top]), lens.py(goal.y[top]) - 4);
  }
}

/** The boxes of a track between two entries, as one path. */
function sweep(lens, track, from = 0, to = track.count - 1) {
  lens.g.beginPath();
  for (let i = from; i <= to; i++) if (track.present[i]) lens.box(track.x[i], track.y[i], track.heading[i], track.length, track.width);
}

/** What both ways cover: the sweep of one, cut out by that of the other. */
function drawConflict(scene, lens) {
  const { g } = lens;
  const ego = scene.replay.egoTrack;
  sweep(lens, ego, ...scene.conflict.a);
  g.clip();
  sweep(lens, scene.partner, ...scene.conflict.b);
  g.globalAlpha = 0.25;
  g.fillStyle = scene.colours.conflict;
  g.fill();
  g.globalAlpha = 1;
  g.fillStyle = hatch(g, scene.colours.conflict, 9, 1.4);
  g.fill();
}

function drawWays(scene, lens) {
  const { g } = lens;
  for (const [track, colour] of [[scene.replay.egoTrack, scene.colours.ego], [scene.partner, scene.colours.involved]]) {
    if (!track) continue;
    sweep(lens, track);
    g.globalAlpha = 0.16;
    g.fillStyle = colour;
    g.fill();
    g.globalAlpha = 1;
  }
}

const LIGHT_LETTERS = { __proto__: null, red: 'R', yellow: 'Y', red_yellow: 'RY', green: 'G', off: '\u2013', unknown: '?' };
const LIGHT_TINTS = { __proto__: null, red: '#c62828', yellow: '#8a6100', red_yellow: '#a84a00', green: '#1a7f45', off: '#666', unknown: '#666' };

function drawLights(scene, lens, timeS) {
  const { g } = lens;
  const step = Math.floor(timeS / scene.replay.stepS + 1e-9);
  g.font = '600 9px system-ui, sans-serif';
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  for (const { x, y, signal } of scene.lights) {
    const state = lastUpTo(signal.changes, step, c => c[0])?.[1] ?? 'unknown';
    const px = lens.px(x);
    const py = lens.py(y);
    g.beginPath();
    g.arc(px, py, 8, 0, TAU);
    g.fillStyle = LIGHT_TINTS[state] ?? '#666';
    g.fill();
    g.strokeStyle = '#fff';
    g.lineWidth = 1;
    g.stroke();
    g.fillStyle = '#fff';
    g.fillText(LIGHT_LETTERS[state] ?? '?', px, py + 0.5);
  }
}

/** The way that the ego drove on from its front, as far as RSS asks for room, and straight on where the recording ends. */
function drawRss(scene, lens, timeS) {
  const reach = scene.rssAt(timeS);
  const ego = scene.replay.egoTrack;
  const state = stateAt(ego, timeS, scene.replay.stepS);
  if (!reach || !state || reach.safe < 0.1) return;
  const { g } = lens;
  const half = ego.width / 2;
  const left = [];
  const right = [];
  const add = (x, y, h) => {
    left.push([x - half * Math.sin(h), y + half * Math.cos(h)]);
    right.push([x + half * Math.sin(h), y - half * Math.cos(h)]);
  };
  // From the centre on: half a length to the front, then the safe distance.
  let [x, y, h] = [state.x, state.y, state.heading];
  let gone = 0;
  const begin = ego.length / 2;
  const end = begin + reach.safe;
  const place = s => [x + (s - gone) * Math.cos(h), y + (s - gone) * Math.sin(h)];
  let started = false;
  for (let i = Math.floor(timeS / scene.replay.stepS + 1e-9) - ego.first + 1; i < ego.count && ego.present[i] && gone < end; i++) {
    const d = Math.hypot(ego.x[i] - x, ego.y[i] - y);
    if (d < 0.05) continue;
    if (!started && gone + d >= begin) { add(...place(begin), h); started = true; }
    if (gone + d >= end) break;
    gone += d;
    [x, y, h] = [ego.x[i], ego.y[i], ego.heading[i]];
    if (started) add(x, y, h);
  }
  if (!started) add(...place(begin), h);
  add(...place(end), h);
  g.beginPath();
  [...left, ...right.reverse()].forEach(([wx, wy], i) => i === 0 ? g.moveTo(lens.px(wx), lens.py(wy)) : g.lineTo(lens.px(wx), lens.py(wy)));
  g.closePath();
  const short = reach.gap <= reach.safe;
  g.globalAlpha = short ? 0.3 : 0.14;
  g.fillStyle = scene.colours.rss;
  g.fill();
  g.globalAlpha = 1;
  if (short) {
    scene.rssHatch ??= hatch(g, scene.colours.rss, 8, 1.2, true);
    g.fillStyle = scene.rssHatch;
    g.fill();
  }
  g.strokeStyle = scene.colours.rss;
  g.lineWidth = short ? 1.75 : 1.25;
  g.setLineDash(short ? [] : [6, 4]);
  g.stroke();
  const [ex, ey] = place(end);
  label(scene, lens, `RSS ${reach.safe.toFixed(1)} m${short ? `, only ${reach.gap.toFixed(1)} m` : ''}`, lens.px(ex), lens.py(ey) - half * lens.scale - 3, scene.colours.rss);
}

function drawTrails(scene, lens, timeS) {
  const { g } = lens;
  const { replay, colours } = scene;
  const to = timeS / replay.stepS;
  g.lineWidth = 1.5;
  g.globalAlpha = 0.55;
  const path = track => {
    const first = Math.max(0, Math.ceil(to - 2 / replay.stepS) - track.first);
    const last = Math.min(track.count - 1, Math.floor(to + 1e-9) - track.first);
    let pen = false;
    for (let i = first; i <= last; i++) {
      if (!track.present[i]) { pen = false; continue; }
      const px = lens.px(track.x[i]);
      const py = lens.py(track.y[i]);
      if (pen) g.lineTo(px, py); else g.moveTo(px, py);
      pen = true;
    }
  };
  g.beginPath();
  for (const track of replay.tracks) if (track.id !== replay.ego) path(track);
  g.strokeStyle = colours.trail;
  g.stroke();
  if (!replay.egoTrack) return;
  g.beginPath();
  path(replay.egoTrack);
  g.strokeStyle = colours.ego;
  g.stroke();
}

function drawGhosts(scene, lens, timeS) {
  const { g } = lens;
  const { ghost } = scene.replay;
  g.strokeStyle = scene.colours.ghost;
  g.lineWidth = 2;
  g.setLineDash([5, 3]);
  for (const track of ghost.tracks) {
    const state = stateAt(track, timeS, ghost.stepS);
    if (!state) continue;
    g.beginPath();
    lens.box(state.x, state.y, state.heading, track.length, track.width);
    g.stroke();
    if (track.id === ghost.ego) label(scene, lens, `baseline ${state.speed.toFixed(1)} m/s`, lens.px(state.x), lens.py(state.y) + Math.max(12, track.width * lens.scale / 2) + 14, scene.colours.ghost);
    g.setLineDash([5, 3]);
    g.strokeStyle = scene.colours.ghost;
    g.lineWidth = 2;
  }
}

function drawActors(scene, lens, timeS) {
  const { g } = lens;
  const { replay, colours } = scene;
  const labels = [];
  for (const track of scene.tracks) {
    const state = stateAt(track, timeS, replay.stepS);
    if (!state) continue;
    const ego = track.id === replay.ego;
    const involved = scene.involved.has(track.id);
    const px = lens.px(state.x);
    const py = lens.py(state.y);
    const length = Math.max(track.length * lens.scale, 3);
    const width = Math.max(track.width * lens.scale, 3);
    if (px < -length - 60 || py < -length - 60 || px > lens.width + length + 60 || py > lens.height + length + 60) continue;
    lens.at(state.x, state.y, state.heading);
    const edge = ego ? colours['ego-ink'] : involved ? colours['involved-edge'] : colours['actor-edge'];
    g.fillStyle = ego ? colours.ego : involved ? colours.involved : colours.actor;
    g.strokeStyle = edge;
    g.lineWidth = involved ? 2.5 : 1;
    g.beginPath();
    // Who walks or rides is round, so that kinds differ without colour.
    if (track.class === 'pedestrian' || track.class === 'animal') g.ellipse(0, 0, Math.max(length, 6) / 2, Math.max(width, 6) / 2, 0, 0, TAU);
    else g.rect(-length / 2, -width / 2, length, width);
    g.fill();
    g.stroke();
    if (state.accel <= -2) {
      // Brake lights: two bars at the rear.
      g.fillStyle = colours.contact;
      g.fillRect(-length / 2 - 1, -width / 2, Math.max(2, length * 0.08), width * 0.3);
      g.fillRect(-length / 2 - 1, width * 0.2, Math.max(2, length * 0.08), width * 0.3);
    }
    if (track.class !== 'static_object') {
      g.beginPath();
      g.moveTo(length / 2 - Math.min(2, length * 0.08), 0);
      g.lineTo(length * 0.18, -width * 0.34);
      g.lineTo(length * 0.18, width * 0.34);
      g.closePath();
      g.fillStyle = edge;
      g.fill();
    }
    if (ego || involved || lens.scale >= 6) labels.push([track, state, px, py - Math.max(width, Math.abs(Math.sin(state.heading)) * length) / 2 - 4, ego, involved]);
  }
  lens.reset();
  for (const [track, state, px, py, ego, involved] of labels.reverse()) {
    const name = shortId(track.id);
    label(scene, lens, `${ego && name !== 'ego' ? 'ego ' : ''}${name}${ego || involved ? `  ${state.speed.toFixed(1)} m/s` : ''}`, px, py,
      ego ? colours.ego : involved ? colours['involved-edge'] : colours.muted, ego || involved);
  }
}

function label(scene, lens, text, px, y, colour, bold = false) {
  const { g } = lens;
  let py = y;
  g.font = `${bold ? '600 ' : ''}11px system-ui, sans-serif`;
  g.textAlign = 'center';
  g.textBaseline = 'bottom';
  // A label moves up until it covers no earlier one. Measuring is dear; few texts come anew with a frame.
  const key = (bold ? 'b' : 'n') + text;
  let half = scene.widths.get(key);
  if (half === undefined) {
    half = g.measureText(text).width / 2 + 3;
    if (scene.widths.size > 5000) scene.widths.clear();
    scene.widths.set(key, half);
  }
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

/** Candidates of the last answer, thinner than its plan; few enough are named at their ends. */
function drawCandidates(scene, lens, timeS) {
  const { g } = lens;
  const { replay, colours } = scene;
  const shown = lastUpTo(replay.debug.candidates, Math.floor(timeS / replay.stepS + 1e-9), c => c.step);
  if (!shown) return;
  g.lineWidth = 1;
  g.strokeStyle = colours.candidate;
  g.beginPath();
  for (const candidate of shown.plans) lens.trace(candidate);
  g.stroke();
  if (shown.plans.length > 8) return;
  for (const { name, cost, x, y, n } of shown.plans) {
    if (n > 0) label(scene, lens, visible(name.slice(0, 24)) + (cost === null ? '' : `  ${num(cost)}`), lens.px(x[n - 1]), lens.py(y[n - 1]), colours.candidate);
  }
}

function drawPlan(scene, lens, timeS) {
  const { g } = lens;
  const plan = lastUpTo(scene.replay.plans, Math.floor(timeS / scene.replay.stepS + 1e-9), p => p.step);
  if (!plan) return;
  g.beginPath();
  lens.trace(plan);
  g.strokeStyle = g.fillStyle = scene.colours.plan;
  g.lineWidth = 2;
  g.stroke();
  for (let i = 0; i < plan.n; i++) g.fillRect(lens.px(plan.x[i]) - 2, lens.py(plan.y[i]) - 2, 4, 4);
}

function drawContacts(scene, lens, timeS) {
  const { g } = lens;
  for (const contact of scene.replay.contacts) {
    const due = contact.us / 1e6 <= timeS + scene.replay.stepS / 2;
    const px = lens.px(contact.x);
    const py = lens.py(contact.y);
    g.globalAlpha = due ? 1 : 0.3;
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
      label(scene, lens, `contact ${(contact.us / 1e6).toFixed(2)} s`, px, py + 30, scene.colours.contact, true);
    }
  }
}

function drawScale(scene, lens) {
  const { g } = lens;
  const target = 90 / lens.scale;
  const base = 10 ** Math.floor(Math.log10(target));
  const metres = [5, 2, 1].map(k => k * base).find(m => m <= target) ?? base;
  const length = metres * lens.scale;
  const y = lens.height - 14;
  g.globalAlpha = 1;
  g.strokeStyle = scene.colours.ink;
  g.lineWidth = 1.5;
  g.beginPath();
  g.moveTo(14, y - 4);
  g.lineTo(14, y);
  g.lineTo(14 + length, y);
  g.lineTo(14 + length, y - 4);
  g.stroke();
  label(scene, lens, `${num(metres)} m`, 14 + length / 2, y - 3, scene.colours.ink);
}

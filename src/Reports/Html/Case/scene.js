// The top-down picture: what stands still is drawn once on a canvas of its own, what moves on every frame.

const TAU = 2 * Math.PI;
/** How far the standing picture reaches beyond the frame, as a share of it. */
const SPARE = 0.35;

function palette() {
  const style = getComputedStyle(document.documentElement);
  const get = name => style.getPropertyValue('--' + name).trim();
  return Object.fromEntries(['ground', 'road', 'path', 'crossing', 'marking', 'edge', 'ego', 'ego-ink', 'actor', 'actor-edge', 'involved', 'involved-edge',
    'plan', 'contact', 'ink', 'muted', 'card', 'goal', 'trail', 'line', 'candidate', 'conflict', 'rss', 'ghost'].map(n => [n, get(n)]));
}

class Scene {
  constructor(canvas, one) {
    this.canvas = canvas;
    this.one = one;
    this.replay = one.replay;
    this.map = readMap(one.replay.map);
    this.view = new Lens(canvas.getContext('2d', { alpha: false }));
    this.back = new Lens(document.createElement('canvas').getContext('2d', { alpha: false }));
    this.follow = this.replay.egoTrack !== null;
    this.colours = palette();
    this.involved = involvedActors(one);
    this.partner = this.replay.tracks.find(t => t.id === one.partner) ?? null;
    // Whom the case is about is drawn last and labelled first.
    const weight = t => t.id === this.replay.ego ? 2 : this.involved.has(t.id) ? 1 : 0;
    this.tracks = [...this.replay.tracks].sort((a, b) => weight(a) - weight(b));
    this.lights = this.map.lights.map(([id, x, y]) => ({ x, y, signal: this.replay.signals.find(s => s.id === id) })).filter(l => l.signal);
    this.conflict = this.replay.egoTrack && this.partner ? crossing(this.replay.egoTrack, this.partner) : null;
    this.widths = new Map();
    /** Which layers are shown; those that the case has nothing for are missing. */
    this.shown = new Map(LAYERS.filter(layer => layer.has(this)).map(layer => [layer.key, layer.on?.(this) ?? true]));
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const box = this.canvas.getBoundingClientRect();
    Object.assign(this.view, { width: box.width, height: box.height, ratio });
    this.canvas.width = Math.max(1, Math.round(box.width * ratio));
    this.canvas.height = Math.max(1, Math.round(box.height * ratio));
    this.stale();
  }

  /** The standing picture must be drawn anew. */
  stale() { this.ready = false; }

  /** Begins so near that the ego and whom it meets fill the frame in the seconds before an instant. */
  frame(timeS) {
    const ego = this.replay.egoTrack;
    if (!ego || !this.partner) return;
    let far = 0;
    for (let t = Math.max(0, timeS - 2); t <= timeS; t += this.replay.stepS) {
      const a = stateAt(ego, t, this.replay.stepS);
      const b = stateAt(this.partner, t, this.replay.stepS);
      if (a && b) far = Math.max(far, Math.abs(b.x - a.x) / this.view.width, Math.abs(b.y - a.y) / this.view.height);
    }
    this.view.scale = far > 0 ? Math.min(12, Math.max(3, 0.42 / far)) : 8;
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
    this.view.scale = Math.min(40, Math.max(0.05, Math.min(this.view.width / (high[0] - low[0] + 20), this.view.height / (high[1] - low[1] + 20))));
  }

  zoom(factor, px = this.view.width / 2, py = this.view.height / 2) {
    const [x, y] = this.view.world(px, py);
    this.view.scale = Math.min(200, Math.max(0.02, this.view.scale * factor));
    if (this.follow) return;
    const [nx, ny] = this.view.world(px, py);
    this.view.x += x - nx;
    this.view.y += y - ny;
  }

  pan(dx, dy) {
    this.follow = false;
    this.view.x += dx / this.view.scale;
    this.view.y += dy / this.view.scale;
  }

  draw(timeS) {
    const { view } = this;
    if (!view.width) return;
    const ego = this.replay.egoTrack && stateAt(this.replay.egoTrack, timeS, this.replay.stepS);
    if (this.follow && ego) {
      view.x = ego.x;
      view.y = ego.y;
    }
    this.still();
    this.labels = [];
    for (const layer of LAYERS) {
      if (layer.still || !this.shown.get(layer.key)) continue;
      view.reset();
      view.g.globalAlpha = 1;
      view.g.setLineDash([]);
      layer.draw(this, view, timeS);
    }
    view.reset();
    view.g.setLineDash([]);
    drawScale(this, view);
  }

  /** Copies the standing picture into the frame, after drawing it where that is needed. */
  still() {
    const { view, back } = this;
    const spare = [view.width * SPARE, view.height * SPARE];
    if (!this.ready || back.scale !== view.scale
      || Math.abs(back.x - view.x) * view.scale > spare[0] || Math.abs(back.y - view.y) * view.scale > spare[1]) {
      Object.assign(back, { x: view.x, y: view.y, scale: view.scale, ratio: view.ratio, width: view.width + 2 * spare[0], height: view.height + 2 * spare[1] });
      const sheet = back.g.canvas;
      sheet.width = Math.round(back.width * back.ratio);
      sheet.height = Math.round(back.height * back.ratio);
      back.reset();
      back.g.fillStyle = this.colours.ground;
      back.g.fillRect(0, 0, back.width, back.height);
      for (const layer of LAYERS) {
        if (!layer.still || !this.shown.get(layer.key)) continue;
        back.g.save();
        layer.draw(this, back);
        back.g.restore();
      }
      this.ready = true;
    }
    view.g.setTransform(1, 0, 0, 1, 0, 0);
    view.g.globalAlpha = 1;
    view.g.drawImage(back.g.canvas,
      Math.round(((back.x - view.x) * view.scale + (view.width - back.width) / 2) * view.ratio),
      Math.round(((view.y - back.y) * view.scale + (view.height - back.height) / 2) * view.ratio));
  }

  /** What the picture shows at a time, in one sentence. */
  describe(timeS) {
    const { replay } = this;
    const parts = [];
    const ego = replay.egoTrack && stateAt(replay.egoTrack, timeS, replay.stepS);
    if (ego) parts.push(`ego ${ego.speed.toFixed(1)} m/s${ego.accel <= -0.5 ? `, braking ${(-ego.accel).toFixed(1)} m/s²` : ego.accel >= 0.5 ? `, accelerating ${ego.accel.toFixed(1)} m/s²` : ''}`);
    const near = replay.tracks.filter(t => t.id !== replay.ego).map(t => ({ track: t, state: stateAt(t, timeS, replay.stepS) })).filter(o => o.state);
    if (ego) for (const o of near) o.gap = boxGap(ego, replay.egoTrack, o.state, o.track);
    const named = near.filter(o => this.involved.has(o.track.id) || o.track === this.partner);
    near.sort((a, b) => (a.gap ?? 0) - (b.gap ?? 0));
    const told = named.length > 0 ? named.slice(0, 3) : near.slice(0, 1);
    for (const o of told) parts.push(`${shortId(o.track.id)} (${words(o.track.class)}) ${ego ? placeOf(ego, o) + ', ' : ''}${o.state.speed.toFixed(1)} m/s`);
    if (near.length > told.length) parts.push(`${near.length - told.length} more`);
    const step = Math.floor(timeS / replay.stepS + 1e-9);
    const reach = this.rssAt(timeS);
    if (reach) parts.push(`RSS asks ${reach.safe.toFixed(1)} m to ${shortId(replay.rss.other)}, there are ${reach.gap.toFixed(1)} m`);
    for (const light of this.lights.slice(0, 4)) parts.push(`light ${shortId(light.signal.id)} ${words(lastUpTo(light.signal.changes, step, c => c[0])?.[1] ?? 'unknown')}`);
    const touched = replay.contacts.filter(c => c.us / 1e6 <= timeS + replay.stepS / 2);
    if (touched.length > 0) parts.push(`${touched.at(-1).a} has touched ${touched.at(-1).b}`);
    return `At ${timeS.toFixed(2)} s: ${parts.join('; ') || 'nobody is there'}.`;
  }

  /** Safe distance and gap at a time, or null where the ego follows nobody. */
  rssAt(timeS) {
    const { rss, stepS } = this.replay;
    const i = rss ? Math.floor(timeS / stepS + 1e-9) - rss.first : -1;
    return i < 0 || i >= rss.count || rss.safe[i] < 0 ? null : { safe: rss.safe[i], gap: rss.gap[i] };
  }
}

const shortId = id => visible(id.length > 24 ? id.slice(0, 23) + '\u2026' : id);

function placeOf(ego, { state, gap }) {
  const bearing = Math.atan2(state.y - ego.y, state.x - ego.x) - ego.heading;
  const c = Math.cos(bearing);
  const s = Math.sin(bearing);
  const side = Math.abs(c) >= 0.94 ? (c > 0 ? 'ahead' : 'behind') : Math.abs(s) >= 0.94 ? (s > 0 ? 'to the left' : 'to the right') : `${c > 0 ? 'ahead' : 'behind'} to the ${s > 0 ? 'left' : 'right'}`;
  return gap === 0 ? 'touching' : `${gap.toFixed(1)} m ${side}`;
}

/** Actors that evidence, worst instants or contacts name. */
function involvedActors(one) {
  const ids = new Set();
  for (const c of one.replay.contacts) { ids.add(c.a); ids.add(c.b); }
  for (const a of one.assessments) {
    for (const e of a.evidence) for (const id of e.actors) ids.add(id);
  }
  if (one.partner !== undefined) ids.add(one.partner);
  ids.delete(one.replay.ego);
  return ids;
}

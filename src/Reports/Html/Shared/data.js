// The data blocks: inflated and parsed when they are needed, packed columns unpacked. The writers are PageBlocks.cs and DeltaCoder.cs.

const parsed = new Map();

function block(id) {
  if (!parsed.has(id)) {
    const node = document.getElementById(id);
    parsed.set(id, node ? JSON.parse(node.textContent) : null);
  }
  return parsed.get(id);
}

/** The element of a block; those of cases follow the script, so that the first page need not wait for them. */
async function element(id) {
  const found = document.getElementById(id);
  if (found?.nextSibling || document.readyState !== 'loading') return found;
  await new Promise(done => document.addEventListener('DOMContentLoaded', done, { once: true }));
  return document.getElementById(id);
}

/** A deflated block: JSON, or null when there is none. */
async function packedBlock(id) {
  if (!parsed.has(id)) {
    const node = await element(id);
    let value = null;
    if (node) {
      const bytes = Uint8Array.from(atob(node.textContent), c => c.charCodeAt(0));
      const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
      value = JSON.parse(text);
    }
    // Two may have asked at once: both get the same object.
    if (!parsed.has(id)) parsed.set(id, value);
  }
  return parsed.get(id);
}

/** Reads zigzag varints; plain numbers, because they reach beyond 32 bits. */
class Unpacker {
  constructor(text) {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    this.bytes = bytes;
    this.at = 0;
  }

  next() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const b = this.bytes.charCodeAt(this.at++);
      value += (b & 0x7f) * scale;
      if (!(b & 0x80)) break;
      scale *= 128;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  column(count, perUnit) {
    const values = new Float64Array(count);
    let last = 0;
    let step = 0;
    for (let i = 0; i < count; i++) {
      step += this.next();
      last += step;
      values[i] = last / perUnit;
    }
    return values;
  }
}

function points(text) {
  const from = new Unpacker(text);
  const n = from.next();
  return { n, x: from.column(n, 1000), y: from.column(n, 1000) };
}

function readSeries(series) {
  const from = new Unpacker(series.data);
  return { steps: from.column(series.count, 1), values: from.column(series.count, series.per_unit) };
}

function readMap(index) {
  const id = 'map-' + index;
  const map = block(id);
  if (!map || map.ready) return map;
  map.ready = true;
  map.lanes = map.lanes.map(([type, leftMark, rightMark, left, right]) =>
    ({ type, leftMark, rightMark, left: points(left), right: points(right) }));
  for (const kind of ['crosswalks', 'drivable', 'parking', 'stop_lines']) map[kind] = map[kind].map(points);
  return map;
}

function readTrack(track) {
  const from = new Unpacker(track.data);
  const n = track.count;
  const present = new Uint8Array(n).fill(1);
  if (track.presence) {
    let at = 0;
    track.presence.forEach((length, i) => {
      present.fill(i % 2 === 0 ? 1 : 0, at, at + length);
      at += length;
    });
  }
  return {
    ...track, present,
    x: from.column(n, 1000), y: from.column(n, 1000), heading: from.column(n, 1000),
    speed: from.column(n, 1000), accel: from.column(n, 1000),
  };
}

/** A case with its replay unpacked and its map at hand. */
async function readCase(index) {
  const one = await packedBlock('case-' + index);
  if (one.replay) await packedBlock('map-' + one.replay.map);
  if (one.replay && !one.replay.ready) {
    const replay = one.replay;
    replay.ready = true;
    replay.stepS = replay.step_us / 1e6;
    replay.durationS = Math.max(0, replay.steps - 1) * replay.stepS;
    replay.tracks = replay.tracks.map(readTrack);
    replay.egoTrack = replay.tracks.find(t => t.id === replay.ego) ?? null;
    replay.plans = replay.plans.map(([step, data]) => ({ step, ...points(data) }));
    replay.goals = replay.goals.map(points);
    if (replay.debug) readDebug(replay.debug);
  }
  return one;
}

/** State of a track at a time, between steps by straight lines; null where it is absent. */
function stateAt(track, timeS, stepS) {
  const at = timeS / stepS - track.first;
  const i = Math.floor(at + 1e-9);
  if (i < 0 || i >= track.count || !track.present[i]) return null;
  const j = i + 1 < track.count && track.present[i + 1] ? i + 1 : i;
  const f = Math.min(1, Math.max(0, at - i));
  let turn = track.heading[j] - track.heading[i];
  turn -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
  const mix = column => column[i] + (column[j] - column[i]) * f;
  return { x: mix(track.x), y: mix(track.y), heading: track.heading[i] + turn * f, speed: mix(track.speed), accel: mix(track.accel) };
}

/** The last entry of a list ordered by its step that is not later than a step; null when there is none. */
function lastUpTo(list, step, stepOf) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (stepOf(list[mid]) <= step) low = mid + 1; else high = mid;
  }
  return low > 0 ? list[low - 1] : null;
}

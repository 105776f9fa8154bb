// Boxes of actors against each other.

const corners = (state, track) => {
  const c = Math.cos(state.heading) / 2;
  const s = Math.sin(state.heading) / 2;
  return [[1, 1], [-1, 1], [-1, -1], [1, -1]].map(([a, b]) => [state.x + a * track.length * c - b * track.width * s, state.y + a * track.length * s + b * track.width * c]);
};

function pointToSegment(px, py, [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const f = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - f * dx, py - ay - f * dy);
}

/** True when the boxes of two states overlap: no axis of either keeps them apart. */
function overlap(a, trackA, b, trackB) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  for (const h of [a.heading, a.heading + Math.PI / 2, b.heading, b.heading + Math.PI / 2]) {
    const ux = Math.cos(h);
    const uy = Math.sin(h);
    const reach = (s, t) => (t.length * Math.abs(Math.cos(s.heading - h)) + t.width * Math.abs(Math.sin(s.heading - h))) / 2;
    if (Math.abs(dx * ux + dy * uy) >= reach(a, trackA) + reach(b, trackB)) return false;
  }
  return true;
}

/** Metres between the boxes of two states, 0 when they overlap. */
function boxGap(a, trackA, b, trackB) {
  if (overlap(a, trackA, b, trackB)) return 0;
  const mine = corners(a, trackA);
  const theirs = corners(b, trackB);
  let least = Infinity;
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      least = Math.min(least, pointToSegment(...mine[i], theirs[j], theirs[(j + 1) % 4]), pointToSegment(...theirs[i], mine[j], mine[(j + 1) % 4]));
    }
  }
  return least;
}

/** State at an entry of a track, or null where it is absent. */
const entry = (track, i) => i < 0 || i >= track.count || !track.present[i] ? null : { x: track.x[i], y: track.y[i], heading: track.heading[i], speed: track.speed[i], accel: track.accel[i] };

const MIN_CROSSING = Math.sin(15 * Math.PI / 180);

/**
 * Where the swept ways of two actors cross at 15° to 165°: the first and last entries of each on the other's sweep, or null. Following and meeting share
 * a way and have no such place.
 */
function crossing(a, b) {
  const reach = (Math.hypot(a.length, a.width) + Math.hypot(b.length, b.width)) / 2;
  const spans = { a: [Infinity, -1], b: [Infinity, -1] };
  for (let i = 0; i < a.count; i++) {
    if (!a.present[i]) continue;
    for (let j = 0; j < b.count; j++) {
      if (!b.present[j] || Math.abs(a.x[i] - b.x[j]) > reach || Math.abs(a.y[i] - b.y[j]) > reach) continue;
      if (Math.abs(Math.sin(a.heading[i] - b.heading[j])) < MIN_CROSSING || !overlap(entry(a, i), a, entry(b, j), b)) continue;
      spans.a = [Math.min(spans.a[0], i), Math.max(spans.a[1], i)];
      spans.b = [Math.min(spans.b[0], j), Math.max(spans.b[1], j)];
    }
  }
  return spans.a[1] < 0 ? null : spans;
}

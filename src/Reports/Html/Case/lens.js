// Where a point of the world lies on a canvas. World: x right, y up, metres; canvas: pixels of the page.

class Lens {
  constructor(g) {
    this.g = g;
    this.x = 0;
    this.y = 0;
    this.scale = 8;
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
  }

  px(x) { return this.width / 2 + (x - this.x) * this.scale; }

  py(y) { return this.height / 2 - (y - this.y) * this.scale; }

  world(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y - (py - this.height / 2) / this.scale];
  }

  /** Pixels of the page, whatever the screen's are. */
  reset() { this.g.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }

  /** Metres along and across a pose, for as long as nothing else is set. */
  at(x, y, heading) {
    const c = Math.cos(heading) * this.ratio;
    const s = Math.sin(heading) * this.ratio;
    this.g.setTransform(c, -s, s, c, this.px(x) * this.ratio, this.py(y) * this.ratio);
  }

  /** Appends a chain of points to the current path. */
  trace(chain, backwards = false, join = false) {
    const { g, scale } = this;
    const left = this.width / 2 - this.x * scale;
    const top = this.height / 2 + this.y * scale;
    for (let n = 0; n < chain.n; n++) {
      const i = backwards ? chain.n - 1 - n : n;
      const px = left + chain.x[i] * scale;
      const py = top - chain.y[i] * scale;
      if (n === 0 && !join) g.moveTo(px, py); else g.lineTo(px, py);
    }
  }

  /** Appends a box at a pose, always turning the same way, so that boxes of a sweep add up. */
  box(x, y, heading, length, width) {
    const c = Math.cos(heading) / 2;
    const s = Math.sin(heading) / 2;
    const corner = (a, b, first) => {
      const px = this.px(x + a * length * c - b * width * s);
      const py = this.py(y + a * length * s + b * width * c);
      if (first) this.g.moveTo(px, py); else this.g.lineTo(px, py);
    };
    corner(1, 1, true);
    corner(-1, 1);
    corner(-1, -1);
    corner(1, -1);
    this.g.closePath();
  }
}

/** A pattern of slanting lines: an area that speaks without its colour. */
function hatch(g, colour, gap, width, falling = false) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = gap;
  const t = tile.getContext('2d');
  t.strokeStyle = colour;
  t.lineWidth = width;
  t.lineCap = 'square';
  t.beginPath();
  for (const shift of [-gap, 0, gap]) {
    t.moveTo(shift, falling ? 0 : gap);
    t.lineTo(shift + gap, falling ? gap : 0);
  }
  t.stroke();
  return g.createPattern(tile, 'repeat');
}

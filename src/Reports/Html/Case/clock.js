// The one time that replay, charts and address share.

class Clock {
  constructor(durationS, stepS) {
    this.durationS = durationS;
    this.stepS = stepS;
    this.t = 0;
    this.rate = 1;
    this.playing = false;
    this.listeners = [];
    this.stopped = false;
  }

  listen(listener) {
    this.listeners.push(listener);
    listener(this);
  }

  tell() {
    for (const listener of this.listeners) listener(this);
  }

  seek(t) {
    if (!Number.isFinite(t)) return;
    this.t = Math.min(this.durationS, Math.max(0, t));
    this.tell();
  }

  /** Moves by whole steps and rests on one. */
  nudge(steps) {
    this.pause();
    this.seek((Math.round(this.t / this.stepS) + steps) * this.stepS);
  }

  toggle() {
    if (this.playing) this.pause(); else this.play();
  }

  pause() {
    this.playing = false;
    this.tell();
  }

  play() {
    if (this.t >= this.durationS - 1e-9) this.t = 0;
    this.playing = true;
    let before = null;
    const tick = now => {
      if (!this.playing || this.stopped) return;
      if (before !== null) {
        this.t = Math.min(this.durationS, this.t + (now - before) / 1000 * this.rate);
        if (this.t >= this.durationS) this.playing = false;
        this.tell();
      }
      before = now;
      if (this.playing) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    this.tell();
  }

  close() {
    this.stopped = true;
    this.playing = false;
    this.listeners = [];
  }
}

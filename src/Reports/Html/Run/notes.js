// What people decide about kinds of failure. The report holds what the triage file says; edits stay in this browser until they are written back to the file.

const STATUSES = {
  __proto__: null,
  new: { glyph: '\u25cb', word: 'new' },
  confirmed: { glyph: '\u25cf', word: 'confirmed' },
  known_limitation: { glyph: '\u25c6', word: 'known limitation' },
  simulator_defect: { glyph: '\u2699\ufe0e', word: 'simulator defect' },
  invalid_scenario: { glyph: '\u2298', word: 'invalid scenario' },
  fixed: { glyph: '\u2713', word: 'fixed' },
};

const UNTOUCHED = { status: 'new', owner: '', comment: '' };
const sameNote = (a, b) => a.status === b.status && a.owner === b.owner && a.comment === b.comment;

/** One line of text, as the file holds it. */
const oneLine = text => String(text).replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim().slice(0, 2000);

class Notes {
  constructor(report) {
    this.file = new Map(report.triage.map(n => [n.signature, { status: n.status, owner: n.owner, comment: n.comment }]));
    this.edits = new Map();
    this.listeners = [];
    this.kept = true;
    this.place = 'sim-triage ' + location.pathname;
    this.restore();
    addEventListener('beforeunload', e => { if (this.edits.size > 0 && !this.kept) e.preventDefault(); });
  }

  /** Edits of an earlier visit; those that the file has taken over are done. */
  restore() {
    let stored;
    try {
      stored = JSON.parse(remembered(this.place) ?? '[]');
    } catch {
      stored = [];
    }
    if (!Array.isArray(stored)) return;
    for (const entry of stored.slice(0, 10000)) {
      if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !(entry[1]?.status in STATUSES)) continue;
      const note = { status: entry[1].status, owner: oneLine(entry[1].owner ?? ''), comment: oneLine(entry[1].comment ?? '') };
      if (!sameNote(note, this.file.get(entry[0]) ?? UNTOUCHED)) this.edits.set(entry[0].slice(0, 200), note);
    }
  }

  /** What holds for a kind of failure: its own note, else that of its signature. */
  of(cluster) {
    for (const key of [cluster.id, cluster.signature]) {
      const note = this.edits.get(key) ?? this.file.get(key);
      if (note) return note;
    }
    return UNTOUCHED;
  }

  isEdited(cluster) {
    return this.edits.has(cluster.id);
  }

  set(clusters, change) {
    for (const cluster of clusters) {
      const note = { ...this.of(cluster), ...change };
      note.owner = oneLine(note.owner);
      note.comment = oneLine(note.comment);
      if (sameNote(note, this.file.get(cluster.id) ?? (cluster.id === cluster.signature ? UNTOUCHED : this.file.get(cluster.signature) ?? UNTOUCHED))) this.edits.delete(cluster.id);
      else this.edits.set(cluster.id, note);
    }
    this.changed();
  }

  discard() {
    this.edits.clear();
    this.changed();
  }

  changed() {
    this.kept = remember(this.place, this.edits.size === 0 ? null : JSON.stringify([...this.edits]));
    for (const listener of this.listeners) listener();
  }

  /** The whole file with the edits in it, sorted by signature, so that git merges it. */
  text() {
    const all = new Map([...this.file, ...this.edits]);
    const quoted = text => JSON.stringify(text).replace(/[\u007f-\uffff]/g, c => c >= '\u00a0' && !/[\u2028\u2029\ud800-\udfff\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(c) ? c : '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
    return ['schema: 1', 'triage:', ...[...all].sort(([a], [b]) => a < b ? -1 : 1).map(([signature, note]) => [
      `  - signature: ${quoted(signature)}`, `    status: ${note.status}`, note.owner ? `    owner: ${quoted(note.owner)}` : null, note.comment ? `    comment: ${quoted(note.comment)}` : null,
    ].filter(Boolean).join('\n'))].join('\n') + '\n';
  }
}

/** Hands a text over as a file; nothing is fetched. */
function download(name, text, type = 'text/plain') {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = el('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** What is not in the file yet, and how it gets there. */
function notesBar(notes) {
  const node = el('section', { class: 'card unsaved', 'aria-label': 'Decisions that are not in the triage file' });
  const draw = () => {
    node.hidden = notes.edits.size === 0;
    if (node.hidden) return;
    const button = el('button', { type: 'button', onclick: () => copy(notes.text(), button) }, 'Copy triage.yaml');
    node.replaceChildren(
      el('p', { role: 'status' }, el('strong', {}, count(notes.edits.size, 'decision is', 'decisions are')), ' not in the triage file yet. ',
        notes.kept ? 'This browser keeps them for this file.' : el('strong', {}, 'This browser cannot keep them: save them before you close the page.')),
      el('div', { class: 'tools' },
        el('button', { type: 'button', class: 'primary', onclick: () => download('triage.yaml', notes.text()) }, 'Save triage.yaml'), button,
        el('button', { type: 'button', class: 'quiet', onclick: () => { if (confirm('Discard the decisions that are not in the file?')) notes.discard(); } }, 'Discard')));
  };
  notes.listeners.push(draw);
  draw();
  return { node, close: () => { notes.listeners = notes.listeners.filter(l => l !== draw); } };
}

/** Fields for status, owner and comment of some kinds of failure. */
function notesForm(notes, clusters, done) {
  const first = notes.of(clusters[0]);
  const many = clusters.length > 1;
  const status = el('select', {}, many ? el('option', { value: '' }, 'leave as it is') : null, Object.entries(STATUSES).map(([value, s]) => el('option', { value }, s.word)));
  status.value = many ? '' : first.status;
  const owner = el('input', { type: 'text', maxlength: 200, placeholder: many ? 'leave as it is' : '', autocomplete: 'off' });
  const comment = el('input', { type: 'text', class: 'grow', maxlength: 2000, placeholder: many ? 'leave as it is' : '', autocomplete: 'off' });
  if (!many) {
    owner.value = first.owner;
    comment.value = first.comment;
  }
  return el('form', {
    class: 'note-form',
    onsubmit: e => {
      e.preventDefault();
      const change = {};
      if (status.value) change.status = status.value;
      if (!many || owner.value) change.owner = owner.value;
      if (!many || comment.value) change.comment = comment.value;
      notes.set(clusters, change);
      done?.();
    },
  },
  el('label', {}, 'Status', status), el('label', {}, 'Owner', owner), el('label', { class: 'grow' }, 'Comment', comment),
  el('button', { type: 'submit', class: 'primary' }, many ? `Set for ${clusters.length}` : 'Set'));
}

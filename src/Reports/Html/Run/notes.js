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

/** Characters that nobody sees, or that turn their neighbours. */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

/** One line of text, as the file holds it: no line break, no control character, no half of a character. */
function oneLine(text, most = 2000) {
  const line = String(text).replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim().slice(0, most);
  return line.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd').trim();
}

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
      if (!Array.isArray(entry) || !/^f-[0-9a-f]{10}(-[1-9][0-9]{0,5})?$/.test(entry[0]) || !(entry[1]?.status in STATUSES)) continue;
      const note = { status: entry[1].status, owner: oneLine(entry[1].owner ?? '', 200), comment: oneLine(entry[1].comment ?? '') };
      if (!sameNote(note, this.file.get(entry[0]) ?? UNTOUCHED)) this.edits.set(entry[0], note);
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
      note.owner = oneLine(note.owner, 200);
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

  /** The whole file with the edits in it, in the form that `sim triage` writes: a block for each signature, sorted, so that git merges it. */
  text(report) {
    const titles = new Map(report.clusters.flatMap(c => [[c.signature, c], [c.id, c]]));
    const all = [...new Map([...this.file, ...this.edits])].sort(([a], [b]) => a < b ? -1 : 1);
    const head = '# What people think of failures, by signature (sim triage). One block each, sorted; see docs/failures.md.\nschema: 1\n';
    if (all.length === 0) return head + 'triage: []\n';
    return head + 'triage:\n' + all.map(([signature, note]) => {
      const cluster = titles.get(signature);
      return [
        cluster ? `  # ${oneLine(cluster.title).replace(UNSEEN, ' ').slice(0, 300)} (${oneLine(cluster.family).replace(UNSEEN, ' ').slice(0, 300)})` : null,
        `  - signature: ${signature}`, `    status: ${note.status.replaceAll('_', '-')}`, ('    owner: ' + yamlLine(note.owner)).trimEnd(), ('    comment: ' + yamlLine(note.comment)).trimEnd(),
      ].filter(line => line !== null).join('\n');
    }).join('\n') + '\n';
  }
}

/** A text in YAML: plain where that reads back the same, else quoted with what cannot be seen escaped. */
function yamlLine(text) {
  if (text === '' || (/^[\p{L}_][\p{L}\p{N} _./()@,+-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text))) return text;
  return JSON.stringify(text).replace(UNSEEN, c => [...Array(c.length).keys()].map(i => '\\u' + c.charCodeAt(i).toString(16).padStart(4, '0')).join(''));
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
function notesBar(report) {
  const notes = report.notes;
  const node = el('section', { class: 'card unsaved', 'aria-label': 'Decisions that are not in the triage file' });
  const draw = () => {
    node.hidden = notes.edits.size === 0;
    if (node.hidden) return;
    const button = el('button', { type: 'button', onclick: () => copy(notes.text(report), button) }, 'Copy triage.yaml');
    node.replaceChildren(
      el('p', { role: 'status' }, el('strong', {}, count(notes.edits.size, 'decision is', 'decisions are')), ' not in the triage file yet. ',
        notes.kept ? ['This browser keeps them for this file. Save them as triage.yaml beside the suite, then: ', el('code', {}, 'sim report RUN --triage triage.yaml')] : el('strong', {}, 'This browser cannot keep them: save them before you close the page.')),
      notes.file.size > 0 ? el('p', { class: 'warn small' }, 'The file that is saved holds all notes, and none of the remarks (lines with #) that people wrote into the one that this report has read. To keep those, copy the changed blocks into it.') : null,
      el('div', { class: 'tools' },
        el('button', { type: 'button', class: 'primary', onclick: () => download('triage.yaml', notes.text(report)) }, 'Save triage.yaml'), button,
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

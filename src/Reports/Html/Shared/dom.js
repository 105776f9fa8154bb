// Elements and words. Text reaches the page only through textContent and text nodes.

const SVG = 'http://www.w3.org/2000/svg';

const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** User text with characters that would reorder or hide its neighbours made visible. */
function visible(text) {
  return String(text)
    .replace(BIDI, c => '\u2039U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u203a')
    .replace(CONTROL, '\ufffd');
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : visible(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
  return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Four significant digits, without an exponent for everyday sizes. */
function num(value) {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e7) return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
  const digits = size < 10 ? (size < 1 ? 4 : 3) : size < 100 ? 2 : size < 1000 ? 1 : 0;
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A quantity with a unit; what is below any instrument is zero, unlike a bare probability. */
const withUnit = (value, unit) => unit ? num(Math.abs(value) < 1e-9 ? 0 : value) + '\u00a0' + unit : num(value);
const seconds = us => (us / 1e6).toFixed(2) + '\u00a0s';
const words = snake => snake.replaceAll('_', ' ');
const count = (n, one, many) => n + ' ' + (n === 1 ? one : many);

// Tables without a prototype: a word from a file such as "__proto__" finds nothing in them.
const STATES = {
  __proto__: null,
  no_conflict: 'no conflict', too_late: 'too late', not_applicable: 'not applicable', failed: 'could not be computed',
};

const VERDICTS = {
  __proto__: null,
  failed: { glyph: '\u2715', word: 'failed' },
  error: { glyph: '!', word: 'error' },
  known: { glyph: '\u25c6', word: 'known' },
  refused: { glyph: '\u2298', word: 'refused' },
  not_run: { glyph: '\u2026', word: 'not run' },
  passed: { glyph: '\u2713', word: 'passed' },
};

const OUTCOMES = {
  __proto__: null,
  passed: VERDICTS.passed,
  failed: VERDICTS.failed,
  error: VERDICTS.error,
  empty: { glyph: '\u2205', word: 'empty' },
};

/** A verdict as sign, word and colour together. */
function badge(kind, table = VERDICTS) {
  const { glyph, word } = table[kind] ?? { glyph: '?', word: kind };
  return el('span', { class: 'badge ' + (table[kind] ? kind : 'error') }, el('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph), word);
}

/** A value or its state in words. */
function measured(state, value, unit) {
  if (state === 'value') return el('span', { class: 'value' }, withUnit(value, unit));
  return el('span', { class: 'state ' + state }, STATES[state] ?? state);
}

const card = (title, attributes, ...children) =>
  el('section', { class: 'card', ...attributes }, title ? el('h2', {}, title) : null, ...children);

/** A table; a head that begins with '#' belongs to a column of numbers. */
const table = (heads, rows, attributes) => el('div', { class: 'scroll', tabindex: attributes?.tabindex },
  el('table', attributes,
    el('thead', {}, el('tr', {}, heads.map(h => h.startsWith('#') ? el('th', { scope: 'col', class: 'number' }, h.slice(1)) : el('th', { scope: 'col' }, h)))),
    el('tbody', {}, rows)));

function pairs(list) {
  return el('dl', { class: 'pairs' }, list.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'offscreen' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const before = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = before; }, 1500);
}

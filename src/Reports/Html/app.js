// Address and keys: which page is shown.

function readAddress() {
  const parts = new Map(location.hash.slice(1).split('&').map(p => {
    const at = p.indexOf('=');
    return at < 0 ? [p, ''] : [p.slice(0, at), p.slice(at + 1)];
  }));
  let id = null;
  try {
    id = parts.has('case') ? decodeURIComponent(parts.get('case')) : null;
  } catch {
    id = parts.get('case');
  }
  return { id, t: parts.has('t') && parts.get('t') !== '' ? Number(parts.get('t')) : NaN };
}

function start() {
  const app = document.getElementById('app');
  const index = block('index');
  if (index.gates.length === 0) {
    VERDICTS.passed = { glyph: '\u25cb', word: 'ran' };
    document.documentElement.classList.add('unchecked');
  }
  const rows = new Map(index.cases.map((row, i) => [row.id, { row, i }]));
  visibleCases = index.cases;
  const title = document.title;
  let page = null;
  let scrolled = 0;
  let first = true;
  let turn = 0;

  function neighboursOf(id) {
    const list = visibleCases.some(r => r.id === id) ? visibleCases : index.cases;
    const at = list.findIndex(r => r.id === id);
    return { before: list[at - 1]?.id, after: list[at + 1]?.id };
  }

  async function show() {
    const { id, t } = readAddress();
    const mine = ++turn;
    if (page && id === page.one.id) {
      if (Number.isFinite(t)) page.seek(t);
      return;
    }
    const found = id === null ? null : rows.get(id);
    const one = found ? await readCase(found.i) : null;
    // Whoever moved on while the case was unpacked is shown the later page.
    if (mine !== turn) return;
    if (!page) scrolled = scrollY;
    const left = page?.one.id;
    page?.close();
    page = null;
    if (found) {
      page = casePage(found.row, one, neighboursOf(id), t);
      app.replaceChildren(page.node);
      scrollTo(0, 0);
      document.title = `${visible(id)} \u00b7 ${title}`;
      // Whoever works by keyboard or ear goes on where the page changed.
      if (!first) page.node.querySelector('h1').focus({ preventScroll: true });
    } else {
      const unknown = id === null ? null : el('p', { class: 'card warn', role: 'alert' }, `This report has no case '${id}'.`);
      app.replaceChildren(...[unknown, overview(index, rows)].filter(Boolean));
      scrollTo(0, scrolled);
      document.title = title;
      const link = left === undefined ? null : [...app.querySelectorAll('tr.case')].find(tr => tr.caseId === left)?.querySelector('a');
      link?.focus({ preventScroll: scrolled > 0 });
    }
    first = false;
    document.documentElement.dataset.page = page ? 'case' : 'overview';
  }

  addEventListener('hashchange', show);
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = e.target.closest?.('input[type=search], select, textarea');
    if (e.key === 'Escape') {
      if (typing) e.target.blur(); else if (page) location.hash = '';
      return;
    }
    if (typing) return;
    if (!page) {
      if (e.key === '/') {
        e.preventDefault();
        document.getElementById('filter').focus();
      }
      return;
    }
    if (e.key === 'j' || e.key === 'k') {
      const { before, after } = neighboursOf(page.one.id);
      const next = e.key === 'j' ? after : before;
      if (next !== undefined) location.hash = caseAddress(next);
      return;
    }
    // A focused button or link keeps its own space and the slider its own arrows.
    if (e.key === ' ' && e.target.closest?.('button, a, summary, input')) return;
    if (e.target.matches?.('input[type=range]')) return;
    if (page.key(e)) e.preventDefault();
  });
  show();
}

start();

// A table of any length: only the rows in view exist. Rows have one height, so that a place in the list is a place on the page.

const OVERSCAN = 10;

class LongTable {
  /**
   * @param spec heads (elements of the head row), height in px, draw(item, i) gives a row, empty (text), name
   */
  constructor(spec) {
    this.spec = spec;
    this.items = [];
    this.drawn = new Map();
    this.active = -1;
    this.body = el('tbody', {});
    this.above = el('tr', { class: 'spacer', 'aria-hidden': 'true' }, el('td', { colspan: spec.heads.length }));
    this.below = el('tr', { class: 'spacer', 'aria-hidden': 'true' }, el('td', { colspan: spec.heads.length }));
    this.table = el('table', { class: 'long ' + (spec.kind ?? ''), 'aria-label': spec.name }, spec.widths ? el('colgroup', {}, spec.widths.map(w => {
      const col = el('col', {});
      if (w) col.style.width = w;
      return col;
    })) : null, el('thead', {}, el('tr', {}, spec.heads)), this.body);
    this.node = el('div', { class: 'long-frame' }, this.table);
    this.asked = false;
    this.everything = false;
    this.onscroll = () => {
      if (this.asked) return;
      this.asked = true;
      requestAnimationFrame(() => { this.asked = false; this.render(); });
    };
    this.onprint = e => { this.everything = e.type === 'beforeprint'; this.render(); };
    addEventListener('scroll', this.onscroll, { passive: true });
    addEventListener('resize', this.onscroll);
    addEventListener('beforeprint', this.onprint);
    addEventListener('afterprint', this.onprint);
  }

  /** The head stays below these tools while the list scrolls. */
  under(tools) {
    this.tools = tools;
    this.sized = new ResizeObserver(() => this.table.style.setProperty('--tools-bottom', `${this.place() - 1}px`));
    this.sized.observe(tools);
    return tools;
  }

  /** Where the tools end when they stick. */
  place() {
    return 46 + (this.tools?.offsetHeight ?? 0);
  }

  close() {
    this.sized?.disconnect();
    removeEventListener('scroll', this.onscroll);
    removeEventListener('resize', this.onscroll);
    removeEventListener('beforeprint', this.onprint);
    removeEventListener('afterprint', this.onprint);
  }

  /** Shows other items; the row at hand stays when it is still among them. */
  show(items) {
    const held = this.items[this.active];
    this.items = items;
    this.active = held === undefined ? -1 : items.indexOf(held);
    this.drawn.clear();
    this.table.setAttribute('aria-rowcount', items.length + 1);
    this.body.replaceChildren();
    this.render();
  }

  /** Draws the rows anew, after something of them changed. */
  refresh() {
    const focus = this.body.contains(document.activeElement);
    this.drawn.clear();
    this.body.replaceChildren();
    this.render();
    if (focus) this.focus();
  }

  range() {
    const n = this.items.length;
    if (this.everything) return [0, Math.min(n, 2000)];
    const top = this.body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / this.spec.height) - OVERSCAN);
    const last = Math.min(n, Math.ceil((innerHeight - top) / this.spec.height) + OVERSCAN);
    return [Math.min(first, Math.max(0, n - 1)), Math.max(last, Math.min(n, first + 1))];
  }

  render() {
    if (this.items.length === 0) {
      this.body.replaceChildren(el('tr', {}, el('td', { colspan: this.spec.heads.length, class: 'muted' }, this.spec.empty)));
      return;
    }
    const [first, last] = this.range();
    for (const [i, node] of this.drawn) {
      if (i < first || i >= last) {
        node.remove();
        this.drawn.delete(i);
      }
    }
    if (this.above.parentNode !== this.body) this.body.replaceChildren(this.above, this.below);
    let before = this.above;
    for (let i = first; i < last; i++) {
      let node = this.drawn.get(i);
      if (!node) {
        node = this.spec.draw(this.items[i], i);
        node.setAttribute('aria-rowindex', i + 2);
        node.classList.toggle('active', i === this.active);
        node.item = this.items[i];
        this.drawn.set(i, node);
      }
      if (before.nextSibling !== node) before.after(node);
      before = node;
    }
    this.above.firstChild.style.height = first * this.spec.height + 'px';
    this.below.firstChild.style.height = (this.items.length - last) * this.spec.height + 'px';
  }

  /** Makes a row the one at hand, in view and focused. */
  go(i, focus = true) {
    if (this.items.length === 0) return;
    this.drawn.get(this.active)?.classList.remove('active');
    this.active = Math.max(0, Math.min(this.items.length - 1, i));
    const top = this.body.getBoundingClientRect().top + this.active * this.spec.height;
    const sticky = this.place() + 34;
    if (top < sticky) scrollBy(0, top - sticky - 40);
    else if (top + this.spec.height > innerHeight - 20) scrollBy(0, top + this.spec.height - innerHeight + 60);
    this.render();
    this.drawn.get(this.active)?.classList.add('active');
    if (focus) this.focus();
  }

  focus() {
    this.drawn.get(this.active)?.querySelector('a, button')?.focus({ preventScroll: true });
  }

  get current() {
    return this.items[this.active];
  }
}

/** A head that sorts. */
function sortHead(column, sort) {
  const arrow = el('span', { class: 'arrow', 'aria-hidden': 'true' });
  const head = el('th', { scope: 'col', class: column.number ? 'number' : null }, el('button', { type: 'button', title: column.hint ?? column.title, onclick: () => sort(column.key) }, column.title, arrow));
  head.mark = (on, descending) => {
    head.setAttribute('aria-sort', on ? (descending ? 'descending' : 'ascending') : 'none');
    arrow.textContent = on ? (descending ? ' \u25bc' : ' \u25b2') : '';
  };
  return head;
}

/** A choice among values that occur; empty stands for all. */
function choice(name, all, values, onchange) {
  const node = el('select', { 'aria-label': name }, el('option', { value: '' }, all), values.map(([value, word]) => el('option', { value }, word)));
  node.addEventListener('change', onchange);
  return node;
}

// The page of one case.

/** The instant to open at: the first contact, else the worst instant of the first evidence or metric, else the start. */
function openingTime(one) {
  if (one.replay.contacts.length > 0) return one.replay.contacts[0].us / 1e6;
  if (one.verdict === 'passed') return 0;
  const evidence = one.assessments.flatMap(a => a.evidence).find(e => e.us !== undefined);
  const metric = one.assessments.flatMap(a => a.metrics).find(m => m.us !== undefined);
  return ((evidence ?? metric)?.us ?? 0) / 1e6;
}

function noReplay(row) {
  const text = {
    left_out: 'The replay is left out by this file\u2019s limit; the recording lies in the run folder and opens in Foxglove.',
    not_kept: 'There is no replay: the run kept no recording of this case.',
  }[row.replay] ?? 'There is no replay.';
  return card('Replay', {}, el('p', { class: 'muted' }, text));
}

/** @param one what readCase gave */
function casePage(row, one, neighbours, t) {
  const clock = one.replay ? new Clock(one.replay.durationS, one.replay.stepS) : null;
  const replay = clock ? replayCard(one, clock) : null;
  if (clock) {
    let last = null;
    clock.listen(c => {
      // The address follows a resting cursor, so that it can be copied at any time.
      const address = caseAddress(one.id, c.t);
      if (!c.playing && last !== null && address !== last) history.replaceState(null, '', address);
      last = address;
    });
    clock.seek(Number.isFinite(t) ? t : openingTime(one));
  }
  const step = (id, text, name) => id === undefined ? null : el('a', { class: 'button quiet', href: caseAddress(id), title: name }, text);
  const facts = [
    one.end ? ENDS[one.end] ?? words(one.end) : null,
    one.simulated_us > 0 ? `${seconds(one.simulated_us)} simulated` : null,
    one.traffic ? `traffic: ${one.traffic}` : null,
  ].filter(Boolean).join(' \u00b7 ');
  const node = el('main', { class: 'case' },
    el('nav', { class: 'crumbs', 'aria-label': 'Cases' },
      el('a', { class: 'button quiet', href: '#', title: 'Escape' }, '\u2190 All cases'),
      step(neighbours.before, 'Previous', 'k'), step(neighbours.after, 'Next', 'j'),
      el('span', { class: 'muted hint' }, 'space plays \u00b7 \u2190 \u2192 step \u00b7 j k next, previous case \u00b7 Esc all cases')),
    el('header', { class: 'case-head' },
      badge(one.verdict), el('h1', { class: 'mono', tabindex: '-1' }, one.id), el('p', { class: 'muted' }, facts, one.tags.map(tag => el('span', { class: 'chip' }, tag)))),
    el('div', { class: 'columns' },
      el('div', { class: 'wide' }, replay ? [replay.node, timeline(one, clock), debugCard(one, clock)] : noReplay(row)),
      el('div', { class: 'side' }, whyCard(one, clock), contactsCard(one, clock), driversCard(one, clock), metricsCard(one, clock), siblingsCard(one), reproduceCard(one), originCard(one))));
  return {
    node, one,
    seek: time => clock?.seek(time),
    key: e => replay?.key(e) ?? false,
    close() {
      clock?.close();
      replay?.close();
    },
  };
}

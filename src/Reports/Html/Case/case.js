// The page of one case.

/** The instant to open at: the first contact, else the worst instant of the first evidence or metric, else the start. */
function openingTime(one) {
  if (one.replay.contacts.length > 0) return one.replay.contacts[0].us / 1e6;
  if (one.verdict === 'passed') return 0;
  const told = one.story.find(([, , us]) => us !== null)?.[2];
  const evidence = one.assessments.flatMap(a => a.evidence).find(e => e.us !== undefined)?.us;
  const metric = one.assessments.flatMap(a => a.metrics).find(m => m.us !== undefined)?.us;
  return (told ?? evidence ?? metric ?? 0) / 1e6;
}

function noReplay(row) {
  const text = {
    left_out: 'The replay is left out by this file\u2019s limit; the recording lies in the run folder and opens in Foxglove.',
    not_kept: 'There is no replay: the run kept no recording of this case.',
  }[row.replay] ?? 'There is no replay.';
  return card('Replay', {}, el('p', { class: 'muted' }, text));
}

/** What only a case page needs of its replay. */
function readOverlays(one) {
  const { replay } = one;
  if (!replay || replay.overlaid) return;
  replay.overlaid = true;
  if (typeof replay.motion === 'string') {
    const from = new Unpacker(replay.motion);
    const n = replay.egoTrack?.count ?? 0;
    replay.motion = { yaw: from.column(n, 10000), steer: from.column(n, 10000) };
  }
  if (replay.rss) {
    const from = new Unpacker(replay.rss.data);
    replay.rss.safe = from.column(replay.rss.count, 100);
    replay.rss.gap = from.column(replay.rss.count, 100);
  }
  if (replay.ghost) {
    replay.ghost.stepS = replay.ghost.step_us / 1e6;
    replay.ghost.tracks = replay.ghost.tracks.map(readTrack);
  }
}

/** @param one what readCase gave */
function casePage(row, one, neighbours, t) {
  readOverlays(one);
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
    REPRODUCIBLE[one.reproducibility] && one.end ? `reproducible ${REPRODUCIBLE[one.reproducibility]}` : null,
  ].filter(Boolean).join(' \u00b7 ');
  const node = el('main', { class: 'case' },
    el('nav', { class: 'crumbs', 'aria-label': 'Cases' },
      el('a', { class: 'button quiet', href: backAddress, title: 'Escape' }, '\u2190 Back'),
      step(neighbours.before, 'Previous', 'k'), step(neighbours.after, 'Next', 'j'),
      el('span', { class: 'muted hint' }, 'space plays \u00b7 \u2190 \u2192 step \u00b7 j k next, previous case \u00b7 Esc back \u00b7 ? all keys')),
    el('header', { class: 'case-head' },
      badge(one.verdict), el('h1', { class: 'mono', tabindex: '-1' }, one.id), el('p', { class: 'muted' }, facts, one.tags.map(tag => el('span', { class: 'chip' }, tag)))),
    storyCard(one, clock),
    el('div', { class: 'columns' },
      el('div', { class: 'wide' }, replay ? [replay.node, timeline(one, clock)] : noReplay(row), contactsCard(one, clock), metricsCard(one, clock)),
      el('div', { class: 'side' }, otherwiseCard(one, clock), reproduceCard(one), clock ? debugCard(one, clock) : null, logCard(one), siblingsCard(one))),
    originCard(one));
  // Paper opens nothing: what is folded is printed too.
  const opened = [];
  const beforePrint = () => {
    for (const folded of node.querySelectorAll('details:not([open]):not(.layers):not(.chooser)')) { folded.open = true; opened.push(folded); }
  };
  const afterPrint = () => { for (const folded of opened.splice(0)) folded.open = false; };
  addEventListener('beforeprint', beforePrint);
  addEventListener('afterprint', afterPrint);
  return {
    node, one,
    seek: time => clock?.seek(time),
    key: e => replay?.key(e) ?? false,
    close() {
      removeEventListener('beforeprint', beforePrint);
      removeEventListener('afterprint', afterPrint);
      clock?.close();
      replay?.close();
    },
  };
}

// What happened at the steps of each sequence, in numbers.
playground.showNumbers = (() => {
  const { el, why, plain, foldable } = playground;
  const number = new Intl.NumberFormat('en');
  const percent = share => new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: share < 0.01 ? 1 : 0 }).format(share);
  const ways = {
    '': count => `${count} went on`, then: count => `for ${count} it held`, else: count => `for ${count} it did not hold`,
    happened: count => `for ${count} it happened`, 'timed-out': count => `for ${count} the time was over`,
  };
  const went = way => (ways[way.what] || (count => `${count} took way ${way.what}`))(number.format(way.count));
  const ends = { Exited: 'by an exit', GoalReached: 'by the goal', HeldOut: 'held out', Removed: 'taken out', Failed: 'failed' };
  const sum = list => list.reduce((total, one) => total + one.count, 0);
  const counted = (list, name) => list.map(one => `${name(one.what)} (${number.format(one.count)})`).join(', ');

  function people(step) {
    return [
      step.waiting ? `${number.format(step.waiting)} ${step.waiting === 1 ? 'waits' : 'wait'} here` : '',
      ...step.wentOn.map(went),
      step.left.length ? `${number.format(sum(step.left))} left here: ${counted(step.left, how => ends[how] || how)}` : '',
    ].filter(Boolean).join(' · ');
  }

  function mails(step) {
    const sent = step.kind === 'webhook' ? 'kept, not called' : 'sent';
    return [
      step.sent ? `${number.format(step.sent)} ${sent}` : '',
      step.clicked ? `${number.format(step.clicked)} clicked${step.clickedShare == null ? '' : ` (${percent(step.clickedShare)})`}` : '',
      step.notSent.length ? `${number.format(sum(step.notSent))} not sent: ${counted(step.notSent, reason => reason ? why(reason) : 'other reasons')}` : '',
      step.failed ? `${number.format(step.failed)} failed` : '',
      step.inDoubt ? `${number.format(step.inDoubt)} in doubt` : '',
    ].filter(Boolean).join(', ');
  }

  function row(step) {
    const item = el('li', {},
      step.way ? el('p', { class: 'way' }, step.way) : null,
      el('p', {}, el('b', {}, plain(step.does)), ' ', el('code', { class: 'quiet' }, step.id)),
      [people(step), mails(step)].filter(Boolean).map(line => el('p', { class: 'counts' }, line)));
    item.style.setProperty('--depth', step.depth);
    return item;
  }

  function card(sequence) {
    const totals = [
      sequence.inside ? `${number.format(sequence.inside)} inside` : '',
      sequence.finished ? `${number.format(sequence.finished)} came to the end` : '',
      sequence.left ? `${number.format(sequence.left)} left before it` : '',
    ].filter(Boolean).join(' · ');
    return el('article', { class: 'panel numbers' }, foldable(`numbers of ${sequence.id}`,
      el('summary', {}, el('b', {}, sequence.name), ' ', el('span', { class: 'quiet small' }, totals)),
      el('ol', {}, sequence.steps.map(row))));
  }

  return sequences => document.getElementById('sequences').replaceChildren(...(sequences.length ? sequences.map(card)
    : [el('p', { class: 'panel quiet' }, 'Nothing to count yet. What happens at each step of a sequence is counted here.')]));
})();

// Who is where in which journey, and what was sent, told and called on the way.
playground.showPeople = (() => {
  const { el, when, why, plain, foldable } = playground;
  const states = { goalreached: 'goal reached', heldout: 'held out', indoubt: 'in doubt' };

  function sent(mail) {
    const isCall = mail.kind === 'webhook';
    const about = isCall ? `↗ ${mail.to}` : mail.kind === 'notice' ? `✉ ${mail.subject} (to ${mail.to})` : `✉ ${mail.subject || mail.template}`;
    return el('li', {},
      el('span', {}, about),
      el('span', { class: `tag ${mail.state}` }, isCall && mail.state === 'sent' ? 'kept, not called' : states[mail.state] || mail.state),
      mail.reason ? el('span', {}, why(mail.reason)) : null,
      el('time', {}, when(mail.time)));
  }

  function passage(journey) {
    return el('li', {},
      el('span', {}, journey.name),
      el('span', { class: `tag ${journey.status}` }, states[journey.status] || journey.status),
      journey.step ? el('span', {}, plain(journey.step)) : null,
      journey.wakeAt ? el('time', {}, `until ${when(journey.wakeAt)}`) : journey.endedAt ? el('time', {}, `${when(journey.endedAt)}${journey.reason ? `, ${journey.reason}` : ''}`) : null);
  }

  function card(person) {
    return el('article', { class: 'panel person' },
      el('header', {},
        el('h2', {}, person.name || person.who),
        person.name ? el('span', { class: 'quiet small' }, person.who) : null,
        el('span', { class: `tag ${person.consent}` }, person.known ? (person.consent === 'granted' ? 'consent given' : person.consent === 'withdrawn' ? 'unsubscribed' : 'no consent') : 'unknown visitor'),
        person.timeZone ? el('span', { class: 'tag' }, person.timeZone) : null),
      el('ul', { class: 'rows' }, person.journeys.map(passage), person.mails.map(sent)),
      person.events.length ? foldable(`events of ${person.id}`,
        el('summary', {}, `What happened (${person.events.length})`),
        el('ul', { class: 'rows' }, person.events.map(event => el('li', {}, el('span', {}, event.type), el('time', {}, when(event.time)))))) : null);
  }

  return people => document.getElementById('people').replaceChildren(...(people.length ? people.map(card)
    : [el('p', { class: 'panel quiet' }, 'Nobody has done anything yet. Journeys begin when somebody signs up, leaves a cart, or follows a link in a mail.')]));
})();

'use strict';
// What the parts of the page share.
const playground = (() => {
  // Text only ever goes in as text.
  function el(tag, props = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name === 'class') node.className = value;
      else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else if (typeof value === 'boolean') node.toggleAttribute(name, value);
      else if (value != null) node.setAttribute(name, value);
    }
    node.append(...children.flat().filter(child => child != null));
    return node;
  }

  const full = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const when = text => short.format(new Date(text));

  // Why a mail was not sent. What follows a colon is a part of the reason.
  const reasons = {
    'no-consent': 'no consent was given', 'no-address': 'there is no address', unsubscribed: 'consent was taken back', 'journey-ended': 'the journey had ended',
    'consent-not-confirmed': 'consent was not confirmed', suppressed: 'the address gets no mail', overdue: 'it came too late', 'frequency-cap': 'enough mail for now', 'quiet-hours': 'it was not the hour for mail',
    'skipped-ahead': 'it was left out', moved: 'it lies behind the step to which the person was moved', 'passed-before': 'the step was passed before', 'contact-gone': 'the contact is gone', 'unknown-template': 'there is no such template',
  };
  const why = reason => reasons[reason.split(':')[0]] || reason;

  const units = { Y: 'year', M: 'month', W: 'week', D: 'day', h: 'hour', m: 'minute', s: 'second' };
  // P2DT1H is for machines.
  const plain = text => text.replace(/\bP(?=\d|T\d)(?:[\d.]+[YMWD])*(?:T(?:[\d.]+[HMS])+)?/g, duration => {
    const [date, time = ''] = duration.slice(1).split('T');
    return [...(date + time.toLowerCase()).matchAll(/([\d.]+)([YMWDhms])/g)].map(([, n, unit]) => `${n} ${units[unit]}${n === '1' ? '' : 's'}`).join(' and ');
  });

  // What is unfolded stays so while the page keeps up.
  const unfolded = new Set();
  const foldable = (id, ...children) => el('details', { open: unfolded.has(id), ontoggle: event => { unfolded[event.target.open ? 'add' : 'delete'](id); } }, ...children);

  return { el, full, when, why, plain, foldable };
})();

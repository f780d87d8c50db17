(() => {
  const { el, when, full } = playground;
  const $ = id => document.getElementById(id);
  const catalog = JSON.parse($('catalog').textContent);
  const bySku = new Map(catalog.map(product => [product.sku, product]));
  const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Amsterdam';

  // What the shop remembers of this visitor, as any shop does in the browser.
  const keep = {
    read() { try { return JSON.parse(localStorage.getItem('lantern-tea')) || {}; } catch { return {}; } },
    write(value) { try { localStorage.setItem('lantern-tea', JSON.stringify(value)); } catch { /* private mode: only for this page then */ } },
  };
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), b => b.toString(16).padStart(2, '0')).join('');
  let visitor = keep.read();
  if (!visitor.id) visitor = { id: `visitor-${random()}`, cartId: `cart-${random()}`, items: {}, read: [] };
  const save = () => keep.write(visitor);
  save();
  const who = () => visitor.email || visitor.id;

  function svg(product) {
    const ns = 'http://www.w3.org/2000/svg';
    const picture = document.createElementNS(ns, 'svg');
    picture.setAttribute('viewBox', '0 0 24 24');
    picture.setAttribute('aria-hidden', 'true');
    picture.style.background = `hsl(${product.hue} var(--tile-s) var(--tile-l))`;
    picture.style.stroke = `hsl(${product.hue} 45% var(--motif-l))`;
    const path = document.createElementNS(ns, 'path');
    path.setAttribute('d', product.motif);
    picture.append(path);
    return picture;
  }

  let statusTimer;
  function say(text, bad = false) {
    const status = $('status');
    status.className = bad ? 'status bad' : 'status';
    status.textContent = text;
    clearTimeout(statusTimer);
    statusTimer = setTimeout(() => { status.textContent = ''; }, bad ? 9000 : 4000);
  }

  class Refused extends Error {
    constructor(problem) { super(problem.detail || problem.title); this.errors = problem.errors || {}; }
  }
  async function post(path, body) {
    const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (response.ok) return response.status === 204 ? null : response.json();
    throw new Refused(await response.json().catch(() => ({ title: `The playground answered ${response.status}.` })));
  }
  async function act(work, done) {
    try {
      await work();
      if (done) say(done);
    } catch (error) {
      const fields = error.errors ? Object.entries(error.errors).map(([field, list]) => `${field.replace(/^data\./, '')} ${list.join(' ')}`) : [];
      say(fields.length ? fields.join('. ') : error instanceof TypeError ? 'The playground does not answer. Is it still running?' : error.message, true);
      return false;
    }
    await refresh();
    return true;
  }

  // The account
  function renderAccount() {
    const box = $('account');
    if (visitor.email) {
      box.replaceChildren(el('div', { class: 'panel hello' },
        el('p', {}, 'You are ', el('b', {}, visitor.name || visitor.email), visitor.name ? ` (${visitor.email})` : ''),
        el('button', { type: 'button', class: 'plain', onclick: leave }, 'Be somebody else')));
      return;
    }
    const zones = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [zone];
    const form = el('form', { class: 'panel form', novalidate: true, onsubmit: signUp },
      el('h2', { class: 'wide' }, 'Make an account'),
      el('div', {}, el('label', { for: 'name' }, 'Name'), el('input', { type: 'text', id: 'name', autocomplete: 'name', maxlength: 200 })),
      el('div', {}, el('label', { for: 'email' }, 'E-mail address'), el('input', { type: 'email', id: 'email', autocomplete: 'email', required: true, maxlength: 254, 'aria-describedby': 'email-error' }), el('p', { class: 'field-error', id: 'email-error' })),
      el('div', {}, el('label', { for: 'zone' }, 'Time zone'), el('select', { id: 'zone' }, [...new Set([zone, ...zones])].map(name => el('option', { selected: name === zone }, name)))),
      el('div', {}, el('label', { for: 'locale' }, 'Language of mail'), el('select', { id: 'locale' }, el('option', { value: 'en' }, 'English'), el('option', { value: 'nl', selected: navigator.language.startsWith('nl') }, 'Nederlands'))),
      el('label', { class: 'check wide' }, el('input', { type: 'checkbox', id: 'consent' }), 'Yes, send me news and offers of Lantern Tea. I can take this back at any time.'),
      el('div', { class: 'wide' }, el('button', { class: 'main' }, 'Sign up')));
    box.replaceChildren(form);
  }
  async function signUp(event) {
    event.preventDefault();
    const email = $('email');
    $('email-error').textContent = email.value && email.checkValidity() ? '' : 'An address such as ann@example.org is needed.';
    email.setAttribute('aria-invalid', String(!(email.value && email.checkValidity())));
    if ($('email-error').textContent) { email.focus(); return; }
    const form = { visitor: visitor.id, name: $('name').value.trim(), email: email.value.trim(), consent: $('consent').checked, timeZone: $('zone').value, locale: $('locale').value };
    if (await act(() => post('/demo/shop/sign-up', form), form.consent ? 'Welcome! A mail is on its way.' : 'Welcome! Without your consent there will be no offers.')) {
      Object.assign(visitor, { email: form.email, name: form.name });
      save();
      renderAccount();
      $('shop').focus();
    }
  }
  function leave() {
    visitor = { id: `visitor-${random()}`, cartId: `cart-${random()}`, items: {}, read: visitor.read };
    save();
    renderAccount();
    renderCart();
    say('You are a new visitor now.');
  }

  // Products and cart
  function renderProducts() {
    const seen = /^\/products\/([\w-]+)$/.exec(location.pathname);
    $('products').replaceChildren(...catalog.map(product => el('li', { class: seen && seen[1] === product.sku ? 'product seen' : 'product', id: `product-${product.sku}` },
      svg(product),
      el('div', { class: 'text' },
        el('h3', {}, product.name),
        el('p', {}, product.description),
        el('div', { class: 'buy' },
          el('span', { class: 'price' }, money.format(product.price)),
          el('button', { type: 'button', onclick: () => change(product, 1), 'aria-label': `Add ${product.name} to the cart` }, 'Add'))))));
    if (seen && bySku.has(seen[1])) {
      $(`product-${seen[1]}`).scrollIntoView({ block: 'center' });
      act(() => post('/demo/shop/view', { who: who(), sku: seen[1] }));
    } else if (location.pathname === '/cart') {
      $('cart-title').scrollIntoView({ block: 'center' });
    }
  }
  const lines = () => Object.entries(visitor.items).filter(([sku, quantity]) => bySku.has(sku) && quantity > 0);
  const cart = () => ({ who: who(), cartId: visitor.cartId, items: lines().map(([sku, quantity]) => ({ sku, quantity })) });
  async function change(product, by) {
    const before = visitor.items[product.sku] || 0;
    visitor.items[product.sku] = Math.min(Math.max(before + by, 0), 99);
    renderCart();
    if (await act(() => post('/demo/shop/cart', cart()), by > 0 ? `${product.name} is in your cart.` : null)) save();
    else { visitor.items[product.sku] = before; renderCart(); }
  }
  async function order() {
    if (await act(() => post('/demo/shop/order', cart()), 'Thank you! Nothing is paid and nothing is delivered: it is a playground.')) {
      visitor.items = {};
      visitor.cartId = `cart-${random()}`;
      save();
      renderCart();
    }
  }
  function renderCart() {
    const focused = document.activeElement && document.activeElement.id;
    const box = $('cart');
    if (!lines().length) {
      box.replaceChildren(el('p', { class: 'quiet' }, 'Your cart is empty. Fill it with tea for 20 euro or more, wait an hour, and look into the inbox.'));
      return;
    }
    const rows = lines().map(([sku, quantity]) => {
      const product = bySku.get(sku);
      return el('tr', {},
        el('td', {}, product.name),
        el('td', { class: 'number' }, el('span', { class: 'stepper' },
          el('button', { type: 'button', id: `less-${sku}`, 'aria-label': `One ${product.name} less`, onclick: () => change(product, -1) }, '−'),
          el('span', {}, String(quantity)),
          el('button', { type: 'button', id: `more-${sku}`, 'aria-label': `One ${product.name} more`, onclick: () => change(product, 1) }, '+'))),
        el('td', { class: 'number' }, money.format(product.price * quantity)));
    });
    const total = lines().reduce((sum, [sku, quantity]) => sum + bySku.get(sku).price * quantity, 0);
    box.replaceChildren(
      el('table', {}, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Product'), el('th', { scope: 'col', class: 'number' }, 'Quantity'), el('th', { scope: 'col', class: 'number' }, 'Price'))), el('tbody', {}, rows)),
      el('div', { class: 'sum' }, el('p', {}, 'Total ', el('span', { class: 'price' }, money.format(total))), el('button', { type: 'button', class: 'main', onclick: order }, 'Order')));
    if (focused && $(focused)) $(focused).focus();
  }

  // The clock
  function span(milliseconds) {
    const minutes = Math.max(0, Math.round(milliseconds / 60000));
    if (minutes < 1) return 'less than a minute';
    if (minutes < 60) return `${minutes} min`;
    if (minutes < 48 * 60) return `${Math.round(minutes / 6) / 10} h`;
    return `${Math.round(minutes / 144) / 10} days`;
  }
  async function advance(event) {
    const button = event.target.closest('button[data-advance]');
    if (!button || button.disabled) return;
    const buttons = document.querySelectorAll('button[data-advance]');
    buttons.forEach(other => { other.disabled = true; });
    const before = state ? state.inbox.length : 0;
    let now;
    if (await act(async () => { ({ now } = await post('/demo/clock', { advance: button.dataset.advance })); })) {
      const fresh = state.inbox.length - before;
      say(`It is ${full.format(new Date(now))} now. ${fresh === 0 ? 'No new mail.' : fresh === 1 ? 'One new mail.' : `${fresh} new mails.`}`);
    }
    buttons.forEach(other => { other.disabled = false; });
    renderClock();
    button.focus();
  }
  function renderClock() {
    $('now').textContent = full.format(new Date(state.now));
    $('now').setAttribute('datetime', state.now);
    $('next').disabled = !state.next;
    $('due').textContent = state.next ? `Next thing due in ${span(new Date(state.next) - new Date(state.now))}` : 'Nothing is waiting.';
  }

  // The inbox
  let opened = null;
  let view = 'html';
  function renderMails() {
    const unread = state.inbox.filter(mail => !visitor.read.includes(mail.id)).length;
    $('inbox-count').textContent = unread ? `(${unread})` : '';
    const list = $('mails');
    const focused = document.activeElement && list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    list.replaceChildren(...state.inbox.map(mail => el('li', { class: visitor.read.includes(mail.id) ? '' : 'unread' },
      el('button', { type: 'button', 'data-id': mail.id, 'aria-current': opened === mail.id ? 'true' : null, onclick: () => open(mail.id) },
        el('b', {}, visitor.read.includes(mail.id) ? mail.subject : `● ${mail.subject}`), el('span', {}, mail.to), el('span', {}, when(mail.time))))));
    if (!state.inbox.length) list.replaceChildren(el('li', { class: 'empty' }, 'No mail yet.'));
    if (!state.inbox.length || !opened) $('mail').replaceChildren(el('p', { class: 'empty' }, state.inbox.length ? 'Choose a mail to read it.' : 'Sign up with consent, and the first one comes at once.'));
    if (focused) { const button = list.querySelector(`[data-id="${focused}"]`); if (button) button.focus(); }
  }
  async function open(id, as = 'html') {
    const response = await fetch(`/demo/inbox/${id}.json`);
    if (!response.ok) { say('This mail is gone.', true); return; }
    const mail = await response.json();
    opened = id;
    view = as;
    if (!visitor.read.includes(id)) { visitor.read = [id, ...visitor.read].slice(0, 500); save(); }
    renderMails();
    const choose = (name, label) => el('button', { type: 'button', 'aria-pressed': String(view === name), onclick: () => open(id, name) }, label);
    const body = view === 'html'
      ? el('iframe', { src: `/demo/inbox/${id}.html`, sandbox: 'allow-popups allow-popups-to-escape-sandbox', title: `Mail: ${mail.subject}` })
      : el('pre', { tabindex: 0 }, view === 'text' ? mail.text : mail.headers.map(header => `${header.name}: ${header.value}`).join('\n'));
    $('mail').replaceChildren(
      el('div', { class: 'head' },
        el('h2', {}, mail.subject),
        el('p', { class: 'small quiet' }, `${mail.from} to ${mail.to}, ${full.format(new Date(mail.time))}`),
        el('div', { class: 'views' }, choose('html', 'Mail'), choose('text', 'Text'), choose('headers', 'Headers'), el('a', { href: `/demo/inbox/${id}.eml`, download: '' }, 'Download .eml'))),
      body);
  }

  // Keeping up
  let state = null;
  let last = '';
  async function refresh() {
    const response = await fetch('/demo/state');
    const text = await response.text();
    state = JSON.parse(text);
    renderClock();
    const rest = JSON.stringify([state.inbox, state.calls, state.people, state.sequences]);
    if (rest === last) return;
    const first = !last;
    last = rest;
    renderMails();
    if (first && state.inbox.length && matchMedia('(min-width: 60rem)').matches) await open(state.inbox[0].id);
    playground.showCalls(state.calls);
    playground.showPeople(state.people);
    playground.showNumbers(state.sequences);
  }
  async function keepUp() {
    if (!document.hidden) {
      try { await refresh(); } catch { $('due').textContent = 'The playground does not answer.'; }
    }
    setTimeout(keepUp, 2000);
  }

  document.querySelector('.clock').addEventListener('click', advance);
  renderAccount();
  renderProducts();
  renderCart();
  keepUp();
})();

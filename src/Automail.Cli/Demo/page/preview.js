'use strict';
(() => {
  const $ = id => document.getElementById(id);
  const form = $('form');
  const pause = 350;
  const texts = ['subject', 'preheader', 'html'];
  const names = { html: 'Body', subject: 'Subject', preheader: 'Preheader', data: 'Data', layout: 'Layout', text: 'Text', from: 'Sender' };
  const said = { 'user.registered': 'Somebody registered', 'cart.abandoned': 'A cart was left', 'order.placed': 'An order was placed', 'product.viewed': 'A product was viewed', 'link.clicked': 'A link was clicked' };

  // Text only ever goes in as text.
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }
  const option = (value, text) => el('option', { value }, text);

  let offer = null;
  let mail = null;
  let view = 'desktop';
  let ownModel = false;
  let timer = 0;
  let running = null;

  async function load() {
    const answer = await fetch(`/demo/preview/${encodeURIComponent($('template').value)}.${encodeURIComponent($('locale').value)}`);
    if (!answer.ok) throw new Error(`The playground answered ${answer.status}.`);
    const source = await answer.json();
    texts.forEach(name => { $(name).value = source[name]; });
  }

  async function render() {
    clearTimeout(timer);
    if (running) running.abort();
    const own = running = new AbortController();
    const body = { template: $('template').value, locale: $('locale').value, contact: $('contact').value, event: $('event').value };
    texts.forEach(name => { body[name] = $(name).value; });
    if (ownModel) body.model = $('model').value;
    try {
      const answer = await fetch('/demo/preview', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: own.signal });
      const result = await answer.json();
      if (answer.ok) show(result);
      else refuse(result.errors ? Object.entries(result.errors).map(([field, list]) => `${field} ${list.join(' ')}`).join('. ') : result.detail || result.title);
    } catch (error) {
      if (error.name !== 'AbortError') refuse('The playground does not answer. Is it still running?');
    }
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(render, pause);
  }

  function refuse(message) {
    list([{ field: '', line: 0, column: 0, severity: 'error', code: '', message }]);
    stale();
  }
  function stale() { $('stale').textContent = mail ? 'The mail as it was before the problem.' : 'The mail cannot be made.'; }

  function show(result) {
    $('happened').textContent = result.happened;
    if (!ownModel) $('model').value = result.model;
    list(result.problems);
    if (result.html === null || result.html === undefined) { stale(); return; }
    mail = result;
    $('stale').textContent = '';
    $('line').textContent = result.subject || '(no subject)';
    $('size').textContent = `${Math.ceil(result.bytes / 1024)} KB of HTML`;
    paint();
  }

  function paint() {
    const code = view === 'text' || view === 'source';
    $('code').hidden = !code;
    $('frame').hidden = code;
    $('view').dataset.view = view;
    $('code').dir = view === 'source' ? 'ltr' : 'auto';
    if (!mail) return;
    if (code) $('code').textContent = view === 'text' ? mail.text : mail.html;
    else $('frame').srcdoc = framed(mail.html, view === 'dark' ? 'dark' : 'light');
  }
  // The sandbox runs nothing and opens no window, so links that lead into one lead nowhere. A day or night of the frame's own stands where the mail asks for the reader's.
  function framed(html, scheme) {
    const chosen = html.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked) => asked.toLowerCase() === scheme ? '(min-width: 0px)' : '(max-width: 0px)');
    return `<!DOCTYPE html><base target="_blank">${chosen}`;
  }

  function place(problem) {
    const name = names[problem.field];
    return !name ? '' : problem.line > 0 ? `${name} ${problem.line}:${problem.column}` : name;
  }
  function list(problems) {
    const box = $('problems');
    const focused = [...box.querySelectorAll('button')].indexOf(document.activeElement);
    box.replaceChildren(...problems.map(problem => {
      const button = el('button', { type: 'button' }, `${place(problem) ? `${place(problem)}: ` : ''}${problem.message}${problem.code ? ` (${problem.code})` : ''}`);
      button.addEventListener('click', () => goTo(problem));
      return el('li', {}, el('span', { class: `tag ${problem.severity}` }, problem.severity), button);
    }));
    const count = problems.length === 0 ? 'None.' : problems.length === 1 ? 'One problem.' : `${problems.length} problems.`;
    if ($('count').textContent !== count) $('count').textContent = count;
    const buttons = box.querySelectorAll('button');
    if (focused >= 0 && buttons.length) buttons[Math.min(focused, buttons.length - 1)].focus();
  }
  function goTo(problem) {
    const field = $(problem.field === 'data' ? 'model' : problem.field);
    if (!field || !('setSelectionRange' in field)) return;
    if (problem.field === 'data') $('data').open = true;
    field.focus();
    if (problem.line < 1) return;
    const lines = field.value.split('\n');
    const line = Math.min(problem.line, lines.length);
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Math.min(Math.max(problem.column - 1, 0), lines[line - 1].length);
    field.setSelectionRange(start, Math.min(start + 1, field.value.length));
    if (field.tagName === 'TEXTAREA') field.scrollTop = Math.max(0, (line / lines.length) * field.scrollHeight - field.clientHeight / 2);
  }

  const tabs = [...document.querySelectorAll('[role="tab"]')];
  function choose(tab) {
    view = tab.id.slice('tab-'.length);
    tabs.forEach(other => {
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    });
    $('view').setAttribute('aria-labelledby', tab.id);
    tab.focus();
    paint();
  }
  tabs.forEach((tab, index) => {
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', event => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      choose(tabs[next % tabs.length]);
    });
  });

  async function change(event) {
    const id = event.target.id;
    if (id === 'template' || id === 'locale') {
      if (id === 'template') $('event').value = offer.templates.find(one => one.name === event.target.value).event;
      try { await load(); } catch (error) { refuse(error.message); return; }
    }
    if (event.target.tagName === 'SELECT') {
      ownModel = false;
      await render();
    }
  }
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('change', change);
  form.addEventListener('input', event => {
    if (event.target.id === 'model') ownModel = true;
    if (event.target.tagName !== 'SELECT') later();
  });
  $('back').addEventListener('click', async () => {
    ownModel = false;
    try { await load(); } catch (error) { refuse(error.message); return; }
    await render();
  });

  (async () => {
    try {
      offer = await (await fetch('/demo/preview')).json();
      $('template').append(...offer.templates.map(one => option(one.name, one.name)));
      $('event').append(option('', 'None'), ...offer.events.map(type => option(type, said[type] || type)));
      $('contact').append(option('', 'Alex Morgan (sample)'), ...offer.contacts.map(one => option(one.email, one.name ? `${one.name} (${one.email})` : one.email)));
      const wanted = new URLSearchParams(location.search).get('template');
      if (offer.templates.some(one => one.name === wanted)) $('template').value = wanted;
      $('event').value = offer.templates.find(one => one.name === $('template').value).event;
      await load();
      await render();
    } catch { refuse('The playground does not answer. Is it still running?'); }
  })();
})();

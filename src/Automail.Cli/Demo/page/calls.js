// What webhooks would have posted. The playground keeps the calls and makes none.
playground.showCalls = (() => {
  const { el, when, foldable } = playground;
  const shown = new Map();

  function pretty(body) {
    try { return JSON.stringify(JSON.parse(body), null, 2); } catch { return body; }
  }

  async function fill(id, box) {
    if (box.hasChildNodes()) return;
    const response = shown.has(id) ? null : await fetch(`/demo/webhooks/${id}`);
    if (response && !response.ok) { box.replaceChildren(el('p', { class: 'quiet' }, 'This call is gone.')); return; }
    const call = shown.get(id) || await response.json();
    shown.set(id, call);
    box.replaceChildren(el('pre', { tabindex: 0 }, `POST ${call.url}\n${call.headers.map(header => `${header.name}: ${header.value}`).join('\n')}\n\n${pretty(call.body)}`));
  }

  function row(call) {
    const box = el('div', {});
    const details = foldable(`call ${call.id}`, el('summary', {}, call.url, ' ', el('time', { class: 'quiet small' }, when(call.time))), box);
    details.addEventListener('toggle', () => { if (details.open) fill(call.id, box); });
    if (details.open) fill(call.id, box);
    return el('li', {}, details);
  }

  return calls => {
    document.getElementById('calls').hidden = !calls.length;
    document.getElementById('calls-list').replaceChildren(...calls.map(row));
  };
})();

// Runs a simulation without leaving the page: the server tells how far it is, line by line, and the last line holds the result.
(() => {
    const form = document.querySelector('[data-role=simulation]');
    if (!form) {
        return;
    }

    const [run, stop, progress] = ['run', 'stop', 'progress'].map(role => form.querySelector(`[data-role=${role}]`));
    const result = document.querySelector('[data-role=result]');
    let running = null;

    const show = busy => {
        run.disabled = busy;
        stop.hidden = progress.hidden = !busy;
        progress.value = 0;
    };

    const take = line => {
        const told = JSON.parse(line);
        progress.value = told.progress;
        if (told.html !== undefined) {
            result.innerHTML = told.html;
        }

        return told.html !== undefined;
    };

    const read = async body => {
        const decoder = new TextDecoder();
        let rest = '', done = false;
        for (const reader = body.getReader(); ;) {
            const part = await reader.read();
            rest += decoder.decode(part.value ?? new Uint8Array(), { stream: !part.done });
            const lines = rest.split('\n');
            rest = lines.pop();
            done = lines.filter(line => line).map(take).some(last => last) || done;
            if (part.done) {
                return done;
            }
        }
    };

    const fail = () => {
        const message = document.createElement('p');
        message.className = 'alert alert-danger';
        message.setAttribute('role', 'alert');
        message.textContent = form.dataset.failed;
        result.replaceChildren(message);
    };

    form.addEventListener('submit', async event => {
        if (event.submitter?.name === 'Format') {
            return;
        }

        event.preventDefault();
        if (running) {
            return;
        }

        running = new AbortController();
        show(true);
        try {
            const response = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/x-ndjson' }, signal: running.signal });
            if (!response.ok || !await read(response.body)) {
                fail();
            }
        } catch {
            if (!running.signal.aborted) {
                fail();
            }
        } finally {
            running = null;
            show(false);
        }
    });

    stop.addEventListener('click', () => running?.abort());
})();

// The editors of e-mail templates and layouts: CodeMirror over the text areas, and the preview below them.
(function () {
    'use strict';

    const delay = 400;
    const maxBesideLines = 50;

    document.addEventListener('DOMContentLoaded', function () {
        const editors = new Map();
        document.querySelectorAll('textarea.automail-liquid').forEach(function (area) {
            const editor = CodeMirror.fromTextArea(area, { autoRefresh: true, lineNumbers: true, lineWrapping: true, matchBrackets: true, mode: { name: 'liquid' } });
            // The label stays with the text area, which the editor hides; the colours of the syntax are made for a light page.
            editor.getInputField().setAttribute('aria-label', area.labels[0].textContent);
            editor.getWrapperElement().dataset.bsTheme = 'light';
            // Tab leaves the editor, as it leaves every other field.
            editor.setOption('extraKeys', { Tab: false, 'Shift-Tab': false });
            editor.on('change', function (changed) { changed.save(); area.dispatchEvent(new Event('input', { bubbles: true })); });
            editors.set(area.name, editor);
        });
        const section = document.querySelector('.automail-preview');
        if (section) {
            start(section, editors);
        }
    });

    function start(section, editors) {
        const form = section.closest('form');
        const role = function (name) { return section.querySelector('[data-role="' + name + '"]'); };
        const tabs = Array.from(section.querySelectorAll('[role="tab"]'));
        const panel = section.querySelector('[role="tabpanel"]');
        const frame = role('frame');
        const code = role('code');
        const fields = ['Name', 'Locale', 'Subject', 'Preheader', 'Purpose', 'Format', 'Html', 'Text', 'Layout', 'From'];
        let mail = null;
        let view = 'desktop';
        let timer = 0;
        let running = null;
        let widgets = [];

        section.hidden = false;

        function field(name) {
            return form.elements.namedItem(section.dataset.prefix + '.' + name);
        }

        function data() {
            const sent = new FormData();
            fields.filter(field).forEach(function (name) { sent.append(name, field(name).value); });
            sent.append('IsLayout', section.dataset.layout);
            sent.append('ContentItemId', section.dataset.item || '');
            sent.append('Contact', role('contact') ? role('contact').value : '');
            sent.append('Event', role('event').value);
            sent.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
            return sent;
        }

        function later() {
            clearTimeout(timer);
            timer = setTimeout(render, delay);
        }

        function render() {
            if (running) {
                running.abort();
            }

            const own = running = new AbortController();
            fetch(section.dataset.render, { method: 'POST', body: data(), signal: own.signal })
                .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error(answer.status)); })
                .then(show)
                .catch(function (error) {
                    if (error.name !== 'AbortError') {
                        role('count').textContent = section.dataset.failed;
                    }
                });
        }

        function show(answer) {
            role('who').textContent = answer.contact;
            role('happened').textContent = answer.happened;
            role('size').textContent = answer.size || '';
            showProblems(answer.problems);
            role('stale').hidden = answer.html !== null || mail === null;
            role('stale').textContent = section.dataset.stale;
            if (answer.html !== null) {
                mail = answer;
                role('subject').textContent = answer.subject;
                showMail();
            }
        }

        function showMail() {
            const isCode = view === 'text' || view === 'source';
            code.hidden = !isCode;
            frame.hidden = isCode;
            panel.dataset.view = view;
            if (mail === null) {
                return;
            }

            if (isCode) {
                code.textContent = view === 'text' ? mail.text : mail.html;
            } else {
                frame.srcdoc = guarded(schemed(mail.html, view === 'dark'));
            }
        }

        // Nothing in the mail may run or ask for more than pictures and fonts; the frame's sandbox forbids the rest. Its links open nothing.
        function guarded(html) {
            return '<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src https: http: data:; style-src \'unsafe-inline\'; font-src https: data:">'
                + '<base target="_blank">' + html;
        }

        // The frame shows the mail by day or by night, whatever the reader of this page prefers.
        function schemed(html, dark) {
            return html.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, function (query, scheme) {
                return (scheme.toLowerCase() === 'dark') === dark ? '(min-width: 0)' : '(max-width: 0)';
            });
        }

        function showProblems(problems) {
            widgets.forEach(function (widget) { widget.clear(); });
            widgets = [];
            const list = role('problems');
            const focused = list.contains(document.activeElement);
            list.replaceChildren();
            problems.forEach(function (problem, index) {
                const item = document.createElement('li');
                const button = document.createElement('button');
                button.type = 'button';
                button.className = 'btn btn-link btn-sm p-0';
                button.append(badge(problem), ' ', problem.text);
                button.addEventListener('click', function () { goTo(problem); });
                item.append(button);
                list.append(item);
                const editor = editors.get(section.dataset.prefix + '.' + problem.field);
                if (editor && problem.line > 0 && index < maxBesideLines) {
                    const note = document.createElement('div');
                    note.className = 'automail-line-problem';
                    note.dataset.severity = problem.severity;
                    note.dir = 'auto';
                    note.textContent = problem.name + ': ' + problem.beside;
                    widgets.push(editor.addLineWidget(Math.min(problem.line, editor.lineCount()) - 1, note));
                }
            });
            const said = problems.length === 0 ? section.dataset.none : problems.length === 1 ? section.dataset.one : section.dataset.many.replace('{0}', problems.length);
            if (role('count').textContent !== said) {
                role('count').textContent = said;
            }

            // The list was made anew under the reader's hands.
            if (focused && list.querySelector('button')) {
                list.querySelector('button').focus();
            }
        }

        function badge(problem) {
            const mark = document.createElement('span');
            mark.className = 'badge ' + ({ error: 'text-bg-danger', warning: 'text-bg-warning' }[problem.severity] || 'text-bg-secondary');
            mark.textContent = problem.name;
            return mark;
        }

        function goTo(problem) {
            const editor = editors.get(section.dataset.prefix + '.' + problem.field);
            if (editor) {
                editor.focus();
                editor.setCursor(Math.max(problem.line - 1, 0), Math.max(problem.column - 1, 0));
                editor.getWrapperElement().scrollIntoView({ block: 'nearest' });
                editor.scrollIntoView(null, 80);
            } else if (field(problem.field)) {
                field(problem.field).focus();
            }
        }

        function choose(tab) {
            view = tab.dataset.view;
            tabs.forEach(function (other) {
                const isChosen = other === tab;
                other.classList.toggle('active', isChosen);
                other.setAttribute('aria-selected', isChosen);
                other.tabIndex = isChosen ? 0 : -1;
            });
            panel.setAttribute('aria-labelledby', tab.id);
            tab.focus();
            showMail();
        }

        tabs.forEach(function (tab, index) {
            tab.addEventListener('click', function () { choose(tab); });
            tab.addEventListener('keydown', function (event) {
                const forward = getComputedStyle(section).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
                const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
                const next = { [forward]: (index + 1) % tabs.length, [back]: (index + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
                if (next !== undefined) {
                    event.preventDefault();
                    choose(tabs[next]);
                }
            });
        });

        role('send').addEventListener('click', function () {
            const button = role('send');
            button.disabled = true;
            role('sent').textContent = '';
            fetch(section.dataset.send, { method: 'POST', body: data() })
                .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error(answer.status)); })
                .then(function (answer) { role('sent').textContent = answer.message; })
                .catch(function () { role('sent').textContent = section.dataset.failed; })
                .finally(function () { button.disabled = false; });
        });

        const contact = role('contact');
        if (contact) {
            let search = 0;
            contact.addEventListener('keydown', function (event) {
                // Enter would save the template.
                if (event.key === 'Enter') {
                    event.preventDefault();
                    render();
                }
            });
            contact.addEventListener('input', function () {
                clearTimeout(search);
                search = setTimeout(function () { findContacts(contact); }, delay);
            });
        }

        function findContacts(input) {
            fetch(section.dataset.contacts + '?q=' + encodeURIComponent(input.value))
                .then(function (answer) { return answer.ok ? answer.json() : []; })
                .then(function (found) {
                    input.list.replaceChildren(...found.map(function (one) {
                        const option = document.createElement('option');
                        option.value = one.email;
                        option.textContent = one.name || '';
                        return option;
                    }));
                })
                .catch(function () { });
        }

        form.addEventListener('input', later);
        form.addEventListener('change', later);
        render();
    }
})();

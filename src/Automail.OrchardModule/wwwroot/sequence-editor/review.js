// What a definition means and what is wrong with it, as the server says it.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    const fields = parts.fields;
    const delay = 400;

    function textItem(text) {
        const item = document.createElement('li');
        const inner = document.createElement('bdi');
        inner.textContent = text;
        item.append(inner);
        return item;
    }

    function badgeAndText(element, problem) {
        const mark = document.createElement('span');
        mark.className = 'badge ' + ({ error: 'text-bg-danger', warning: 'text-bg-warning' }[problem.severity] || 'text-bg-secondary');
        mark.textContent = problem.name;
        const text = document.createElement('bdi');
        text.textContent = problem.text;
        element.append(mark, ' ', text);
        return element;
    }

    function cardOfPath(cards, path) {
        return cards.filter(function (card) { return path === card.dataset.path || path.startsWith(card.dataset.path + '.') || path.startsWith(card.dataset.path + '['); })
            .sort(function (one, other) { return other.dataset.path.length - one.dataset.path.length; })[0];
    }

    function besideWeight(card, problem) {
        const branch = Array.from(card.querySelectorAll('.automail-branch[data-path]')).find(function (one) { return problem.path === one.dataset.path + '.weight'; });
        return !!branch && fields.showProblem(branch.querySelector('[data-role="weight"]'), 'weight', problem.text);
    }

    parts.review = function (editor) {
        const texts = editor.texts;
        let answer = null;
        let timer = 0;
        let running = null;
        const own = {
            later: function () {
                clearTimeout(timer);
                if (running) {
                    running.abort();
                }

                timer = setTimeout(own.ask, delay);
            },

            ask: function () {
                const request = running = new AbortController();
                const sent = new FormData();
                const title = editor.form.elements.namedItem('TitlePart.Title');
                sent.append('ContentItemId', texts.item || '');
                sent.append('Title', title ? title.value : '');
                sent.append('Definition', editor.area.value);
                sent.append('__RequestVerificationToken', editor.form.elements.namedItem('__RequestVerificationToken').value);
                fetch(texts.check, { method: 'POST', body: sent, signal: request.signal })
                    .then(function (response) { return response.ok ? response.json() : Promise.reject(new Error(response.status)); })
                    .then(function (said) { answer = said; own.show(); })
                    .catch(function (error) {
                        if (error.name !== 'AbortError') {
                            editor.role('count').textContent = texts.failed;
                        }
                    });
            },

            // The last answer, in its places.
            show: function () {
                if (!answer) {
                    return;
                }

                editor.role('lines').replaceChildren(...answer.lines.map(textItem));
                if (editor.role('count').textContent !== counted(answer.problems)) {
                    editor.role('count').textContent = counted(answer.problems);
                }

                editor.role('problems').replaceChildren(...answer.problems.map(problemItem));
                fields.clearProblems(editor.role('visual'));
                const cards = editor.timeline.cards();
                cards.forEach(function (card) { showOn(card, answer.problems.filter(function (problem) { return cardOfPath(cards, problem.path) === card; })); });
                answer.problems.filter(function (problem) { return !cardOfPath(cards, problem.path); })
                    .forEach(function (problem) { fields.showProblem(editor.role('settings'), problem.path, problem.text); });
            }
        };

        function counted(problems) {
            return problems.length === 0 ? texts.none : problems.length === 1 ? texts.one : texts.many.replace('{0}', problems.length);
        }

        function showOn(card, problems) {
            card.querySelector('[data-role="summary"]').textContent = answer.steps[card.dataset.path] || '';
            const badge = card.querySelector('[data-role="badge"]');
            badge.hidden = problems.length === 0;
            badge.textContent = counted(problems);
            card.classList.toggle('automail-wrong', problems.some(function (problem) { return problem.severity === 'error'; }));
            card.querySelector('[data-role="own"]').replaceChildren(...problems.filter(function (problem) {
                return !fields.showProblem(card.querySelector('[data-role="fields"]'), problem.path.slice(card.dataset.path.length + 1), problem.text)
                    && !besideWeight(card, problem);
            }).map(function (problem) { return badgeAndText(document.createElement('li'), problem); }));
        }

        function problemItem(problem) {
            const item = document.createElement('li');
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'btn btn-link btn-sm p-0';
            badgeAndText(button, problem);
            if (problem.path) {
                // The step by its name, which people know, and what stands elsewhere by its place.
                const card = cardOfPath(editor.timeline.cards(), problem.path);
                const place = document.createElement('bdi');
                place.textContent = card ? card.querySelector('[data-role="name"]').textContent + ' ' + (card.automail.step.id || '') : problem.path;
                button.title = problem.path;
                button.lastChild.before(place, ': ');
            }

            button.addEventListener('click', function () { goTo(problem); });
            item.append(button);
            return item;
        }

        function goTo(problem) {
            if (editor.definition.value === null) {
                editor.choose('json');
                editor.area.focus();
                return;
            }

            editor.choose('timeline');
            const card = cardOfPath(editor.timeline.cards(), problem.path);
            if (card) {
                editor.timeline.unfold(card);
            } else {
                editor.settings.unfold();
            }

            const place = card || editor.role('settings');
            (place.querySelector('.is-invalid') || place.querySelector('input:not([readonly]), select, [data-action="fold"]')).focus();
        }

        return own;
    };
})();

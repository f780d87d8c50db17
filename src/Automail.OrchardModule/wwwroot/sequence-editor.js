// The editor of e-mail sequences: the steps as a timeline, and the same definition as JSON. What they mean and what is wrong with them is said by the server.
(function () {
    'use strict';

    const delay = 400;
    const order = ['$schema', 'id', 'name', 'purpose', 'trigger', 'reentry', 'exit', 'goal', 'window', 'overdue'];

    document.addEventListener('DOMContentLoaded', function () {
        document.querySelectorAll('.automail-sequence').forEach(start);
    });

    function start(root) {
        const fields = window.automailFields;
        const texts = root.dataset;
        const form = root.closest('form');
        const area = root.querySelector('textarea[data-role="definition"]');
        const role = function (name) { return root.querySelector('[data-role="' + name + '"]'); };
        const template = function (name) { return document.querySelector('template[data-template="' + name + '"]').content.firstElementChild.cloneNode(true); };
        const kindTemplates = new Map(Array.from(document.querySelectorAll('template[data-kind]')).map(function (one) { return [one.dataset.kind, one]; }));
        const people = JSON.parse(texts.people);
        const collapsed = new WeakSet();
        const keys = new WeakMap();
        let lastKey = 0;
        let definition = null;
        let answer = null;
        let timer = 0;
        let running = null;
        let dragged = null;
        let undo = null;
        let settingsOpen = true;

        // Reading and writing the definition.

        function parse(text) {
            try {
                return JSON.parse(text);
            } catch {
                // Comments and commas before a closing bracket are allowed there.
                return JSON.parse(text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1').replace(/("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g, '$1$2'));
            }
        }

        function read() {
            try {
                const parsed = parse(area.value);
                definition = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : null;
            } catch {
                definition = null;
            }

            return definition !== null;
        }

        function write() {
            const ordered = {};
            const names = order.filter(function (name) { return name in definition; });
            Object.keys(definition).filter(function (name) { return !order.includes(name) && name !== 'steps'; }).concat('steps' in definition ? ['steps'] : []).forEach(function (name) { names.push(name); });
            names.forEach(function (name) { Object.defineProperty(ordered, name, { value: definition[name], enumerable: true, configurable: true, writable: true }); });
            area.value = JSON.stringify(ordered, null, 2);
            checkLater();
        }

        function changed() {
            forget();
            write();
        }

        function list() {
            if (!Array.isArray(definition.steps)) {
                definition.steps = [];
            }

            return definition.steps;
        }

        function kindOf(step) {
            return step !== null && typeof step === 'object' ? Array.from(kindTemplates.keys()).find(function (kind) { return kind in step; }) : undefined;
        }

        // The lists of steps inside of a step, with what they are called.
        function branchesOf(step) {
            const kind = kindOf(step);
            if (kind === 'if' || kind === 'waitFor') {
                return ['then', 'else'].map(function (name) {
                    return { title: texts[kind + name.charAt(0).toUpperCase() + name.slice(1)], path: '.' + name, steps: Array.isArray(step[name]) ? step[name] : (step[name] = []) };
                });
            }

            return kind === 'split' && Array.isArray(step.split) ? step.split.map(function (branch, index) {
                if (branch === null || typeof branch !== 'object') {
                    branch = step.split[index] = { weight: 1 };
                }

                return {
                    title: texts.branch.replace('{0}', index + 1), path: '.split[' + index + '].steps', steps: Array.isArray(branch.steps) ? branch.steps : (branch.steps = []), branch: branch, of: step.split
                };
            }) : [];
        }

        function eachStep(steps, visit) {
            steps.forEach(function (step) {
                visit(step);
                branchesOf(step).forEach(function (branch) { eachStep(branch.steps, visit); });
            });
        }

        function keyOf(step) {
            if (!keys.has(step)) {
                keys.set(step, String(++lastKey));
            }

            return keys.get(step);
        }

        function newId(kind) {
            const letter = { wait: 'w', waitUntil: 'u', send: 'm', if: 'b', split: 's', holdout: 'h', waitFor: 'f', set: 't', enroll: 'e', remove: 'r', startWorkflow: 'x' }[kind];
            let highest = 0;
            eachStep(list(), function (step) {
                const number = new RegExp('^' + letter + '(\\d{1,9})$').exec(step && step.id);
                highest = number ? Math.max(highest, Number(number[1])) : highest;
            });
            return letter + (highest + 1);
        }

        // Showing it.

        function show() {
            role('unreadable').hidden = definition !== null;
            role('visual').hidden = definition === null;
            if (definition !== null) {
                showSettings();
                showSteps();
            }
        }

        function showSettings() {
            const settings = template('settings');
            settings.open = settingsOpen;
            settings.addEventListener('toggle', function () { settingsOpen = settings.open; });
            role('settings').replaceChildren(settings);
            fields.bind(settings, definition, changed);
            settings.querySelectorAll('[data-toggle]').forEach(function (box) {
                const toggle = box.querySelector('select, input');
                const shown = function () { settings.querySelectorAll('[data-when="' + box.dataset.toggle + '"]').forEach(function (one) { one.hidden = !one.dataset.is.split(' ').includes(stateOf(box.dataset.toggle)); }); };
                if (toggle.type === 'checkbox') {
                    toggle.checked = stateOf(box.dataset.toggle) === 'on';
                } else {
                    toggle.value = stateOf(box.dataset.toggle);
                }

                shown();
                toggle.addEventListener('change', function () {
                    setState(box.dataset.toggle, toggle.type === 'checkbox' ? (toggle.checked ? 'on' : 'off') : toggle.value);
                    changed();
                    showSettings();
                    role('settings').querySelector('[data-toggle="' + box.dataset.toggle + '"]').querySelector('select, input').focus();
                    showAnswer();
                });
            });
        }

        function stateOf(name) {
            const value = definition[name];
            switch (name) {
                case 'trigger': return ['manual', 'date', 'becomes', 'schedule'].find(function (kind) { return value && value[kind] !== undefined; }) || 'event';
                case 'side': return ['before', 'after'].find(function (side) { return fields.get(definition, 'trigger.date.' + side) !== undefined; }) || 'on';
                case 'reentry': return value && ['always', 'after'].includes(value.mode) ? value.mode : 'never';
                default: return value === undefined || value === null ? 'off' : 'on';
            }
        }

        function setState(name, state) {
            if (name === 'side') {
                ['before', 'after'].forEach(function (side) { fields.set(definition, 'trigger.date.' + side, side === state ? 'P3D' : undefined); });
                return;
            }

            const states = {
                trigger: {
                    manual: { manual: true }, event: { event: 'user.registered' }, becomes: { becomes: '' }, date: { date: { attribute: '', yearly: true } }, schedule: { schedule: { cron: '0 9 * * mon' } }
                },
                reentry: { never: undefined, always: { mode: 'always' }, after: { mode: 'after', period: 'P30D' } },
                window: { off: undefined, on: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '20:00', zone: 'contact' } },
                goal: { off: undefined, on: { event: 'order.placed' } }
            };
            fields.set(definition, name, states[name][state]);
        }

        function showSteps() {
            const focus = focused();
            role('steps').replaceChildren(listOf(list(), 'steps', texts.steps));
            focusOn(focus);
            showAnswer();
        }

        function listOf(steps, path, name) {
            const whole = template('list');
            const items = whole.querySelector('ol');
            items.setAttribute('aria-label', name);
            items.dataset.path = path;
            items.automail = steps;
            steps.forEach(function (step, index) { items.append(cardOf(steps, step, index, path + '[' + index + ']')); });
            whole.append(menu(steps, steps.length, texts.add, ''));
            return whole;
        }

        function cardOf(steps, step, index, path) {
            if (step === null || typeof step !== 'object') {
                step = steps[index] = {};
            }

            const card = template('step');
            const kind = kindOf(step);
            const part = function (name) { return card.querySelector('[data-role="' + name + '"]'); };
            const id = 'automail-step-' + keyOf(step);
            card.dataset.path = path;
            card.dataset.key = keyOf(step);
            card.automail = { step: step, steps: steps, index: index };
            card.firstElementChild.setAttribute('aria-labelledby', id);
            part('name').id = id;
            part('name').textContent = kind ? kindTemplates.get(kind).dataset.name : texts.unknown;
            part('icon').classList.add(kind ? kindTemplates.get(kind).dataset.icon : 'fa-question');
            card.querySelectorAll('[data-action]').forEach(function (button) {
                button.setAttribute('aria-describedby', id);
                button.addEventListener('click', function () { act[button.dataset.action](card, button); });
            });
            if (kind) {
                const body = kindTemplates.get(kind).content.cloneNode(true);
                part('fields').append(body);
                prepare[kind] && prepare[kind](part('fields'), step);
                fields.bind(part('fields'), step, function () {
                    prepare[kind] && prepare[kind](part('fields'), step);
                    changed();
                });
            }

            part('id').textContent = step.id || '';
            part('people').textContent = Object.hasOwn(people, step.id) ? people[step.id] : '';
            part('people').hidden = part('people').textContent === '';
            branchesOf(step).forEach(function (branch) { part('branches').append(branchOf(branch, path)); });
            if (kind === 'split') {
                const more = template('more');
                more.addEventListener('click', function () {
                    step.split.push({ weight: 50, steps: [] });
                    changed();
                    showSteps();
                });
                part('branches').append(more);
            }

            fold(card, collapsed.has(step));
            drag(card);
            card.append(menu(steps, index + 1, '', texts.addAfter.replace('{0}', index + 1)));
            return card;
        }

        function branchOf(branch, path) {
            const whole = template('branch');
            whole.querySelector('[data-role="title"]').textContent = branch.title;
            const weight = whole.querySelector('[data-role="weight"]');
            weight.hidden = !branch.of;
            if (branch.of) {
                fields.bind(weight, branch.branch, changed);
                whole.dataset.path = path + branch.path.slice(0, -'.steps'.length);
                const gone = weight.querySelector('[data-role="gone"]');
                gone.hidden = branch.of.length <= 2;
                gone.addEventListener('click', function () {
                    remember(texts.branchRemoved);
                    branch.of.splice(branch.of.indexOf(branch.branch), 1);
                    write();
                    showSteps();
                });
            } else {
                weight.remove();
            }

            whole.append(listOf(branch.steps, path + branch.path, branch.title));
            return whole;
        }

        function menu(steps, index, text, name) {
            const whole = template('menu');
            const button = whole.querySelector('button');
            if (text) {
                button.querySelector('[data-role="text"]').textContent = text;
                button.classList.add('automail-add-last');
            } else {
                button.setAttribute('aria-label', name);
                button.title = name;
            }

            whole.querySelectorAll('[data-add]').forEach(function (item) {
                item.addEventListener('click', function () {
                    const step = Object.assign({ id: newId(item.dataset.add) }, JSON.parse(item.dataset.starts));
                    steps.splice(index, 0, step);
                    changed();
                    showSteps();
                    focusOn({ key: keyOf(step), control: 0 });
                    say(texts.added.replace('{0}', item.textContent.trim()));
                });
            });
            return whole;
        }

        // The mail of a step for a sample contact, made by the server when somebody wants to see it.
        function showMail(box, template) {
            box.hidden = !template;
            if (!template) {
                return;
            }

            const frame = box.querySelector('iframe');
            box.querySelector('[data-role="subject"]').textContent = template.subject;
            const load = function () {
                const trigger = fields.get(definition, 'trigger.event');
                const address = template.mail + (typeof trigger === 'string' ? '?type=' + encodeURIComponent(trigger) : '');
                if (box.open && frame.getAttribute('src') !== address) {
                    frame.setAttribute('src', address);
                }
            };
            box.ontoggle = load;
            load();
        }

        // What some kinds of step show beside their plain fields.
        const prepare = {
            send: function (box, step) {
                const link = box.querySelector('[data-role="template"]');
                const template = JSON.parse(texts.templates)[step.send];
                link.hidden = !template;
                link.href = template ? template.edit : '#';
                showMail(box.querySelector('[data-role="mail"]'), template);
            },
            waitUntil: function (box, step) {
                const until = step.waitUntil !== null && typeof step.waitUntil === 'object' ? step.waitUntil : (step.waitUntil = {});
                const isDate = 'attribute' in until;
                box.querySelectorAll('[data-until]').forEach(function (one) { one.hidden = (one.dataset.until === 'date') !== isDate; });
                const select = box.querySelector('[data-role="until"]');
                select.value = isDate ? 'date' : 'clock';
                if (!select.automail) {
                    select.automail = true;
                    select.addEventListener('change', function () {
                        step.waitUntil = select.value === 'date' ? { attribute: '', before: 'P3D', time: '09:00' } : { days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '09:00' };
                        changed();
                        showSteps();
                    });
                }

                const direction = box.querySelector('[data-role="direction"]');
                const side = 'after' in until ? 'after' : 'before' in until ? 'before' : 'on';
                direction.value = side;
                box.querySelectorAll('[data-side]').forEach(function (one) { one.hidden = !isDate || one.dataset.side !== side; });
                if (!direction.automail) {
                    direction.automail = true;
                    direction.addEventListener('change', function () {
                        const offset = step.waitUntil.before || step.waitUntil.after || 'P3D';
                        delete step.waitUntil.before;
                        delete step.waitUntil.after;
                        if (direction.value !== 'on') {
                            step.waitUntil[direction.value] = offset;
                        }

                        changed();
                        showSteps();
                    });
                }
            }
        };

        // What the buttons of a step do.

        const act = {
            up: function (card) { move(card, -1); },
            down: function (card) { move(card, 1); },
            copy: function (card) {
                const copy = JSON.parse(JSON.stringify(card.automail.step));
                card.automail.steps.splice(card.automail.index + 1, 0, copy);
                eachStep([copy], function (step) { step.id = newId(kindOf(step) || 'wait'); });
                changed();
                showSteps();
                focusOn({ key: keyOf(copy), action: 'copy' });
                say(texts.copied);
            },
            fold: function (card) {
                const step = card.automail.step;
                collapsed[collapsed.has(step) ? 'delete' : 'add'](step);
                fold(card, collapsed.has(step));
            },
            remove: function (card) {
                const at = card.automail;
                remember(texts.removed);
                at.steps.splice(at.index, 1);
                const next = at.steps[Math.min(at.index, at.steps.length - 1)];
                write();
                showSteps();
                role('undo').focus();
                return next;
            }
        };

        function fold(card, isFolded) {
            const button = card.querySelector('[data-action="fold"]');
            button.setAttribute('aria-expanded', String(!isFolded));
            card.classList.toggle('automail-folded', isFolded);
            card.querySelector('[data-role="body"]').hidden = isFolded;
            card.querySelector('[data-role="branches"]').hidden = isFolded;
        }

        // Every place where a step can stand, from top to bottom, without those inside of itself.
        function placesFor(step) {
            const places = [];
            const visit = function (steps, name) {
                const others = steps.filter(function (one) { return one !== step; });
                others.forEach(function (other, index) {
                    places.push({ steps: steps, index: index, name: name, of: others.length + 1 });
                    branchesOf(other).forEach(function (branch) { visit(branch.steps, branch.title); });
                });
                places.push({ steps: steps, index: others.length, name: name, of: others.length + 1 });
            };
            visit(list(), '');
            return places;
        }

        function move(card, by) {
            const at = card.automail;
            const places = placesFor(at.step);
            const now = places.findIndex(function (place) { return place.steps === at.steps && place.index === at.index; });
            const to = places[now + by];
            if (!to) {
                say(by < 0 ? texts.first : texts.last);
                return;
            }

            place(at, to);
            focusOn({ key: keyOf(at.step), action: by < 0 ? 'up' : 'down' });
        }

        function place(at, to) {
            at.steps.splice(at.index, 1);
            to.steps.splice(to.index, 0, at.step);
            changed();
            showSteps();
            const said = texts.moved.replace('{0}', to.index + 1).replace('{1}', to.of);
            say(to.name ? to.name + ': ' + said : said);
        }

        function drag(card) {
            const handle = card.querySelector('[data-role="handle"]');
            handle.addEventListener('dragstart', function (event) {
                event.stopPropagation();
                dragged = card;
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', '');
                event.dataTransfer.setDragImage(card.firstElementChild, 20, 20);
                card.classList.add('automail-dragged');
            });
            handle.addEventListener('dragend', function () {
                card.classList.remove('automail-dragged');
                mark(null);
                dragged = null;
            });
        }

        const gap = document.createElement('li');
        gap.className = 'automail-gap';
        gap.setAttribute('aria-hidden', 'true');

        function mark(items, before) {
            if (items) {
                items.insertBefore(gap, before || null);
            } else {
                gap.remove();
            }
        }

        root.addEventListener('dragover', function (event) {
            const items = dragged && (event.target.closest('ol.automail-steps') || (event.target.closest('.automail-list') || document.createElement('p')).querySelector('ol.automail-steps'));
            if (!items || dragged.contains(items)) {
                // Between the lists the last place still counts.
                if (dragged && gap.parentNode) {
                    event.preventDefault();
                }

                return;
            }

            event.preventDefault();
            const before = Array.from(items.children).filter(function (one) { return one.dataset.key && one !== dragged; })
                .find(function (one) { const box = one.firstElementChild.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
            mark(items, before);
        });
        root.addEventListener('drop', function (event) {
            if (!dragged || !gap.parentNode) {
                return;
            }

            event.preventDefault();
            const items = gap.parentNode;
            const index = Array.from(items.children).filter(function (one) { return one === gap || one.dataset.key && one !== dragged; }).indexOf(gap);
            const at = dragged.automail;
            mark(null);
            dragged = null;
            place(at, { steps: items.automail, index: index, name: '', of: items.automail.length + (items.automail === at.steps ? 0 : 1) });
        });

        // The last removal can be taken back.

        function remember(text) {
            undo = area.value;
            role('undone').hidden = false;
            role('undo-text').textContent = text;
            say(text);
        }

        function forget() {
            undo = null;
            role('undone').hidden = true;
        }

        role('undo').addEventListener('click', function () {
            area.value = undo;
            forget();
            read();
            show();
            checkLater();
            say(texts.back);
            root.querySelector('[data-role="steps"] button').focus();
        });

        // Where the keyboard is, so that it is there again when the page was made anew.

        function focused() {
            const element = document.activeElement;
            const card = element && element.closest && element.closest('.automail-step');
            if (!card || !root.contains(card)) {
                return null;
            }

            const controls = Array.from(card.querySelectorAll('input, select, textarea'));
            return { key: card.dataset.key, action: element.dataset.action, control: element.dataset.action ? -1 : controls.indexOf(element) };
        }

        function focusOn(place) {
            const card = place && root.querySelector('.automail-step[data-key="' + place.key + '"]');
            if (card) {
                const target = place.action ? card.querySelector('[data-action="' + place.action + '"]') : card.querySelectorAll('input, select, textarea')[place.control];
                (target || card.querySelector('[data-action="fold"]')).focus();
            }
        }

        function say(text) {
            role('said').textContent = '';
            role('said').textContent = text;
        }

        // Asking the server what it means and what is wrong.

        function checkLater() {
            clearTimeout(timer);
            if (running) {
                running.abort();
            }

            timer = setTimeout(check, delay);
        }

        function check() {
            const own = running = new AbortController();
            const sent = new FormData();
            const title = form.elements.namedItem('TitlePart.Title');
            sent.append('ContentItemId', texts.item || '');
            sent.append('Title', title ? title.value : '');
            sent.append('Definition', area.value);
            sent.append('__RequestVerificationToken', form.elements.namedItem('__RequestVerificationToken').value);
            fetch(texts.check, { method: 'POST', body: sent, signal: own.signal })
                .then(function (response) { return response.ok ? response.json() : Promise.reject(new Error(response.status)); })
                .then(function (said) { answer = said; showAnswer(); })
                .catch(function (error) {
                    if (error.name !== 'AbortError') {
                        role('count').textContent = texts.failed;
                    }
                });
        }

        function showAnswer() {
            if (!answer) {
                return;
            }

            fill(role('lines'), answer.lines.map(function (line) { return textItem(line); }));
            const count = answer.problems.length === 0 ? texts.none : answer.problems.length === 1 ? texts.one : texts.many.replace('{0}', answer.problems.length);
            if (role('count').textContent !== count) {
                role('count').textContent = count;
            }

            fill(role('problems'), answer.problems.map(function (problem) { return problemItem(problem); }));
            fields.clearProblems(role('visual'));
            const cards = Array.from(root.querySelectorAll('.automail-step'));
            cards.forEach(function (card) {
                const own = answer.problems.filter(function (problem) { return cardOfPath(cards, problem.path) === card; });
                const summary = card.querySelector('[data-role="summary"]');
                summary.textContent = answer.steps[card.dataset.path] || '';
                const badge = card.querySelector('[data-role="badge"]');
                badge.hidden = own.length === 0;
                badge.textContent = own.length === 1 ? texts.one : texts.many.replace('{0}', own.length);
                card.classList.toggle('automail-wrong', own.some(function (problem) { return problem.severity === 'error'; }));
                fill(card.querySelector('[data-role="own"]'), own.filter(function (problem) {
                    return !fields.showProblem(card.querySelector('[data-role="fields"]'), problem.path.slice(card.dataset.path.length + 1), problem.text)
                        && !besideWeight(card, problem);
                }).map(function (problem) { return badgeAndText(document.createElement('li'), problem); }));
            });
            answer.problems.filter(function (problem) { return !cardOfPath(cards, problem.path); })
                .forEach(function (problem) { fields.showProblem(role('settings'), problem.path, problem.text); });
        }

        function besideWeight(card, problem) {
            const branch = Array.from(card.querySelectorAll('.automail-branch[data-path]')).find(function (one) { return problem.path === one.dataset.path + '.weight'; });
            return !!branch && fields.showProblem(branch.querySelector('[data-role="weight"]'), 'weight', problem.text);
        }

        function cardOfPath(cards, path) {
            return cards.filter(function (card) { return path === card.dataset.path || path.startsWith(card.dataset.path + '.') || path.startsWith(card.dataset.path + '['); })
                .sort(function (one, other) { return other.dataset.path.length - one.dataset.path.length; })[0];
        }

        function fill(element, children) {
            element.replaceChildren(...children);
        }

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

        function problemItem(problem) {
            const item = document.createElement('li');
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'btn btn-link btn-sm p-0';
            badgeAndText(button, problem);
            if (problem.path) {
                // The step by its name, which people know, and what stands elsewhere by its place.
                const card = cardOfPath(Array.from(root.querySelectorAll('.automail-step')), problem.path);
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
            if (definition === null) {
                choose('json');
                area.focus();
                return;
            }

            choose('timeline');
            const card = cardOfPath(Array.from(root.querySelectorAll('.automail-step')), problem.path);
            for (let one = card; one; one = one.parentElement.closest('.automail-step')) {
                collapsed.delete(one.automail.step);
                fold(one, false);
            }

            if (!card) {
                role('settings').firstElementChild.open = true;
            }

            const place = card || role('settings');
            (place.querySelector('.is-invalid') || place.querySelector('input:not([readonly]), select, [data-action="fold"]')).focus();
        }

        // Timeline or JSON.

        const tabs = Array.from(root.querySelectorAll('[role="tab"]'));

        function choose(view) {
            tabs.forEach(function (tab) {
                const isChosen = tab.dataset.view === view;
                tab.classList.toggle('active', isChosen);
                tab.setAttribute('aria-selected', String(isChosen));
                tab.tabIndex = isChosen ? 0 : -1;
                document.getElementById(tab.getAttribute('aria-controls')).hidden = !isChosen;
            });
        }

        tabs.forEach(function (tab, index) {
            tab.addEventListener('click', function () { choose(tab.dataset.view); });
            tab.addEventListener('keydown', function (event) {
                if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) {
                    event.preventDefault();
                    const other = tabs[event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : (index + 1) % tabs.length];
                    choose(other.dataset.view);
                    other.focus();
                }
            });
        });

        area.addEventListener('input', function () {
            forget();
            read();
            show();
            checkLater();
        });
        form.addEventListener('input', function (event) {
            if (event.target.name === 'TitlePart.Title') {
                // A name that the definition gives goes along with the title.
                if (definition !== null && 'name' in definition) {
                    definition.name = event.target.value;
                    write();
                }

                checkLater();
            }
        });
        root.addEventListener('keydown', function (event) {
            // Enter would save the sequence.
            if (event.key === 'Enter' && event.target.matches('input')) {
                event.preventDefault();
            }
        });

        read();
        settingsOpen = definition === null || !Array.isArray(definition.steps) || definition.steps.length === 0;
        role('tabs').hidden = false;
        root.querySelectorAll('[role="tabpanel"]').forEach(function (panel) { panel.tabIndex = -1; });
        choose(area.classList.contains('input-validation-error') && definition === null ? 'json' : 'timeline');
        show();
        check();
    }
})();

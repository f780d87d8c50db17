// The steps as cards, one below the other, with what is inside of them.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    const fields = parts.fields;

    function fold(card, isFolded) {
        const button = card.querySelector('[data-action="fold"]');
        button.setAttribute('aria-expanded', String(!isFolded));
        card.classList.toggle('automail-folded', isFolded);
        card.querySelector('[data-role="body"]').hidden = isFolded;
        card.querySelector('[data-role="branches"]').hidden = isFolded;
    }

    parts.timeline = function (editor) {
        const definition = editor.definition;
        const texts = editor.texts;
        const collapsed = new WeakSet();
        const own = {
            show: function () {
                const focus = focused();
                editor.role('steps').replaceChildren(listOf(definition.steps(), 'steps', texts.steps));
                own.focusOn(focus);
                editor.numbers.showElsewhere();
                editor.review.show();
            },

            cards: function () { return Array.from(editor.root.querySelectorAll('.automail-step')); },

            fold: function (card) {
                const step = card.automail.step;
                collapsed[collapsed.has(step) ? 'delete' : 'add'](step);
                fold(card, collapsed.has(step));
            },

            // Shows what is inside of a card, and of those around it.
            unfold: function (card) {
                for (let one = card; one; one = one.parentElement.closest('.automail-step')) {
                    collapsed.delete(one.automail.step);
                    fold(one, false);
                }
            },

            focusOn: function (place) {
                const card = place && editor.root.querySelector('.automail-step[data-key="' + place.key + '"]');
                if (card) {
                    const target = place.action ? card.querySelector('[data-action="' + place.action + '"]') : card.querySelectorAll('input, select, textarea')[place.control];
                    (target || card.querySelector('[data-action="fold"]')).focus();
                }
            }
        };

        // Where the keyboard is, so that it is there again when the page was made anew.
        function focused() {
            const element = document.activeElement;
            const card = element && element.closest && element.closest('.automail-step');
            if (!card || !editor.root.contains(card)) {
                return null;
            }

            const controls = Array.from(card.querySelectorAll('input, select, textarea'));
            return { key: card.dataset.key, action: element.dataset.action, control: element.dataset.action ? -1 : controls.indexOf(element) };
        }

        function listOf(steps, path, name) {
            const whole = editor.template('list');
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

            const card = editor.template('step');
            const kind = definition.kindOf(step);
            const part = function (name) { return card.querySelector('[data-role="' + name + '"]'); };
            const id = 'automail-step-' + definition.keyOf(step);
            card.dataset.path = path;
            card.dataset.key = definition.keyOf(step);
            card.automail = { step: step, steps: steps, index: index };
            card.firstElementChild.setAttribute('aria-labelledby', id);
            part('name').id = id;
            part('name').textContent = kind ? editor.kinds.get(kind).dataset.name : texts.unknown;
            part('icon').classList.add(kind ? editor.kinds.get(kind).dataset.icon : 'fa-question');
            card.querySelectorAll('[data-action]').forEach(function (button) {
                button.setAttribute('aria-describedby', id);
                button.addEventListener('click', function () { editor.actions[button.dataset.action](card); });
            });
            if (kind) {
                bindFields(part('fields'), step, kind);
            }

            part('id').textContent = step.id || '';
            editor.numbers.put(part('numbers'), step.id);
            definition.branchesOf(step).forEach(function (branch) { part('branches').append(branchOf(branch, path)); });
            if (kind === 'split') {
                part('branches').append(moreWays(step));
            }

            fold(card, collapsed.has(step));
            editor.drag(card);
            card.append(menu(steps, index + 1, '', texts.addAfter.replace('{0}', index + 1)));
            return card;
        }

        function bindFields(box, step, kind) {
            const prepare = function () { parts.kinds[kind] && parts.kinds[kind](box, step, editor); };
            box.append(editor.kinds.get(kind).content.cloneNode(true));
            prepare();
            fields.bind(box, step, function () {
                prepare();
                editor.changed();
            });
        }

        function moreWays(step) {
            const more = editor.template('more');
            more.addEventListener('click', function () {
                step.split.push({ weight: 50, steps: [] });
                editor.changed();
                own.show();
            });
            return more;
        }

        function branchOf(branch, path) {
            const whole = editor.template('branch');
            whole.querySelector('[data-role="title"]').textContent = branch.title;
            const weight = whole.querySelector('[data-role="weight"]');
            weight.hidden = !branch.of;
            if (branch.of) {
                fields.bind(weight, branch.branch, editor.changed);
                whole.dataset.path = path + branch.path.slice(0, -'.steps'.length);
                const gone = weight.querySelector('[data-role="gone"]');
                gone.hidden = branch.of.length <= 2;
                gone.addEventListener('click', function () {
                    editor.undo.remember(texts.branchRemoved);
                    branch.of.splice(branch.of.indexOf(branch.branch), 1);
                    editor.write();
                    own.show();
                });
            } else {
                weight.remove();
            }

            whole.append(listOf(branch.steps, path + branch.path, branch.title));
            return whole;
        }

        function menu(steps, index, text, name) {
            const whole = editor.template('menu');
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
                    const step = Object.assign({ id: definition.newId(item.dataset.add) }, JSON.parse(item.dataset.starts));
                    steps.splice(index, 0, step);
                    editor.changed();
                    own.show();
                    own.focusOn({ key: definition.keyOf(step), control: 0 });
                    editor.say(texts.added.replace('{0}', item.textContent.trim()));
                });
            });
            return whole;
        }

        return own;
    };
})();

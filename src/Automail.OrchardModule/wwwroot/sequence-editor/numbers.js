// What happened at the steps, of all versions together or of one, as the server has put it into words.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};

    parts.numbers = function (editor) {
        const all = JSON.parse(editor.texts.numbers);
        const choice = editor.role('numbers-of');
        const chosen = function () { return all[choice ? choice.value : ''] || {}; };
        const own = {
            // The numbers of a step, in its place.
            put: function (place, id) {
                const lines = typeof id === 'string' && Object.hasOwn(chosen(), id) ? chosen()[id] : [];
                place.replaceChildren(...lines.map(function (text) {
                    const [line, isolated] = ['span', 'bdi'].map(function (tag) { return document.createElement(tag); });
                    line.className = 'd-block';
                    isolated.textContent = text;
                    line.append(isolated);
                    return line;
                }));
                place.hidden = lines.length === 0;
            },

            // Those of steps that other versions had.
            showElsewhere: function () {
                const here = new Set(editor.timeline.cards().map(function (card) { return card.automail.step.id; }));
                const list = editor.role('elsewhere').querySelector('dl');
                list.replaceChildren();
                Object.keys(chosen()).filter(function (id) { return !here.has(id); }).forEach(function (id) {
                    const [name, code, lines] = ['dt', 'code', 'dd'].map(function (tag) { return document.createElement(tag); });
                    code.textContent = id;
                    code.dir = 'ltr';
                    name.append(code);
                    own.put(lines, id);
                    list.append(name, lines);
                });
                editor.role('elsewhere').hidden = list.children.length === 0;
            }
        };

        if (choice) {
            choice.addEventListener('change', function () {
                editor.timeline.cards().forEach(function (card) { own.put(card.querySelector('[data-role="numbers"]'), card.automail.step.id); });
                own.showElsewhere();
                editor.say(choice.value === '' ? editor.texts.numbersOfAll : editor.texts.numbersOf.replace('{0}', choice.value));
            });
        }

        return own;
    };
})();

// Moving, duplicating and removing steps, by the buttons of a card and by dragging it.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};

    function place(editor, at, to) {
        at.steps.splice(at.index, 1);
        to.steps.splice(to.index, 0, at.step);
        editor.changed();
        editor.timeline.show();
        const said = editor.texts.moved.replace('{0}', to.index + 1).replace('{1}', to.of);
        editor.say(to.name ? to.name + ': ' + said : said);
    }

    // What the buttons of a step do.
    parts.actions = function (editor) {
        const definition = editor.definition;

        function move(card, by) {
            const at = card.automail;
            const places = definition.placesFor(at.step);
            const now = places.findIndex(function (one) { return one.steps === at.steps && one.index === at.index; });
            const to = places[now + by];
            if (!to) {
                editor.say(by < 0 ? editor.texts.first : editor.texts.last);
                return;
            }

            place(editor, at, to);
            editor.timeline.focusOn({ key: definition.keyOf(at.step), action: by < 0 ? 'up' : 'down' });
        }

        return {
            up: function (card) { move(card, -1); },
            down: function (card) { move(card, 1); },
            copy: function (card) {
                const copy = JSON.parse(JSON.stringify(card.automail.step));
                card.automail.steps.splice(card.automail.index + 1, 0, copy);
                definition.eachStep([copy], function (step) { step.id = definition.newId(definition.kindOf(step) || 'wait'); });
                editor.changed();
                editor.timeline.show();
                editor.timeline.focusOn({ key: definition.keyOf(copy), action: 'copy' });
                editor.say(editor.texts.copied);
            },
            fold: function (card) { editor.timeline.fold(card); },
            remove: function (card) {
                editor.undo.remember(editor.texts.removed);
                card.automail.steps.splice(card.automail.index, 1);
                editor.write();
                editor.timeline.show();
                editor.role('undo').focus();
            }
        };
    };

    // Makes cards draggable: gives the function that each new card is handed to.
    parts.dragging = function (editor) {
        let dragged = null;
        const gap = document.createElement('li');
        gap.className = 'automail-gap';
        gap.setAttribute('aria-hidden', 'true');

        editor.root.addEventListener('dragover', function (event) {
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
            items.insertBefore(gap, before || null);
        });
        editor.root.addEventListener('drop', function (event) {
            if (!dragged || !gap.parentNode) {
                return;
            }

            event.preventDefault();
            const items = gap.parentNode;
            const index = Array.from(items.children).filter(function (one) { return one === gap || one.dataset.key && one !== dragged; }).indexOf(gap);
            const at = dragged.automail;
            gap.remove();
            dragged = null;
            place(editor, at, { steps: items.automail, index: index, name: '', of: items.automail.length + (items.automail === at.steps ? 0 : 1) });
        });

        return function (card) {
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
                gap.remove();
                dragged = null;
            });
        };
    };
})();

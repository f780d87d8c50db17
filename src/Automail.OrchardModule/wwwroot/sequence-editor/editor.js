// The editor of e-mail sequences: the steps as a timeline, and the same definition as JSON. What they mean and what is wrong with them is said by the server.
(function () {
    'use strict';

    const parts = window.automailSequence;

    document.addEventListener('DOMContentLoaded', function () {
        document.querySelectorAll('.automail-sequence').forEach(start);
    });

    function start(root) {
        const area = root.querySelector('textarea[data-role="definition"]');
        const form = root.closest('form');

        // What the parts of the editor share.
        const editor = {
            root: root,
            form: form,
            area: area,
            texts: root.dataset,
            kinds: new Map(Array.from(document.querySelectorAll('template[data-kind]')).map(function (one) { return [one.dataset.kind, one]; })),
            role: function (name) { return root.querySelector('[data-role="' + name + '"]'); },
            template: function (name) { return document.querySelector('template[data-template="' + name + '"]').content.firstElementChild.cloneNode(true); },
            say: function (text) {
                editor.role('said').textContent = '';
                editor.role('said').textContent = text;
            },
            write: function () {
                editor.definition.write();
                editor.review.later();
            },
            changed: function () {
                editor.undo.forget();
                editor.write();
            },
            show: function () {
                editor.role('unreadable').hidden = editor.definition.value !== null;
                editor.role('visual').hidden = editor.definition.value === null;
                if (editor.definition.value !== null) {
                    editor.settings.show();
                    editor.timeline.show();
                }
            }
        };
        editor.definition = parts.definition(area, Array.from(editor.kinds.keys()), editor.texts);
        editor.undo = undoOf(editor);
        editor.choose = tabsOf(editor);
        editor.review = parts.review(editor);
        editor.settings = parts.settings(editor);
        editor.actions = parts.actions(editor);
        editor.drag = parts.dragging(editor);
        editor.numbers = parts.numbers(editor);
        editor.timeline = parts.timeline(editor);

        area.addEventListener('input', function () {
            editor.undo.forget();
            editor.definition.read();
            editor.show();
            editor.review.later();
        });
        form.addEventListener('input', function (event) {
            if (event.target.name === 'TitlePart.Title') {
                // A name that the definition gives goes along with the title.
                if (editor.definition.value !== null && 'name' in editor.definition.value) {
                    editor.definition.value.name = event.target.value;
                    editor.definition.write();
                }

                editor.review.later();
            }
        });
        root.addEventListener('keydown', function (event) {
            // Enter would save the sequence.
            if (event.key === 'Enter' && event.target.matches('input')) {
                event.preventDefault();
            }
        });

        const definition = editor.definition.read() ? editor.definition.value : null;
        editor.settings.open = definition === null || !Array.isArray(definition.steps) || definition.steps.length === 0;
        editor.role('tabs').hidden = false;
        root.querySelectorAll('[role="tabpanel"]').forEach(function (panel) { panel.tabIndex = -1; });
        editor.choose(area.classList.contains('input-validation-error') && definition === null ? 'json' : 'timeline');
        editor.show();
        editor.review.ask();
    }

    // The last removal can be taken back.
    function undoOf(editor) {
        let text = null;
        const own = {
            remember: function (said) {
                text = editor.area.value;
                editor.role('undone').hidden = false;
                editor.role('undo-text').textContent = said;
                editor.say(said);
            },
            forget: function () {
                text = null;
                editor.role('undone').hidden = true;
            }
        };
        editor.role('undo').addEventListener('click', function () {
            editor.area.value = text;
            own.forget();
            editor.definition.read();
            editor.show();
            editor.review.later();
            editor.say(editor.texts.back);
            editor.root.querySelector('[data-role="steps"] button').focus();
        });
        return own;
    }

    // Timeline or JSON: gives the function that chooses one.
    function tabsOf(editor) {
        const tabs = Array.from(editor.root.querySelectorAll('[role="tab"]'));

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
        return choose;
    }
})();

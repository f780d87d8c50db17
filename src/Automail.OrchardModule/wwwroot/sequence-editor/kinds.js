// What some kinds of step show beside their plain fields.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    const fields = parts.fields;

    // The mail of a step for a sample contact, made by the server when somebody wants to see it.
    function showMail(box, template, editor) {
        box.hidden = !template;
        if (!template) {
            return;
        }

        const frame = box.querySelector('iframe');
        box.querySelector('[data-role="subject"]').textContent = template.subject;
        const load = function () {
            const trigger = fields.get(editor.definition.value, 'trigger.event');
            const address = template.mail + (typeof trigger === 'string' ? '?type=' + encodeURIComponent(trigger) : '');
            if (box.open && frame.getAttribute('src') !== address) {
                frame.setAttribute('src', address);
            }
        };
        box.ontoggle = load;
        load();
    }

    // By kind; called when the step is shown, and after each change of it.
    parts.kinds = {
        send: function (box, step, editor) {
            const link = box.querySelector('[data-role="template"]');
            const template = JSON.parse(editor.texts.templates)[step.send];
            // Who may not edit templates sees the mail all the same.
            link.hidden = !template || !template.edit;
            link.href = template && template.edit ? template.edit : '#';
            showMail(box.querySelector('[data-role="mail"]'), template, editor);
        },

        waitUntil: function (box, step, editor) {
            const until = step.waitUntil !== null && typeof step.waitUntil === 'object' ? step.waitUntil : (step.waitUntil = {});
            const isDate = 'attribute' in until;
            box.querySelectorAll('[data-until]').forEach(function (one) { one.hidden = (one.dataset.until === 'date') !== isDate; });
            const select = box.querySelector('[data-role="until"]');
            select.value = isDate ? 'date' : 'clock';
            if (!select.automail) {
                select.automail = true;
                select.addEventListener('change', function () {
                    step.waitUntil = select.value === 'date' ? { attribute: '', before: 'P3D', time: '09:00' } : { days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '09:00' };
                    editor.changed();
                    editor.timeline.show();
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

                    editor.changed();
                    editor.timeline.show();
                });
            }
        }
    };
})();

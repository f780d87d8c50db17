// Who enters, and when it ends: what stands in a definition beside its steps.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    const fields = parts.fields;
    const states = {
        trigger: {
            manual: { manual: true }, event: { event: 'user.registered' }, becomes: { becomes: '' }, date: { date: { attribute: '', yearly: true } }, schedule: { schedule: { cron: '0 9 * * mon' } }
        },
        reentry: { never: undefined, always: { mode: 'always' }, after: { mode: 'after', period: 'P30D' } },
        window: { off: undefined, on: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '20:00', zone: 'contact' } },
        goal: { off: undefined, on: { event: 'order.placed' } }
    };

    function stateOf(definition, name) {
        const value = definition[name];
        switch (name) {
            case 'trigger': return ['manual', 'date', 'becomes', 'schedule'].find(function (kind) { return value && value[kind] !== undefined; }) || 'event';
            case 'side': return ['before', 'after'].find(function (side) { return fields.get(definition, 'trigger.date.' + side) !== undefined; }) || 'on';
            case 'reentry': return value && ['always', 'after'].includes(value.mode) ? value.mode : 'never';
            default: return value === undefined || value === null ? 'off' : 'on';
        }
    }

    function setState(definition, name, state) {
        if (name === 'side') {
            ['before', 'after'].forEach(function (side) { fields.set(definition, 'trigger.date.' + side, side === state ? 'P3D' : undefined); });
        } else {
            fields.set(definition, name, states[name][state]);
        }
    }

    parts.settings = function (editor) {
        const own = {
            open: true,

            show: function () {
                const definition = editor.definition.value;
                const settings = editor.template('settings');
                settings.open = own.open;
                settings.addEventListener('toggle', function () { own.open = settings.open; });
                editor.role('settings').replaceChildren(settings);
                fields.bind(settings, definition, editor.changed);
                settings.querySelectorAll('[data-toggle]').forEach(function (box) { bindToggle(settings, definition, box); });
            },

            unfold: function () { editor.role('settings').firstElementChild.open = true; }
        };

        // What is chosen here decides which fields there are.
        function bindToggle(settings, definition, box) {
            const name = box.dataset.toggle;
            const toggle = box.querySelector('select, input');
            const isBox = toggle.type === 'checkbox';
            const state = stateOf(definition, name);
            if (isBox) {
                toggle.checked = state === 'on';
            } else {
                toggle.value = state;
            }

            settings.querySelectorAll('[data-when="' + name + '"]').forEach(function (one) { one.hidden = !one.dataset.is.split(' ').includes(state); });
            toggle.addEventListener('change', function () {
                setState(definition, name, isBox ? (toggle.checked ? 'on' : 'off') : toggle.value);
                editor.changed();
                own.show();
                editor.role('settings').querySelector('[data-toggle="' + name + '"]').querySelector('select, input').focus();
                editor.review.show();
            });
        }

        return own;
    };
})();

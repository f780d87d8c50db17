// The controls of the sequence editor: what stands in a definition, shown in fields and read back from them.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    let nextId = 0;

    // A value inside of an object by a path such as trigger.event.
    function get(object, path) {
        return path.split('.').reduce(function (value, name) { return value !== null && typeof value === 'object' ? value[name] : undefined; }, object);
    }

    // Undefined takes the property away, and the objects around it that are empty then.
    function set(object, path, value) {
        const [name, ...rest] = path.split('.');
        if (rest.length > 0) {
            const inner = object[name] !== null && typeof object[name] === 'object' && !Array.isArray(object[name]) ? object[name] : {};
            set(inner, rest.join('.'), value);
            if (Object.keys(inner).length > 0) {
                object[name] = inner;
            } else {
                delete object[name];
            }
        } else if (value === undefined) {
            delete object[name];
        } else {
            object[name] = value;
        }
    }

    const units = { minutes: ['PT', 'M'], hours: ['PT', 'H'], days: ['P', 'D'], weeks: ['P', 'W'], months: ['P', 'M'] };

    function toDuration(amount, unit) {
        return unit === 'iso' ? amount.trim() : units[unit][0] + amount.trim() + units[unit][1];
    }

    function fromDuration(text) {
        for (const unit of Object.keys(units)) {
            const found = new RegExp('^' + units[unit][0] + '(\\d{1,9})' + units[unit][1] + '$').exec(text);
            if (found) {
                return { amount: found[1], unit: unit };
            }
        }

        return { amount: text, unit: 'iso' };
    }

    function texts(value) {
        return value.split(',').map(function (one) { return one.trim(); }).filter(function (one) { return one.length > 0; });
    }

    // Each kind of control: how to show a value, and how to read it. What is empty is undefined.
    const kinds = {
        text: {
            show: function (box, value) { input(box).value = value === undefined || value === null ? '' : String(value); },
            read: function (box) { return input(box).value.trim() || undefined; }
        },
        number: {
            show: function (box, value) { input(box).value = typeof value === 'number' ? value : ''; },
            read: function (box) { return input(box).value === '' ? undefined : Number(input(box).value); }
        },
        choice: {
            show: function (box, value) {
                const select = box.querySelector('select');
                const text = value === undefined || value === null ? '' : String(value);
                if (!Array.from(select.options).some(function (option) { return option.value === text; })) {
                    const option = new Option((select.dataset.missing || '{0}').replace('{0}', text), text);
                    select.add(option);
                }

                select.value = text;
            },
            read: function (box) { return box.querySelector('select').value || undefined; }
        },
        check: {
            show: function (box, value) { input(box).checked = value === true; },
            read: function (box) { return input(box).checked ? true : undefined; }
        },
        list: {
            show: function (box, value) { input(box).value = Array.isArray(value) ? value.join(', ') : ''; },
            read: function (box) { const list = texts(input(box).value); return list.length > 0 ? list : undefined; }
        },
        addresses: {
            // One stands alone, several in a list.
            show: function (box, value) { input(box).value = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''; },
            read: function (box) { const list = texts(input(box).value); return list.length > 1 ? list : list[0]; }
        },
        lines: {
            show: function (box, value) { input(box).value = value === undefined || value === null ? '' : String(value); },
            read: function (box) { return input(box).value || undefined; }
        },
        days: {
            show: function (box, value) {
                box.querySelectorAll('input').forEach(function (day) { day.checked = Array.isArray(value) ? value.includes(day.value) : value === undefined; });
            },
            read: function (box) {
                const days = Array.from(box.querySelectorAll('input'));
                const chosen = days.filter(function (day) { return day.checked; }).map(function (day) { return day.value; });
                return chosen.length === days.length ? undefined : chosen;
            }
        },
        duration: {
            show: function (box, value) {
                const parts = typeof value === 'string' ? fromDuration(value) : { amount: '', unit: box.dataset.unit || 'days' };
                const select = box.querySelector('select');
                if (!select.querySelector('option[value="' + parts.unit + '"]')) {
                    select.add(new Option('ISO 8601', 'iso'));
                }

                select.value = parts.unit;
                input(box).type = parts.unit === 'iso' ? 'text' : 'number';
                input(box).value = parts.amount;
            },
            read: function (box) {
                const unit = box.querySelector('select').value;
                input(box).type = unit === 'iso' ? 'text' : 'number';
                return input(box).value.trim() === '' ? undefined : toDuration(input(box).value, unit);
            }
        },
        attributes: {
            // One to a line; what is no text is shown and read as JSON, so that a number stays one.
            show: function (box, value) {
                const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
                input(box).value = entries.map(function (entry) {
                    return entry[0] + ' = ' + (typeof entry[1] === 'string' && !isJson(entry[1]) ? entry[1] : JSON.stringify(entry[1]));
                }).join('\n');
            },
            read: function (box) {
                const result = {};
                input(box).value.split('\n').filter(function (line) { return line.trim().length > 0; }).forEach(function (line) {
                    const at = line.indexOf('=');
                    const name = (at < 0 ? line : line.slice(0, at)).trim();
                    const text = at < 0 ? '' : line.slice(at + 1).trim();
                    Object.defineProperty(result, name, { value: isJson(text) ? JSON.parse(text) : text, enumerable: true, configurable: true, writable: true });
                });
                return Object.keys(result).length > 0 ? result : undefined;
            }
        }
    };

    function isJson(text) {
        try {
            JSON.parse(text);
            return true;
        } catch {
            return false;
        }
    }

    function input(box) {
        return box.querySelector('input, textarea');
    }

    // Gives every control of a new piece of page an id, so that its label, its hint and its problems belong to it.
    function label(box) {
        const id = 'automail-field-' + (++nextId);
        const name = box.querySelector('[data-role="label"]');
        const hint = box.querySelector('.form-text');
        const error = box.querySelector('.invalid-feedback');
        const control = box.querySelector('input, select, textarea');
        const isGroup = box.getAttribute('role') === 'group';
        if (name) {
            name.id = id + '-label';
            if (isGroup) {
                box.setAttribute('aria-labelledby', name.id);
            } else {
                control.id = id;
                name.htmlFor = id;
            }
        }

        if (isGroup) {
            box.querySelectorAll('.form-check').forEach(function (check, index) {
                check.querySelector('input').id = id + '-' + index;
                check.querySelector('label').htmlFor = id + '-' + index;
            });
        }

        const described = [];
        if (hint) {
            hint.id = id + '-hint';
            described.push(hint.id);
        }

        if (error) {
            error.id = id + '-error';
            described.push(error.id);
        }

        if (described.length > 0) {
            (isGroup ? box : control).setAttribute('aria-describedby', described.join(' '));
        }
    }

    // Joins the controls inside of an element to an object: shows what the object has, and writes what is typed.
    function bind(root, object, changed) {
        root.querySelectorAll('[data-control]').forEach(function (box) {
            const kind = kinds[box.dataset.control];
            const path = box.dataset.field;
            label(box);
            kind.show(box, get(object, path));
            const write = function () {
                const value = kind.read(box);
                // An empty data-keep is none: Razor writes it so.
                set(object, path, value === undefined && box.dataset.keep ? JSON.parse(box.dataset.keep) : value);
                changed(box);
            };
            box.addEventListener('input', write);
            box.addEventListener('change', write);
        });
    }

    // What is wrong beside the control that it concerns. True when there is one for this path.
    function showProblem(root, path, text) {
        const box = Array.from(root.querySelectorAll('[data-control]')).filter(function (one) {
            return path === one.dataset.field || path.startsWith(one.dataset.field + '.') || path.startsWith(one.dataset.field + '[');
        })[0];
        const error = box && box.querySelector('.invalid-feedback');
        if (!error || box.closest('[hidden]')) {
            return false;
        }

        error.textContent = error.textContent ? error.textContent + ' ' + text : text;
        error.classList.add('d-block');
        box.querySelectorAll('input, select, textarea').forEach(function (control) {
            control.classList.add('is-invalid');
            control.setAttribute('aria-invalid', 'true');
        });
        return true;
    }

    function clearProblems(root) {
        root.querySelectorAll('.invalid-feedback').forEach(function (error) {
            error.textContent = '';
            error.classList.remove('d-block');
        });
        root.querySelectorAll('.is-invalid').forEach(function (control) {
            control.classList.remove('is-invalid');
            control.removeAttribute('aria-invalid');
        });
    }

    parts.fields = { bind: bind, get: get, set: set, showProblem: showProblem, clearProblems: clearProblems };
})();

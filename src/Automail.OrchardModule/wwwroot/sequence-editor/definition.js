// The definition that is edited: read from the JSON, changed in place, and written back in order.
(function () {
    'use strict';

    const parts = window.automailSequence = window.automailSequence || {};
    const order = ['$schema', 'id', 'name', 'purpose', 'trigger', 'reentry', 'exit', 'goal', 'window', 'overdue'];
    const letters = { wait: 'w', waitUntil: 'u', send: 'm', if: 'b', split: 's', holdout: 'h', waitFor: 'f', set: 't', enroll: 'e', remove: 'r', startWorkflow: 'x', notify: 'n', webhook: 'c' };

    function parse(text) {
        try {
            return JSON.parse(text);
        } catch {
            // Comments and commas before a closing bracket are allowed there.
            return JSON.parse(text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1').replace(/("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g, '$1$2'));
        }
    }

    // Area is where the JSON stands, kindNames are the kinds of steps that there are, texts what ways are called.
    parts.definition = function (area, kindNames, texts) {
        const keys = new WeakMap();
        let lastKey = 0;
        const own = {
            // The definition as an object; null while the text is none.
            value: null,

            read: function () {
                try {
                    const parsed = parse(area.value);
                    own.value = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : null;
                } catch {
                    own.value = null;
                }

                return own.value !== null;
            },

            write: function () {
                const ordered = {};
                const names = order.filter(function (name) { return name in own.value; });
                Object.keys(own.value).filter(function (name) { return !order.includes(name) && name !== 'steps'; }).concat('steps' in own.value ? ['steps'] : []).forEach(function (name) { names.push(name); });
                names.forEach(function (name) { Object.defineProperty(ordered, name, { value: own.value[name], enumerable: true, configurable: true, writable: true }); });
                area.value = JSON.stringify(ordered, null, 2);
            },

            // The steps at the top.
            steps: function () {
                if (!Array.isArray(own.value.steps)) {
                    own.value.steps = [];
                }

                return own.value.steps;
            },

            kindOf: function (step) {
                return step !== null && typeof step === 'object' ? kindNames.find(function (kind) { return kind in step; }) : undefined;
            },

            // The lists of steps inside of a step, with what they are called.
            branchesOf: function (step) {
                const kind = own.kindOf(step);
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
            },

            eachStep: function (steps, visit) {
                steps.forEach(function (step) {
                    visit(step);
                    own.branchesOf(step).forEach(function (branch) { own.eachStep(branch.steps, visit); });
                });
            },

            // What a step is known by on the page: its id may be missing, or be there twice.
            keyOf: function (step) {
                if (!keys.has(step)) {
                    keys.set(step, String(++lastKey));
                }

                return keys.get(step);
            },

            newId: function (kind) {
                const letter = letters[kind];
                let highest = 0;
                own.eachStep(own.steps(), function (step) {
                    const number = new RegExp('^' + letter + '(\\d{1,9})$').exec(step && step.id);
                    highest = number ? Math.max(highest, Number(number[1])) : highest;
                });
                return letter + (highest + 1);
            },

            // Every place where a step can stand, from top to bottom, without those inside of itself.
            placesFor: function (step) {
                const places = [];
                const visit = function (steps, name) {
                    const others = steps.filter(function (one) { return one !== step; });
                    others.forEach(function (other, index) {
                        places.push({ steps: steps, index: index, name: name, of: others.length + 1 });
                        own.branchesOf(other).forEach(function (branch) { visit(branch.steps, branch.title); });
                    });
                    places.push({ steps: steps, index: others.length, name: name, of: others.length + 1 });
                };
                visit(own.steps(), '');
                return places;
            }
        };
        return own;
    };
})();

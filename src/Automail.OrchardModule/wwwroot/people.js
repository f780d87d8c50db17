// The pages of the people in a sequence: ticking a whole page, and how far work on many people is. All of it works without, too.
(function () {
    'use strict';

    const interval = 1500;

    document.addEventListener('DOMContentLoaded', function () {
        const form = document.querySelector('form[data-role="people"]');
        const all = form && form.querySelector('[data-role="select-all"]');
        if (all) {
            const box = all.querySelector('input');
            const boxes = Array.from(form.querySelectorAll('input[name="ids"]'));
            all.hidden = false;
            box.addEventListener('change', function () { boxes.forEach(function (one) { one.checked = box.checked; }); });
            boxes.forEach(function (one) { one.addEventListener('change', function () { box.checked = boxes.every(function (other) { return other.checked; }); }); });
        }

        const work = document.querySelector('[data-role="work"][data-progress]');
        if (work) {
            follow(work, work.querySelector('progress'), work.querySelector('[data-role="text"]'));
        }
    });

    function follow(work, bar, text) {
        window.setTimeout(async function () {
            try {
                const response = await fetch(work.dataset.progress, { headers: { Accept: 'application/json' } });
                if (response.ok) {
                    const now = await response.json();
                    if (now.state !== work.dataset.state) {
                        window.location.reload();
                        return;
                    }

                    bar.value = now.percent;
                    text.textContent = now.text;
                }
            } catch {
                // The site does not answer; it is asked again.
            }

            follow(work, bar, text);
        }, interval);
    }
})();

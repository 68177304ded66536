/**
 * A part of the page's script: shows the sliders of thresholds, and what follows from a threshold and the costs. The
 * points come by decreasing threshold; the slider's positions by increasing one, the last being no alert at all.
 */
export const THRESHOLD_SCRIPT = `
for (const slider of document.querySelectorAll('.slider')) {
  const numbers = (name) => slider.dataset[name].split(' ').map(Number);
  const [thresholds, alerts, caught] = ['thresholds', 'alerts', 'caught'].map(numbers);
  const [caughtCost, passedCost] = numbers('rightCosts');
  const rows = Number(slider.dataset.rows);
  const events = Number(slider.dataset.events);
  const range = slider.querySelector('input[type=range]');
  const costs = [...slider.querySelectorAll('[data-cost]')];
  const show = (name, text) => {
    slider.querySelector('[data-show=' + name + ']').textContent = text;
  };
  const short = (value) => Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
  const share = (part, all) => (all === 0 ? '-' : (part / all).toFixed(3) + ' (' + part + ' of ' + all + ')');
  const counts = (point) => {
    const [raised, hits] = point < 0 ? [0, 0] : [alerts[point], caught[point]];
    return { raised, hits, missed: events - hits, falseAlerts: raised - hits, passed: rows - events - raised + hits };
  };
  const nameOf = (point) => (point < 0 ? 'none, so no alert' : String(thresholds[point]));
  const update = () => {
    const given = costs.map((input) => (input.value === '' ? NaN : Number(input.value)));
    const valid = given.every((cost) => cost >= 0);
    const costOf = (point) => {
      const { hits, missed, falseAlerts, passed } = counts(point);
      return (1000 / rows) * (given[0] * missed + given[1] * falseAlerts + caughtCost * hits + passedCost * passed);
    };
    const point = thresholds.length - 1 - Number(range.value);
    const now = counts(point);
    show('threshold', nameOf(point));
    range.setAttribute('aria-valuetext', nameOf(point));
    show('recall', share(now.hits, events));
    show('precision', share(now.hits, now.raised));
    show('alerts', short((1000 * now.raised) / rows));
    show('cost', valid ? short(costOf(point)) : '-');
    for (const name of ['hits', 'missed', 'falseAlerts', 'passed']) show(name, String(now[name]));
    let best = -1;
    for (let i = 0; valid && i < thresholds.length; i++) if (costOf(i) < costOf(best)) best = i;
    const margin = given[0] - caughtCost + given[1] - passedCost;
    const implied = (given[1] - passedCost) / margin;
    show(
      'advice',
      !valid
        ? 'Both costs must be numbers from 0.'
        : 'The least cost on these rows is ' + short(costOf(best)) + ' per 1,000 rows, with ' +
          (best < 0 ? 'no alert' : 'the threshold ' + nameOf(best)) + '; chosen on the rows that it is measured on, ' +
          'it is optimistic.' +
          (margin > 0 && implied >= 0 && implied <= 1
            ? ' If the probabilities are calibrated, these costs imply the threshold ' + short(implied) + '.'
            : ''),
    );
  };
  range.addEventListener('input', update);
  for (const input of costs) input.addEventListener('input', update);
  update();
  slider.hidden = false;
}
`;

import { type Html, html } from './html.js';
import type { ReportThresholds } from './parts.js';

/**
 * A slider over thresholds, the costs that the user sets, and what follows from them. `THRESHOLD_SCRIPT` shows and runs
 * it; without the script it stays hidden, as on paper.
 */
export function thresholdSliderHtml(part: ReportThresholds, id: string): Html {
  const { event, rows, events, points, start, startsAtDecision, costs } = part;
  const list = (of: (point: (typeof points)[number]) => number) => points.map(of).join(' ');
  return html`<div class="slider" id="${id}" role="group" aria-labelledby="${id}-label" hidden
 data-rows="${rows}" data-events="${events}" data-right-costs="${costs.caught} ${costs.passed}"
 data-thresholds="${list(({ threshold }) => threshold)}"
 data-alerts="${list(({ alerts }) => alerts)}" data-caught="${list(({ caught }) => caught)}">
<p class="caption" id="${id}-label">Move the threshold</p>
<p class="notes">${startsAtDecision ? 'It starts at the threshold of the decision.' : 'It starts with at most as many alerts as the decision raises.'}</p>
<p><label for="${id}-threshold">Least probability of ${event} for an alert:</label> <output data-show="threshold"></output>
<input type="range" id="${id}-threshold" min="0" max="${points.length}" step="1" value="${points.length - 1 - start}"></p>
<p class="costs"><label>Cost of a missed event
<input type="number" data-cost="missed" min="0" step="any" value="${costs.missed}"></label>
<label>Cost of a false alert
<input type="number" data-cost="false" min="0" step="any" value="${costs.falseAlert}"></label></p>
<div class="numbers">
<dl aria-live="polite" aria-atomic="true">
<div><dt>recall</dt><dd data-show="recall"></dd></div>
<div><dt>precision</dt><dd data-show="precision"></dd></div>
<div><dt>alerts per 1,000 rows</dt><dd data-show="alerts"></dd></div>
<div><dt>cost per 1,000 rows</dt><dd data-show="cost"></dd></div>
</dl>
<table>
<caption>Confusion matrix</caption>
<thead><tr><td></td><th scope="col" class="number">alert</th><th scope="col" class="number">no alert</th></tr></thead>
<tbody>
<tr><th scope="row" dir="auto">${event}</th><td class="number" data-show="hits"></td><td class="number" data-show="missed"></td></tr>
<tr><th scope="row">other rows</th><td class="number" data-show="falseAlerts"></td><td class="number" data-show="passed"></td></tr>
</tbody>
</table>
</div>
<p class="notes" data-show="advice"></p>
</div>
`;
}

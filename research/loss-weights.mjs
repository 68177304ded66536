// Fixed weights of the hybrid loss against weights learned by uncertainty (lossWeights=learned), on the same splits. Arguments:
// variant-runs.mjs.
import { fileURLToPath } from 'node:url';
import { printGainsByTable } from './gains-by-table.mjs';
import { chosenRuns, runMissing } from './variant-runs.mjs';

const choice = chosenRuns(
  ['fixed', 'learned'],
  fileURLToPath(new URL('./loss-weights.jsonl', import.meta.url)),
);

/** The learned weights of the kept epoch. */
function learnedWeights({ learnedLossWeights }) {
  if (learnedLossWeights === undefined) return {};
  const rounded = Object.entries(learnedLossWeights).map(([term, weight]) => [
    term,
    Number(weight.toPrecision(3)),
  ]);
  return { weights: Object.fromEntries(rounded) };
}

if (choice.summary) printGainsByTable(choice);
else await runMissing(choice, (lossWeights) => ({ lossWeights }), learnedWeights);

// Whether a learned schedule of mixup pays: `mixupSchedule` fixed and learned on the same splits. Arguments: variant-runs.mjs.
// A learned schedule holds training rows back, so it is compared with --options '{"refit":true}' too: then both are trained on
// all rows in the end.
import { fileURLToPath } from 'node:url';
import { printGainsByTable } from './gains-by-table.mjs';
import { chosenRuns, runMissing } from './variant-runs.mjs';

const choice = chosenRuns(['fixed', 'learned'], fileURLToPath(new URL('./mixup.jsonl', import.meta.url)));

/** How many classes were learned, and their epochs with each setting. */
function shares({ mixupSchedule }) {
  if (mixupSchedule === undefined) return {};
  const { settings, classes } = mixupSchedule;
  const learned = classes.filter(({ epochs }) => epochs !== undefined);
  const epochs = settings.map((_, arm) =>
    learned.reduce((sum, each) => sum + each.epochs.reduce((all, period) => all + period[arm], 0), 0),
  );
  return { learnedClasses: `${learned.length}/${classes.length}`, epochs };
}

if (choice.summary) printGainsByTable(choice);
else await runMissing(choice, (mixupSchedule) => ({ mixupSchedule }), shares);

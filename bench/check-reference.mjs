// Statistical equivalence of QCL-MixNet with its PyTorch reference: ten seeds, both protocols. Prints a table;
// exit code 1 if the pooled difference in macro F1 is beyond two standard errors or a single one beyond three.
import { QclMixNet } from '../dist/index.js';
import { judge } from './equivalence.mjs';
import { checkOptions, compareRuns } from './reference/compare.mjs';

const options = checkOptions({
  seeds: '10',
  datasets: 'glass,vehicle,balance_scale,wine_quality_red,ecoli',
});
const comparisons = await compareRuns(
  options,
  'reference.py',
  options.datasets.split(','),
  ({ seed }) => new QclMixNet({ seed }),
  ({ dataset, protocol }) => [dataset, protocol],
);
process.exit(judge(['data set', 'protocol'], 'PyTorch', comparisons, options.seeds));

// Statistical equivalence of the deep baselines with the same networks in PyTorch: five seeds, the honest
// protocol. Prints a table; exit code 1 if the pooled difference in macro F1 is beyond two standard errors or
// a single one beyond three.
import { classifiers } from '../dist/index.js';
import { judge } from './equivalence.mjs';
import { checkOptions, compareRuns } from './reference/compare.mjs';

const options = checkOptions({
  seeds: '5',
  datasets: 'vehicle,letter,satimage_multi,wine_quality_red',
  networks: 'mlp,resnet,cnn,lstm',
});
const comparisons = await compareRuns(
  options,
  'networks.py',
  [options.networks, ...options.datasets.split(',')],
  ({ network, seed }) => classifiers.find(({ name }) => name === network).create({ seed }),
  ({ dataset, network }) => [dataset, network],
);
process.exit(judge(['data set', 'network'], 'PyTorch', comparisons, options.seeds));

// Writes docs/classifiers.md and the table of classifiers in docs/models.md from the registry; with --check it only
// reports which of them are not up to date, and exits with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { dimensionText } from '../dist/classifiers/contract/search-space.js';
import { classifiers } from '../dist/index.js';
import { describeValues } from '../dist/options/describe-values.js';

const MODELS = new URL('../docs/models.md', import.meta.url);
const PAGE = new URL('../docs/classifiers.md', import.meta.url);
const [BEGIN, END] = ['<!-- classifiers: made by npm run document -->', '<!-- end of classifiers -->'];

const cell = (text) => text.replaceAll('|', '\\|');
const list = (values) => values.map((value) => `\`${JSON.stringify(value)}\``).join(', ');

function optionsTable({ options, space }) {
  const defaults = new Map(Object.entries(options.parse({})));
  const shown = (value) => (value === undefined ? 'none' : `\`${JSON.stringify(value)}\``);
  const rows = Object.entries(options.shape).map(
    ([name, schema]) =>
      `| \`${name}\` | ${cell(describeValues(schema))} | ${shown(defaults.get(name))} | ${cell(searched(name, space))} |`,
  );
  const note = space.resource === 'rows' ? '\n\nHalving begins with a share of the rows.' : '';
  return `${['| option | takes | default | in a search |', '| --- | --- | --- | --- |', ...rows].join('\n')}${note}`;
}

/** What `--search` does with the option. */
function searched(name, { dimensions, resource, left }) {
  const dimension = dimensions[name];
  if (dimension !== undefined) return dimensionText(dimension);
  return resource.includes(name) ? 'what halving divides' : `left: ${left[name]}`;
}

function section(entry) {
  const grid = Object.entries(entry.grid ?? {});
  const tried =
    grid.length === 0
      ? 'It has no default grid: give one with `--grid FILE`.'
      : `\`--tune\` tries every combination of ${grid.map(([name, values]) => `\`${name}\` ${list(values)}`).join('; ')}.`;
  const improved = Object.entries(entry.improved ?? {}).map(
    ([name, value]) => `\`${name}\` ${list([value])}`,
  );
  const elsewhere =
    improved.length === 0
      ? ''
      : `\n\nThe defaults are those of the original. \`auto\` and \`compare\` use ${improved.join(', ')} instead, which score better.`;
  return `## ${entry.name}\n\n${entry.summary}\n\n${optionsTable(entry)}\n\n${entry.weights}\n\n${tried}${elsewhere}\n`;
}

const page = `# Classifiers

Made from the registry by \`npm run document\`. Every classifier has the same interface: \`fit\`, \`predict\`,
\`predictProba\`, saving and loading; \`--classifier NAME\` on the command line, \`--set option=value\` for its options.
A search (\`--tune\`, \`--grid FILE\`) selects the candidate with the best mean macro F1 of its most probable classes in
stratified 3-fold cross-validation on the training rows; scaling and resampling are fitted inside each fold. So does
\`--search\`, which draws from the whole space of options ([how](models.md#searching-for-options)).

The weight of a row is its \`sampleWeight\` (an option of \`fit\`) times the \`classWeight\` of its class; only
proportions matter. Rows of weight 0 are dropped before training, so the model is bit for bit the one trained without
them; a class whose rows all have weight 0 stays in \`classes\` and is never predicted. \`balanced\` counts rows by
\`sampleWeight\`. Weights also apply to the rows that choose a checkpoint, stop boosting early or select an ensemble. The
macro F1 there is scikit-learn's \`f1_score\` with \`sample_weight\`, in which a class weight leaves the recall of its
class unchanged but makes its rows count more or less in the precision of every class. Each section below describes the other
effects of positive weights.

Columns of categories (codes, \`FeatureMatrix.categories\`) are encoded inside the fit, so inside every fold, unless the
classifier splits them itself. A column with at most 16 levels in the training rows becomes a 0/1 column for each; a level
that they do not have is 0 in all. A column with more becomes log(1 + rows of the level) and target encodings: the share of
a class in the level, drawn towards its share in all rows as if by ten more rows. There is one for the rarer of two
classes and for each of up to ten; of more classes, the ten whose shares differ most between the levels have one. A training
row is encoded by the labels of the other four of five folds, never by its own; other rows by all training rows. Ensembles
hand the codes to their members, which encode them in their own folds.

\`validationFraction\` and \`snapshots\` choose the checkpoint of a network on held-out rows. Their defaults apply to the
classifier's own \`fit\`; \`train\`, \`compare\` and \`trainOnTable\` train on all training rows and keep the last epoch
unless \`validationFraction\`, \`refit\` or early stopping is set. With \`refit\` (\`--refit\`) the held-out rows choose the
number of steps only: the network is then trained again on all rows, with the same learning rates, for that many steps.

An option that has no effect beside the others, such as \`qubits\` without \`quantum=circuit\`, \`mixupAlpha\` with
\`--without mixup\` or \`learningRate\` with \`schedule=one-cycle\`, is no error: a notice (in \`fit\` by \`onWarning\`) names it, with
the reason and what to set instead. So it is if the rows are too few for it (\`mixupSchedule=learned\`, \`neighbourSearch=approximate\`).

\`neighbourSearch\` of \`knn\`, and with \`mixupRows=all\` of the networks of QCL-MixNet, is how nearest rows are searched. \`exact\`
compares all pairs of rows. \`approximate\` builds an index and may miss some neighbours: of rows in clusters it finds about 98 %,
of noise in many columns fewer ([measured](speed.md#approximate-neighbours), with the time). \`auto\` is \`approximate\` from 20,000
training rows on; t-SNE chooses so too. The same seed gives the same neighbours, with the same build of the kernels; the index of \`knn\` has a fixed
seed and is built again when a model is loaded, so its predictions stay the same. Among at most 128 rows (or 2k + 2, if that
is more, for k neighbours) \`approximate\` compares all pairs too: a notice says so. Among 2,000 rows the exact
search is faster, among 8,000 and more the index. Graph networks have no such option: in training they look for neighbours in the batch, in prediction among the at most
\`keptRows\` training rows that they keep (2,048; no more than 8,192), where an index would pay at the limit only.

\`balanced-random-forest\`, \`svm-smote\` and the other classical classifiers follow the libraries of the paper's time
(scikit-learn 1.2 to 1.4, imbalanced-learn 0.10 to 0.12, XGBoost 1.7). From imbalanced-learn 0.13 on the balanced forest draws
every class with replacement and without bootstrap: \`samplingStrategy=all\`, \`replacement=true\`, \`bootstrap=false\`.

${classifiers.map(section).join('\n')}`;

const table = [
  '| name | what it is |',
  '| --- | --- |',
  ...classifiers.map(({ name, summary }) => `| [\`${name}\`](classifiers.md#${name}) | ${cell(summary)} |`),
].join('\n');

function modelsWithTable() {
  const text = readFileSync(MODELS, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/models.md needs the lines ${BEGIN} and ${END}`);
  return `${text.slice(0, from)}${BEGIN}\n\n${table}\n\n${text.slice(to)}`;
}

const wanted = new Map([
  [MODELS, modelsWithTable()],
  [PAGE, page],
]);
for (const [file, text] of wanted) {
  let present = '';
  try {
    present = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (present === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file.pathname} is not up to date: npm run build && npm run document`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${file.pathname}`);
  }
}

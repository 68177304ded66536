// The floors of src/, from the top. A file imports from its own folder and from lower floors, never from
// another folder of its floor or from above. test/structure/imports.test.ts checks this, and
// scripts/document-architecture.mjs makes the table of docs/architecture.md from this list.

/** Folders, or single files of src/ itself, by name. */
export const floors = [
  {
    names: ['index', 'browser'],
    holds: 'the entries of the package: `index.ts` in Node, `browser.ts` in a browser',
  },
  {
    names: ['cli'],
    holds: 'the program: `commands/` (arguments and help), their `actions/`, `options/` and `output/`',
  },
  { names: ['service'], holds: 'the HTTP service: routes, schemas of requests, models, protection' },
  {
    names: ['paper'],
    holds:
      "the paper's data sets, the benchmark and ablation experiments, the paper's claims; `qcl-mixnet/paper`",
  },
  {
    names: ['node', 'web'],
    holds:
      'parts above the pipeline that need Node (model files, the thread pool, functions of SQL) or a browser (web workers)',
  },
  { names: ['job-kinds'], holds: 'the kinds of jobs that threads and workers can do' },
  { names: ['public'], holds: 'the exports of both entries' },
  {
    names: ['report', 'onnx', 'qasm'],
    holds:
      '`report`: one self-contained HTML page from plain data: sections, sortable tables, figures; `onnx`: models as ONNX files; `qasm`: circuits in OpenQASM',
  },
  { names: ['figures'], holds: 'one figure per file, from plain data to SVG (Observable Plot)' },
  { names: ['results'], holds: 'the formats of results shared by commands, a service and a page: CSV, JSON' },
  { names: ['pipeline'], holds: 'train, predict, evaluate, compare, tune on a table' },
  { names: ['classifiers'], holds: '`contract/`, the registry, and one folder per family' },
  { names: ['decision'], holds: 'from probabilities to classes' },
  {
    names: ['platform'],
    holds: 'files, threads and workers of Node (`node/`) and of a browser (`browser/`)',
  },
  {
    names: ['svm', 'training'],
    holds: 'support vector machines by libsvm; the training loop of the networks',
  },
  {
    names: ['trees', 'linear', 'resampling', 'manifold', 'nn'],
    holds: 'forests and boosting; softmax regression; SMOTE; t-SNE; layers, losses, mixup, AdamW, one-cycle',
  },
  { names: ['neighbours'], holds: 'nearest neighbours, exact (`nearest-neighbours.ts`) and approximate' },
  { names: ['jobs'], holds: 'executors: work as plain data, in this thread or elsewhere' },
  { names: ['tables'], holds: 'reading, typing, preparing and splitting tables' },
  { names: ['statistics'], holds: 'rank tests, intervals, distributions' },
  { names: ['metrics'], holds: 'confusion matrix, F1, curves, calibration' },
  { names: ['modelfile'], holds: 'safetensors with a checksum' },
  { names: ['engine'], holds: 'memory, parameters, the recorded program, random streams' },
  { names: ['kernels'], holds: 'AssemblyScript SIMD kernels, their TypeScript twins, the loader' },
  { names: ['options'], holds: 'checks of options: their names, types and schemas' },
  {
    names: ['text', 'check-matrix', 'mean'],
    holds: 'names, numbers and counts in messages; the check of a matrix; means',
  },
  { names: ['errors', 'matrix', 'event-loop', 'version'], holds: 'the basics' },
];

/** Where `node:` modules may be imported. */
export const nodeFolders = ['cli', 'service', 'paper/node', 'node', 'platform/node'];

// What the quantum part of QCL-MixNet is worth: the paper's layers, none, and circuits, on the same splits. Arguments:
// variant-runs.mjs. A variant `circuit-QUBITS-LAYERS-ENTANGLER` is a circuit.
import { fileURLToPath } from 'node:url';
import { mean, standardError } from './mean.mjs';
import { chosenRuns, completeTables, finishedRuns, runMissing, signed } from './variant-runs.mjs';

const VARIANTS = [
  'layers',
  'none',
  'circuit-4-2-cnot',
  'circuit-4-2-cz',
  'circuit-8-2-cnot',
  'circuit-8-4-cnot',
];

const choice = chosenRuns(VARIANTS, fileURLToPath(new URL('./circuit.jsonl', import.meta.url)));

function optionsOf(variant) {
  const [, qubits, circuitLayers, entangler] = /^circuit-(\d+)-(\d+)-(cnot|cz)$/.exec(variant) ?? [];
  if (qubits === undefined) return { quantum: variant };
  return { quantum: 'circuit', qubits: Number(qubits), circuitLayers: Number(circuitLayers), entangler };
}

/** Means over the tables on which all variants ran, with gains over two of them, paired by table and seed. */
function summarise() {
  const { variants, seeds } = choice;
  const of = finishedRuns(choice);
  const common = completeTables(choice);
  console.log(`${common.length} tables (${common.join(', ')}), ${seeds.length} seeds`);
  console.log('| quantum part | macro F1 | gain over the layers | gain over none | CPU seconds of a fit |');
  console.log('| --- | --- | --- | --- | --- |');
  const gain = (variant, base) => {
    if (variant === base || !variants.includes(base)) return '';
    const ofTable = common.map((table) =>
      mean(seeds.map((seed) => of(table, variant, seed).macroF1 - of(table, base, seed).macroF1)),
    );
    const ofSeed = seeds.map((seed) =>
      mean(common.map((table) => of(table, variant, seed).macroF1 - of(table, base, seed).macroF1)),
    );
    return `${signed(mean(ofTable))} (${standardError(ofSeed).toFixed(3)}, ${standardError(ofTable).toFixed(3)})`;
  };
  for (const variant of variants) {
    const cells = common.flatMap((table) => seeds.map((seed) => of(table, variant, seed)));
    const level = mean(cells.map((cell) => cell.macroF1)).toFixed(3);
    const seconds = mean(cells.map((cell) => cell.cpuSeconds)).toFixed(2);
    console.log(
      `| ${variant} | ${level} | ${gain(variant, 'layers')} | ${gain(variant, 'none')} | ${seconds} |`,
    );
  }
  console.log('In brackets: standard errors over seeds and over tables.');
}

if (choice.summary) summarise();
else await runMissing(choice, optionsOf);

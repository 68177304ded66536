/** Exported circuits read by Qiskit, where Python has it; PYTHON names the interpreter. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { ParameterStore } from '../../src/engine/parameter-store.js';
import { Program } from '../../src/engine/program.js';
import type { FeatureMatrix } from '../../src/matrix.js';
import { quantumCircuit } from '../../src/nn/layers/quantum-circuit.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import { circuitAngles, circuitOf, exportQasm } from '../../src/qasm/export-qasm.js';
import { mixedRows } from '../support/mixed-rows.js';

const PYTHON = process.env.PYTHON ?? 'python3';
const isThere = spawnSync(PYTHON, ['-c', 'import qiskit, qiskit_qasm3_import']).status === 0;
if (!isThere)
  console.warn(`${PYTHON} has no qiskit and qiskit-qasm3-import: exported circuits are not read back`);

const SCRIPT = fileURLToPath(new URL('./expectations.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The expectations that the layer gives. */
async function simulated(circuit: ReturnType<typeof circuitOf>, { data, rows }: FeatureMatrix) {
  const { qubits, layers, entangler, weights } = circuit;
  const engine = await Engine.create('typescript-float64');
  const program = new Program(engine, new ParameterStore(engine), rows, 'inference');
  const angles = program.input(qubits);
  const z = quantumCircuit('c', { qubits, layers, entangler }).record(program, angles);
  program.compile();
  const parameter = program.parameter('c.weights', [layers, qubits, 2], () => {});
  engine.floats(parameter.value, weights.length).set(weights);
  engine.floats(angles.value, data.length).set(data);
  program.forward();
  return Array.from(engine.floats(z.value, rows * qubits));
}

it.skipIf(!isThere).each([
  { qubits: 2, circuitLayers: 1, entangler: 'cnot' },
  { qubits: 3, circuitLayers: 2, entangler: 'cz' },
  { qubits: 5, circuitLayers: 3, entangler: 'cnot' },
] as const)('Qiskit finds the expectations of %j', async (shape) => {
  const { qubits } = shape;
  const table = mixedRows(100, ['a', 'b', 'c']);
  const classifierOptions = { quantum: 'circuit', epochs: 3, ...shape } as const;
  const { model } = await trainOnTable(table, { target: 'y', classifier: 'qcl-mixnet', classifierOptions });
  const path = join(folder, 'circuit.qasm');
  writeFileSync(path, exportQasm(model));
  const angles = circuitAngles(model, table);
  const rows = Array.from({ length: 20 }, (_, row) =>
    Array.from(angles.data.slice(row * qubits, (row + 1) * qubits)),
  );
  const output = execFileSync(PYTHON, [SCRIPT, path], { input: JSON.stringify(rows), encoding: 'utf8' });
  const read = (JSON.parse(output) as number[][]).flat();
  const expected = await simulated(circuitOf(model), angles);
  expect(read).toHaveLength(20 * qubits);
  read.forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThan(1e-6);
  });
  // The trained circuit is not one that answers the same to every row.
  expect(Math.max(...read) - Math.min(...read)).toBeGreaterThan(0.1);
});

import { expect, it } from 'vitest';
import { mixedRows } from '../../test/support/mixed-rows.js';
import { InputError } from '../errors.js';
import { TableClassifier } from '../pipeline/table-classifier.js';
import { trainOnTable } from '../pipeline/train-on-table.js';
import { circuitAngles, circuitOf, exportQasm } from './export-qasm.js';

const table = mixedRows(60, ['a', 'b']);
const trained = async (options: Readonly<Record<string, unknown>>) => {
  const classifierOptions = { epochs: 2, ...options };
  const { model } = await trainOnTable(table, { target: 'y', classifier: 'qcl-mixnet', classifierOptions });
  return model;
};

it('writes inputs, gates with the trained angles, and measurements', async () => {
  const model = await trained({ quantum: 'circuit', qubits: 2, circuitLayers: 2 });
  const w = Array.from(circuitOf(model).weights);
  const gates = (at: number) => [
    `rz(${w[at]}) q[0];`,
    `ry(${w[at + 1]}) q[0];`,
    `rz(${w[at + 2]}) q[1];`,
    `ry(${w[at + 3]}) q[1];`,
    'cx q[0], q[1];',
  ];
  expect(
    exportQasm(model)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('//')),
  ).toEqual([
    'OPENQASM 3.0;',
    'include "stdgates.inc";',
    'input float[64] angle_0;',
    'input float[64] angle_1;',
    'qubit[2] q;',
    'bit[2] c;',
    'ry(angle_0) q[0];',
    'ry(angle_1) q[1];',
    ...gates(0),
    ...gates(4),
    'c = measure q;',
  ]);
});

it('closes the ring of more than two qubits', async () => {
  const text = exportQasm(
    await trained({ quantum: 'circuit', qubits: 3, circuitLayers: 1, entangler: 'cz' }),
  );
  expect(text.match(/^cz .*$/gm)).toEqual(['cz q[0], q[1];', 'cz q[1], q[2];', 'cz q[2], q[0];']);
});

it('gives the same circuit and angles when the model is loaded', async () => {
  const model = await trained({ quantum: 'circuit', qubits: 3 });
  const angles = circuitAngles(model, table);
  expect(angles).toMatchObject({ rows: 60, columns: 3 });
  const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'model' });
  expect(circuitAngles(loaded, table)).toEqual(angles);
  expect(exportQasm(loaded)).toBe(exportQasm(model));
});

it('refuses models without a circuit', async () => {
  const without = [{}, { quantum: 'none' }, { quantum: 'circuit', without: ['quantum'] }];
  for (const model of await Promise.all(without.map(trained))) {
    expect(() => exportQasm(model)).toThrow(InputError);
    expect(() => circuitAngles(model, table)).toThrow(
      /^this model of qcl-mixnet has no quantum circuit: train one with .*quantum=circuit/,
    );
  }
  const { model } = await trainOnTable(table, { target: 'y', classifier: 'decision-tree' });
  expect(() => exportQasm(model)).toThrow(/^a model of decision-tree has no quantum circuit/);
});

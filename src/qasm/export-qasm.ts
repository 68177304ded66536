/** The circuit of a model as a program in OpenQASM 3, and the angles that it takes for the rows of a table. */

import { QclMixNet } from '../classifiers/qcl-mixnet/qcl-mixnet.js';
import type { TrainedCircuit } from '../classifiers/qcl-mixnet/trained-circuit.js';
import { InputError } from '../errors.js';
import type { FeatureMatrix } from '../matrix.js';
import { type TrainedGate, trainedGates } from '../nn/quantum/trained-gates.js';
import { checkModel, checkTable } from '../pipeline/check-options.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import type { Table } from '../tables/table.js';

/**
 * The trained circuit of a `qcl-mixnet` with `quantum=circuit` in OpenQASM 3. Its trained angles are numbers; those that
 * encode a row are the inputs `angle_0`, `angle_1`, ..., as `circuitAngles` gives them. It measures all qubits: feature j of the
 * network is the share of shots with `c[j] == 0` less the share with `c[j] == 1`.
 *
 * With `snapshots=both` it is the circuit of the best epoch.
 *
 * @throws InputError for a model without a circuit
 */
export function exportQasm(model: TableClassifier): string {
  checkModel('exportQasm', model);
  return qasmOf(circuitOf(model));
}

/**
 * The angles that encode the rows of a table in the circuit of a model, rows x qubits.
 *
 * @throws InputError for a model without a circuit, and for tables that cannot be predicted
 */
export function circuitAngles(model: TableClassifier, table: Table): FeatureMatrix {
  checkModel('circuitAngles', model);
  checkTable('circuitAngles', table);
  circuitOf(model);
  return (model.classifier as QclMixNet).circuitAngles(model.prepare(table).matrix) as FeatureMatrix;
}

/** Throws `InputError` for a model without a circuit. */
export function circuitOf({ classifier }: TableClassifier): TrainedCircuit {
  const isNetwork = classifier instanceof QclMixNet;
  const circuit = isNetwork ? classifier.circuit : undefined;
  if (circuit !== undefined) return circuit;
  throw new InputError(
    `${isNetwork ? 'this' : 'a'} model of ${classifier.name} has no quantum circuit: ` +
      'train one with --classifier qcl-mixnet --set quantum=circuit',
  );
}

function qasmOf(circuit: TrainedCircuit): string {
  const { qubits, weights } = circuit;
  const all = Array.from({ length: qubits }, (_, j) => j);
  return [
    'OPENQASM 3.0;',
    'include "stdgates.inc";',
    '',
    '// The angles of a row: its learned projections, in radians.',
    ...all.map((j) => `input float[64] angle_${j};`),
    '',
    `qubit[${qubits}] q;`,
    `bit[${qubits}] c;`,
    '',
    ...all.map((j) => `ry(angle_${j}) q[${j}];`),
    ...trainedGates(circuit, weights).map(statement),
    '',
    '// Feature j: (shots with c[j] == 0 less shots with c[j] == 1) / shots.',
    'c = measure q;',
    '',
  ].join('\n');
}

function statement(gate: TrainedGate): string {
  switch (gate.kind) {
    case 'rz':
    case 'ry':
      return `${gate.kind}(${gate.angle}) q[${gate.qubit}];`;
    case 'cnot':
      return `cx q[${gate.control}], q[${gate.target}];`;
    case 'cz':
      return `cz q[${gate.control}], q[${gate.target}];`;
  }
}

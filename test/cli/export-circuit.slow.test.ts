/** `export --format qasm` writes the circuit of a model, and says what it takes. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { Workplace } from './built-program.js';

const place = new Workplace();
const train = ['train', 'table.csv', '-t', 'y', '--classifier', 'qcl-mixnet', '--epochs', '2'];

beforeAll(async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${(i % 10) + (i % 2) * 4},${i % 7},${i % 2 ? 'yes' : 'no'}`,
  );
  place.write('table.csv', `x,z,y\n${rows.join('\n')}\n`);
  const circuit = ['--set', 'quantum=circuit', '--set', 'qubits=3', '-o', 'circuit.st'];
  expect((await place.run([...train, ...circuit])).code).toBe(0);
});

it('writes OpenQASM 3 and names the inputs', async () => {
  const { code, stdout } = await place.run([
    'export',
    'circuit.st',
    '--format',
    'qasm',
    '-o',
    'circuit.qasm',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Saved to circuit\.qasm: a circuit of 3 qubits and 2 layers in OpenQASM 3\./);
  expect(stdout).toContain('angle_0, angle_1');
  const text = readFileSync(place.path('circuit.qasm'), 'utf8');
  expect(text).toMatch(/^OPENQASM 3\.0;\ninclude "stdgates\.inc";\n/);
  expect(text.match(/^cx /gm)).toHaveLength(6);
  const json = await place.run(['export', 'circuit.st', '--format', 'qasm', '-o', 'again.qasm', '--json']);
  expect(JSON.parse(json.stdout)).toEqual({
    format: 'qasm',
    out: 'again.qasm',
    bytes: text.length,
    qubits: 3,
    layers: 2,
    entangler: 'cnot',
    inputs: ['angle_0', 'angle_1', 'angle_2'],
  });
});

it('refuses a model without a circuit, and writes nothing', async () => {
  expect((await place.run([...train, '-o', 'layers.st'])).code).toBe(0);
  const { code, stderr } = await place.run(['export', 'layers.st', '--format', 'qasm', '-o', 'no.qasm']);
  expect([code, place.has('no.qasm')]).toEqual([2, false]);
  expect(stderr).toMatch(/has no quantum circuit: train one with .*--set quantum=circuit/);
});

it('refuses circuits of 30 qubits, naming the limit', async () => {
  const { code, stderr } = await place.run([
    ...train,
    '--set',
    'quantum=circuit',
    '--set',
    'qubits=30',
    '-o',
    'x.st',
  ]);
  expect([code, place.has('x.st')]).toEqual([2, false]);
  expect(stderr).toMatch(/--set qubits=30: .*expected an integer from 2 to 10/);
});

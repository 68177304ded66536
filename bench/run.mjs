// npm run bench [-- training prediction memory csv]: prints what was measured, beside the peer.
import Table from 'cli-table3';
import { benchMemory } from './memory.mjs';
import { benchPrediction, benchTraining } from './network.mjs';
import { startPeer } from './peer.mjs';

const suites = new Map([
  ['training', benchTraining],
  ['prediction', benchPrediction],
  ['memory', benchMemory],
]);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.has(name));
if (unknown.length > 0) {
  console.error(`No benchmark named ${unknown.join(', ')}: choose among ${[...suites.keys()].join(', ')}.`);
  process.exit(2);
}

const peer = startPeer();
if (!peer)
  console.error('No PyTorch for /usr/bin/python3 (Debian: python3-torch): ours alone, without ratios.');
const table = new Table({
  head: ['what', 'ours', 'PyTorch', 'PyTorch / ours', 'to reach'],
  style: { head: [], border: [] },
});
const number = (value, unit) => (value === undefined ? '' : `${value.toPrecision(3)} ${unit}`);
for (const name of wanted.length > 0 ? wanted : suites.keys()) {
  console.error(`${name} ...`);
  for (const row of await suites.get(name)(peer)) {
    const reach = row.limit === undefined ? `${row.target}` : `under ${row.limit} ${row.unit}`;
    table.push([
      row.what,
      number(row.ours, row.unit),
      number(row.peer, row.unit),
      number(row.ratio, 'x'),
      reach,
    ]);
  }
}
peer?.stop();
console.log(`Node ${process.version}, one thread, medians of pairs timed in turn`);
console.log(table.toString());

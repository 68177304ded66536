// Generated tables as they come from a business system: dates, names with hundreds of levels, numbers written as text,
// lists, free text, missing words. Each row also has the same facts as plain numbers and short categories (`clean`): what
// a careful analyst would make of the columns, but for the encoding of the many levels, which looks at labels.
//   node bench/rough-tables.mjs FOLDER writes the three tables with their clean forms as CSV
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generator } from '../research/generator.mjs';

/** @typedef {Record<string, string | number>} Row */
/** @typedef {{ rough: Row[], clean: Row[] }} Rough */

const DAY = 86_400_000;
const START = Date.UTC(2022, 0, 1);
const two = (/** @type {number} */ n) => String(n).padStart(2, '0');

/** Numbers from `random`, in the distributions that the tables need. */
function drawsOf(/** @type {() => number} */ random) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    random,
    normal,
    integer: (/** @type {number} */ n) => Math.floor(random() * n),
    /** Small indices are the most frequent ones, as names of shops or drivers are. */
    popular: (/** @type {number} */ n) => Math.floor(n * random() ** 2),
    effects: (/** @type {number} */ n, /** @type {number} */ spread) =>
      Array.from({ length: n }, () => spread * normal()),
    chance: (/** @type {number} */ logit) => random() < 1 / (1 + Math.exp(-logit)),
  };
}

/** Parcels that come late, 10 %: the hour, the weekday, the days allowed, the courier. @returns {Rough} */
function deliveries() {
  const { random, normal, integer, popular, effects, chance } = drawsOf(generator(11));
  const couriers = effects(400, 1.1);
  const goods = ['fragile', 'bulky', 'frozen', 'documents', 'clothes', 'books', 'tools'];
  /** @type {Rough} */
  const table = { rough: [], clean: [] };
  for (let i = 0; i < 6000; i++) {
    const ordered = new Date(START + Math.floor(random() * 730 * 1440) * 60_000);
    const allowed = 1 + integer(6);
    const promised = new Date(ordered.getTime() + allowed * DAY);
    const courier = popular(couriers.length);
    const contents = goods.filter(() => random() < 0.25);
    const distance = Math.round(10 * Math.exp(1 + normal())) / 10;
    const price = Math.round(100 * Math.exp(3 + 1.5 * normal())) / 100;
    const [weekday, hour] = [ordered.getUTCDay(), ordered.getUTCHours()];
    const late = chance(
      -2.9 +
        (weekday === 5 || weekday === 6 ? 1.1 : 0) +
        (hour >= 17 ? 0.9 : 0) -
        0.45 * (allowed - 3) +
        couriers[courier] +
        (contents.includes('frozen') ? 0.9 : 0) +
        0.03 * distance,
    );
    const target = late ? 'late' : 'in time';
    const kilometres = `${distance.toFixed(1).replace('.', ',')} km`;
    table.rough.push({
      parcel: `P${100000 + i}`,
      ordered: ordered.toISOString().slice(0, 16).replace('T', ' '),
      promised: `${two(promised.getUTCDate())}.${two(promised.getUTCMonth() + 1)}.${promised.getUTCFullYear()}`,
      courier: `courier ${courier}`,
      contents: contents.join('|'),
      distance: kilometres,
      price: `$${price.toLocaleString('en-US', { minimumFractionDigits: 2 })}`,
      target,
    });
    table.clean.push({
      days: (ordered.getTime() - START) / DAY,
      month: ordered.getUTCMonth() + 1,
      weekday,
      hour,
      allowed,
      courier: `courier ${courier}`,
      ...Object.fromEntries(goods.map((name) => [name, contents.includes(name) ? 1 : 0])),
      distance,
      price,
      target,
    });
  }
  return table;
}

/** Insurance claims that are fraud, 5 %: how soon after the policy began, the garage, the words. @returns {Rough} */
function claims() {
  const { random, normal, integer, popular, effects, chance } = drawsOf(generator(12));
  const garages = effects(700, 1);
  const regions = effects(90, 0.6);
  const levels = ['very low', 'low', 'medium', 'high', 'very high'];
  const causes = [
    'hail damage',
    'rear-end collision',
    'stolen from street',
    'scratched in car park',
    'hit a deer',
  ];
  const places = [
    'on the motorway',
    'at night',
    'in front of the house',
    'near the office',
    'while on holiday',
  ];
  /** @type {Rough} */
  const table = { rough: [], clean: [] };
  for (let i = 0; i < 12_000; i++) {
    const began = START - integer(1500) * DAY;
    const held = Math.floor(-400 * Math.log(1 - random()));
    const claimed = new Date(began + held * DAY);
    const start = new Date(began);
    const garage = popular(garages.length);
    const region = 10 + popular(regions.length);
    const amount = Math.round(100 * Math.exp(7 + normal())) / 100;
    const damage = integer(levels.length);
    const [cause, place] = [integer(causes.length), integer(places.length)];
    const fraud = chance(
      -4.4 +
        (held < 60 ? 1.6 : 0) +
        garages[garage] +
        regions[region - 10] +
        (cause === 2 ? 1.2 : 0) +
        (cause === 2 && place === 1 ? 0.8 : 0) +
        0.35 * (damage - 2) +
        (random() < 0.02 ? 1 : 0),
    );
    const target = fraud ? 'fraud' : 'honest';
    const unknown = random() < 0.08;
    const us = (/** @type {Date} */ d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`;
    table.rough.push({
      claim_id: 500_000 + i * 7,
      policy_start: us(start),
      claim_date: us(claimed),
      garage: `Garage ${garage} Ltd`,
      zip: `0${region}${two(integer(100))}`,
      amount: unknown ? 'n/a' : amount.toLocaleString('de-DE', { minimumFractionDigits: 2 }),
      damage: levels[damage],
      description: `${causes[cause]} ${places[place]}`,
      target,
    });
    table.clean.push({
      began: (began - START) / DAY,
      claimed: (claimed.getTime() - START) / DAY,
      month: claimed.getUTCMonth() + 1,
      held,
      garage: `Garage ${garage} Ltd`,
      region: `r${region}`,
      amount: unknown ? '' : amount,
      damage,
      cause: causes[cause],
      place: places[place],
      target,
    });
  }
  return table;
}

/** States of machines, 3 classes of 88, 9 and 3 %: the machine, its codes, its load. @returns {Rough} */
function machines() {
  const { random, normal, integer, popular, effects } = drawsOf(generator(13));
  const units = effects(250, 0.9);
  const codes = ['E01', 'E02', 'E07', 'W11', 'W12', 'W30', 'S05', 'S06'];
  const loads = ['0 - 10%', '11 - 25%', '26 - 50%', '51 - 75%', '76 - 100%'];
  /** @type {Rough} */
  const table = { rough: [], clean: [] };
  for (let i = 0; i < 8000; i++) {
    const seconds = Math.floor(START / 1000) + integer(365 * 86_400);
    const unit = popular(units.length);
    const load = integer(loads.length);
    const seen = codes.filter(() => random() < 0.15);
    const heat = Math.round(10 * (60 + 4 * load + 6 * normal())) / 10;
    const humid = Math.round(45 + 12 * normal());
    const hour = Math.floor(seconds / 3600) % 24;
    const wear =
      -3.2 +
      units[unit] +
      0.4 * load +
      (seen.includes('W11') ? 1.2 : 0) +
      0.05 * (heat - 68) +
      0.02 * (humid - 45);
    const failure =
      -5 + units[unit] + (seen.includes('E07') ? 1.9 : 0) + 0.08 * (heat - 68) + (hour < 6 ? 0.9 : 0);
    const sum = 1 + Math.exp(wear) + Math.exp(failure);
    const u = random() * sum;
    const target = u < 1 ? 'fine' : u < 1 + Math.exp(wear) ? 'worn' : 'failing';
    const unknown = random() < 0.05;
    table.rough.push({
      timestamp: seconds,
      machine: `M-${1000 + unit * 3}`,
      codes: seen.join(';'),
      load: loads[load],
      temperature: unknown ? '-' : `${heat}`,
      humidity: `${humid}%`,
      target,
    });
    table.clean.push({
      days: Math.floor(seconds / 86_400),
      hour,
      machine: `M-${1000 + unit * 3}`,
      ...Object.fromEntries(codes.map((code) => [code, seen.includes(code) ? 1 : 0])),
      load,
      temperature: unknown ? '' : heat,
      humidity: humid,
      target,
    });
  }
  return table;
}

export const roughTables = new Map([
  ['deliveries', deliveries],
  ['claims', claims],
  ['machines', machines],
]);

/** The rows as CSV. @param {Row[]} rows */
export function toCsv(rows) {
  const names = Object.keys(rows[0]);
  const cell = (/** @type {string | number} */ value) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.map(cell).join(',')).join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('Give the folder to write to: node bench/rough-tables.mjs FOLDER');
    process.exit(2);
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, make] of roughTables) {
    const { rough, clean } = make();
    writeFileSync(`${folder}/${name}.csv`, toCsv(rough));
    writeFileSync(`${folder}/${name}-clean.csv`, toCsv(clean));
  }
}

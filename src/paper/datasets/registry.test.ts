import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import { zipArchive } from '../../../test/support/zip-archive.js';
import { InputError } from '../../errors.js';
import { normaliseOriginal } from './check-table.js';
import { datasets, findDataset } from './registry.js';

/** The rows that the rule of the first original makes, as text. */
async function rowsOf(name: string, bytes: Uint8Array): Promise<string[]> {
  const table = await findDataset(name).originals[0].toTable(bytes, 'original');
  const cells = table.columns.map(cellsOf);
  const rows = Array.from({ length: table.rows }, (_, row) =>
    cells.map((column) => column[row] ?? '').join(','),
  );
  return [table.columns.map((column) => column.name).join(','), ...rows];
}

const archive = (name: string, ...lines: string[]) => zipArchive([[name, lines.join('\r\n')]]);
const bytes = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));

describe('the rules on miniature originals', () => {
  it('ecoli: blanks, a name that goes, imU against the rest', async () => {
    const lines = [
      'A_ECOLI   0.49  0.29  0.48  0.50  0.56  0.24  0.35   cp',
      'B_ECOLI 0 1 0.5 0.5 .5 1.0 2 imU',
    ];
    expect(await rowsOf('ecoli', archive('ecoli.data', ...lines, ''))).toEqual([
      'mcg,gvh,lip,chg,aac,alm1,alm2,target',
      '0.49,0.29,0.48,0.5,0.56,0.24,0.35,-1',
      '0,1,0.5,0.5,0.5,1,2,1',
    ]);
  });

  it('abalone: three columns for the sex, seven rings against the rest', async () => {
    const lines = ['M,.4,.3,.1,.5,.2,.1,.15,15', 'F,.4,.3,.1,.5,.2,.1,.15,7', 'I,.4,.3,.1,.5,.2,.1,.15,17'];
    expect(await rowsOf('abalone', archive('abalone.data', ...lines))).toEqual([
      'sex_M,sex_F,sex_I,length,diameter,height,whole_weight,shucked_weight,viscera_weight,shell_weight,target',
      '1,0,0,0.4,0.3,0.1,0.5,0.2,0.1,0.15,-1',
      '0,1,0,0.4,0.3,0.1,0.5,0.2,0.1,0.15,1',
      '0,0,1,0.4,0.3,0.1,0.5,0.2,0.1,0.15,-1',
    ]);
    const other = archive('abalone.data', 'X,.4,.3,.1,.5,.2,.1,.15,15');
    expect(await failure(rowsOf('abalone', other))).toMatch(
      /column "sex": "X", expected one of "M", "F", "I"/,
    );
  });

  it('arrhythmia: 279 columns less the one that is nearly empty, missing cells stay missing', async () => {
    const cells = Array.from({ length: 279 }, (_, i) => (i === 10 || i === 13 ? '?' : String(i)));
    const [header, row] = await rowsOf('arrhythmia', archive('arrhythmia.data', [...cells, '06'].join(',')));
    expect(header.split(',')).toHaveLength(279);
    expect(header).toMatch(/^age,sex,.*,QRS,T,P,QRST,heartrate,chDI_Qwave,.*,chV6_QRSTA,target$/);
    expect(row.split(',').slice(9, 15)).toEqual(['9', '', '11', '12', '14', '15']);
    expect(row).toMatch(/,1$/);
  });

  it('glass: kinds by their names, and no kind that is unknown', async () => {
    const made = await rowsOf('glass', archive('glass.data', '1,1.5,13,4,1,71,0,8,0,0,3'));
    expect(made[1]).toBe('1.5,13,4,1,71,0,8,0,0,vehic wind float');
    const unknown = archive('glass.data', '1,1.5,13,4,1,71,0,8,0,0,4');
    expect(await failure(rowsOf('glass', unknown))).toMatch(/unknown label "4", expected one of "1", "2"/);
  });

  it('wine: semicolons and a header in quotes', async () => {
    const csv = bytes('"a";"b";"quality"', '7.4;0.70;5');
    expect(await rowsOf('wine_quality_red', csv)).toEqual(['a,b,target', '7.4,0.7,5']);
  });

  it('minerals: as a file or in the archive of Kaggle, its index with or without a name', async () => {
    const file = (index: string) =>
      bytes(`${index},Name,Crystal Structure,Mohs Hardness`, '0,"A, B",2.0,4.5');
    const made = ['Mohs Hardness,target', '4.5,2'];
    expect(await rowsOf('minerals', file(''))).toEqual(made);
    expect(await rowsOf('minerals', file('Unnamed: 0'))).toEqual(made);
    expect(await rowsOf('minerals', zipArchive([['Minerals_Database.csv', file('')]]))).toEqual(made);
  });

  it('har: the ARFF file of OpenML, its columns numbered', async () => {
    const attributes = Array.from({ length: 561 }, (_, i) => `@ATTRIBUTE V${i + 1} REAL`);
    const row = Array.from({ length: 561 }, () => '-0.25').join(',');
    const arff = ['@RELATION har', ...attributes, '@ATTRIBUTE Class {1,2,3,4,5,6}', '@DATA', `${row},5`];
    const [header, cells] = await rowsOf('har', bytes(...arff));
    expect(header).toMatch(/^V1,V2,.*,V561,target$/);
    expect(cells).toMatch(/^-0\.25,.*,5$/);
    const short = arff.filter((line) => !line.includes('V561 ')).map((line) => line.replace('-0.25,', ''));
    expect(await failure(rowsOf('har', bytes(...short)))).toBe('original: 561 columns, expected 562');
  });
});

describe('normaliseOriginal', () => {
  it('says first what can be seen to differ', async () => {
    const glass = findDataset('glass');
    const few = archive('glass.data', '1,1.5,13,4,1,71,0,8,0,0,3');
    expect(await failure(normaliseOriginal(glass, glass.originals[0], few, 'glass.zip'))).toBe(
      'glass.zip: this is not the original of glass: its table has 1 row, expected 214',
    );
    const lines = [...glass.classCounts.values()].flatMap((count, kind) =>
      Array.from({ length: count }, (_, i) => `${i},1.5,13,4,1,71,0,8,0,${i},${[1, 2, 5, 7, 6, 3][kind]}`),
    );
    const invented = archive('glass.data', ...lines);
    expect(await failure(normaliseOriginal(glass, glass.originals[0], invented, 'glass.zip'))).toMatch(
      new RegExp(`its table has another checksum: expected ${glass.checksum}, got [0-9a-f]{64}$`),
    );
    const other = archive('glass.data', ...lines.map((line) => line.replace(/,6$/, ',7')));
    expect(await failure(normaliseOriginal(glass, glass.originals[0], other, 'glass.zip'))).toMatch(
      /its table has 38 rows of class "headlamps", expected 29$/,
    );
  });
});

describe('findDataset', () => {
  it('offers the nearest names', () => {
    expect(findDataset('glass').name).toBe('glass');
    expect(() => findDataset('pen-digits')).toThrow(InputError);
    expect(() => findDataset('pen-digits')).toThrow(
      /no data set "pen-digits"\. Did you mean "pen_digits"\? Data/,
    );
    expect(() => findDataset('__proto__')).toThrow(/Data sets: ecoli, optical_digits/);
  });

  it('has names and addresses that are each other’s only ones', () => {
    const addresses = datasets.flatMap(({ name, originals }) =>
      originals.flatMap(({ address }) => (address === undefined ? [] : [`${name} ${address}`])),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(new URL(address.split(' ')[1]).protocol).toBe('https:');
  });
});

/** Minerals: physical properties and composition of 3112 minerals, and the crystal structure. */

import { dropColumns } from '../../../tables/preparation/table-parts.js';
import { readTable } from '../../../tables/reading/read-table.js';
import { describeDataset } from '../dataset-entry.js';
import { archiveMembers } from '../formats/archive-members.js';
import { asTarget } from '../rules.js';

const INDEX = 'Unnamed: 0';

/** pandas writes the index without a name, and reads that back as `Unnamed: 0`; both kinds of file exist. */
function withIndexNamed(file: Uint8Array): Uint8Array {
  const named = file[0] !== ','.charCodeAt(0);
  return named ? file : new Uint8Array([...new TextEncoder().encode(INDEX), ...file]);
}

export const minerals = describeDataset({
  name: 'minerals',
  title: 'Comprehensive database of Minerals',
  task: 'multiclass',
  features: 137,
  classCounts: [
    ['0', 2380],
    ['1', 84],
    ['2', 284],
    ['3', 169],
    ['4', 53],
    ['5', 116],
    ['6', 26],
  ],
  targetMeaning:
    'code of the crystal structure as in the file: 0 not given, 1 triclinic, 2 monoclinic, 3 orthorhombic, 4 tetragonal, 5 hexagonal or trigonal, 6 cubic (the names are inferred from well-known minerals)',
  licence: 'stated on its Kaggle page; check it before use',
  citation:
    'Venugopal, V. Comprehensive database of Minerals [Dataset]. Kaggle. https://www.kaggle.com/datasets/vinven7/comprehensive-database-of-minerals',
  page: 'https://www.kaggle.com/datasets/vinven7/comprehensive-database-of-minerals',
  rule: 'drop the row index and the name of the mineral; the label is Crystal Structure',
  paper: { features: 140, imbalanceRatio: 95.2 },
  differenceFromPaper:
    'the paper says 140 features: that is the number of columns of the file with the row index, the name and the label; features are 137. The largest class (2380 rows) is code 0, structure not given; its imbalance ratio (95.2) is not that of the class counts (91.5)',
  checksum: 'e4e6e096429e77591163a43b417b2d6d8796e049156a669ad7ae17f4611f600b',
  byHand:
    'sign in to Kaggle, download Minerals_Database.csv (or the archive with it) from the page of the data set, then run: qcl-mixnet datasets fetch minerals --from FILE',
  originals: [
    {
      repository: 'Kaggle',
      toTable: async (bytes, source) => {
        const [file] = await archiveMembers(bytes, ['Minerals_Database.csv'], source);
        const table = await readTable(withIndexNamed(file), { name: source, format: 'csv' });
        return asTarget(dropColumns(table, [INDEX, 'Name']), 'Crystal Structure');
      },
    },
  ],
});

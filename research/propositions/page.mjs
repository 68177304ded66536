// docs/propositions.md and its pictures, from the record alone.
import { decouplingClaims } from './claims/decoupling.mjs';
import { expressivenessClaims } from './claims/expressiveness.mjs';
import { landscapeClaims } from './claims/landscape.mjs';
import { mixupClaims } from './claims/mixup.mjs';
import { errorTables } from './error-table.mjs';
import { decouplingPictures } from './pictures/decoupling.mjs';
import { expressivenessPictures } from './pictures/expressiveness.mjs';
import { landscapePictures } from './pictures/landscape.mjs';
import { mixupPictures } from './pictures/mixup.mjs';
import { PROPOSITIONS } from './propositions-text.mjs';
import { Measured } from './record.mjs';
import { asStated, STANDARD_ERRORS } from './rules.mjs';

const PARTS = new Map([
  [1, { claims: expressivenessClaims, pictures: expressivenessPictures, tables: errorTables }],
  [2, { claims: mixupClaims, pictures: mixupPictures, tables: () => [] }],
  [3, { claims: landscapeClaims, pictures: landscapePictures, tables: () => [] }],
  [4, { claims: decouplingClaims, pictures: decouplingPictures, tables: () => [] }],
]);

/**
 * The files of the page by path in docs/, for the propositions in the record.
 * @param {readonly import('./record.mjs').Measurement[]} record @returns {Map<string, string>}
 */
export function propositionsPage(record) {
  /** @type {Map<string, string>} */
  const files = new Map();
  const sections = [];
  const summary = ['| proposition | about | as stated |', '| --- | --- | --- |'];
  for (const text of PROPOSITIONS) {
    const measured = new Measured(record, text.number);
    if (measured.all.length === 0) continue;
    const { claims, pictures, tables } = PARTS.get(text.number);
    const judged = claims(measured);
    const stated = judged.filter((claim) => claim.stated).map(({ verdict }) => verdict);
    const verdict = `${text.subject === undefined ? '' : `${text.subject.toLowerCase()} `}${asStated(stated)}`;
    summary.push(`| [${text.number}](#${anchor(text)}) | ${text.title} | ${verdict} |`);
    const drawn = pictures(measured);
    for (const { name, svg } of drawn) files.set(`figures/${name}.svg`, `${svg.trimEnd()}\n`);
    sections.push(section(text, { judged, stated, drawn, tables: tables(measured) }));
  }
  files.set(
    'propositions.md',
    `${INTRODUCTION}\n\n${summary.join('\n')}\n\n${RULE}\n\n${sections.join('\n\n')}\n`,
  );
  return files;
}

const INTRODUCTION = `# The paper's propositions, tried

The paper states four propositions about its method (section 3.3), with sketches of proofs or an intuition. Here each is
measured with this package's own layers, losses and mixup. Made by \`npm run research -- propositions\` from
\`research/propositions.jsonl\`, which it also measures; \`--check\` says whether this page is what that record gives.`;

const RULE = `A claim compares two things in several cases (target functions, manifolds, tables); the difference of a case is a mean over
its seeds. By a rule that was written down before the first run, a claim is *repeated* if the mean over the cases is more than
${STANDARD_ERRORS} standard errors (over the cases) in its favour, *contradicted* if it is as far against it, and *undecided* otherwise. The
brackets hold the mean ± ${STANDARD_ERRORS} standard errors, with as many digits as it takes to see whether 0 is between them: if it is,
the claim is undecided. A claim about every point is contradicted by one counterexample. A claim that is true by definition is an
*identity* and proves nothing. A proposition holds as stated if every claim in its statement is
repeated; claims in the text or proof around it, or about what one would expect of it, are shown and do not count.`;

/** As VitePress makes it of a heading. */
const anchor = ({ number, title }) => `proposition-${number}-${title.toLowerCase().replaceAll(' ', '-')}`;

function section(text, { judged, stated, drawn, tables }) {
  const rows = judged.map(
    ({ text: claim, stated: isStated, found, verdict }) =>
      `| ${claim} | ${isStated ? 'yes' : 'no'} | ${found} | ${verdict} |`,
  );
  return [
    `## Proposition ${text.number}: ${text.title}`,
    `**Statement** (${text.place}): ${text.statement}`,
    `**Measured**: ${text.measured}`,
    `**${text.subject ?? 'It'} ${asStated(stated)}.** ${text.remark}`,
    [
      `| claim | in the statement | mean difference ± standard error [± ${STANDARD_ERRORS} standard errors] | verdict |`,
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    ...tables,
    ...drawn.map(({ name, alternative }) => `![${alternative}](figures/${name}.svg)`),
  ].join('\n\n');
}

/** The paper's claims and figures, for records of its data sets. */
import type { ReportPart, ReportSection } from '../../report/parts.js';
import { claimSentences, claimsTable, examineClaims, hasFindings } from '../claims/examined-claims.js';
import { ownComparisons } from '../claims/paper-comparison-tables.js';
import { isOfPaper, type ResultRow } from '../experiments/result-rows.js';
import { fromTextTable } from './from-text-table.js';
import { paperFigures } from './paper-figures.js';

/** Empty sections if the rows have nothing to do with the paper. */
export function claimSections(rows: readonly ResultRow[]): ReportSection[] {
  const ofPaper = rows.filter(({ dataset }) => isOfPaper(dataset));
  if (ofPaper.length === 0) return [];
  return [
    { title: 'Claims of the paper', parts: claimParts(ofPaper) },
    { title: "The paper's figures", parts: figureParts(ofPaper) },
  ];
}

function claimParts(rows: readonly ResultRow[]): ReportPart[] {
  const examined = examineClaims(rows);
  if (!hasFindings(examined)) return [];
  return [
    { kind: 'list', items: claimSentences(examined) },
    { ...fromTextTable(claimsTable(examined)), folded: true },
    ...ownComparisons(rows).flatMap(({ table, sentences }): ReportPart[] => [
      { kind: 'list', items: sentences },
      fromTextTable(table),
    ]),
  ];
}

function figureParts(rows: readonly ResultRow[]): ReportPart[] {
  return paperFigures(rows).map(({ svg, narrow, alternative }) => ({
    kind: 'figure',
    svg,
    narrow,
    note: `${alternative}.`,
  }));
}

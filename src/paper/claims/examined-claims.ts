/** The paper's claims beside what the records say, as a table and in words. */
import { countOf, inWords } from '../../text/name-list.js';
import type { TextTable } from '../../text/text-table.js';
import { CHOSEN_ON, chosenNotes, withMarkedNames } from '../datasets/chosen-on.js';
import type { ResultRow } from '../experiments/result-rows.js';
import type { ClaimVerdict, Finding, PaperClaim } from './claim.js';
import { type ClaimSetting, honestSetting, paperSetting } from './claim-setting.js';
import { NOT_EXAMINED, PAPER_CLAIMS } from './paper-claims.js';
import { verdictRules } from './verdict-rules.js';

export interface ExaminedClaim {
  readonly claim: PaperClaim;
  /** In the setting that the paper used. */
  readonly paper: Finding;
  /** With the honest protocol and tuned baselines. */
  readonly honest: Finding;
}

export interface ExaminedClaims {
  readonly settings: { readonly paper: ClaimSetting; readonly honest: ClaimSetting };
  /** All of `PAPER_CLAIMS`, in their order. */
  readonly claims: readonly ExaminedClaim[];
}

/** Every claim in both settings. */
export function examineClaims(rows: readonly ResultRow[]): ExaminedClaims {
  const settings = { paper: paperSetting(rows), honest: honestSetting(rows) };
  const examined = (claim: PaperClaim, setting: ClaimSetting): Finding => {
    const finding = claim.examine(setting);
    return claim.invalid !== undefined && finding.verdict !== 'no records'
      ? { ...finding, verdict: 'not valid' }
      : finding;
  };
  return {
    settings,
    claims: PAPER_CLAIMS.map((claim) => ({
      claim,
      paper: examined(claim, settings.paper),
      honest: examined(claim, settings.honest),
    })),
  };
}

/** Whether there is any claim that the records can examine. */
export function hasFindings({ claims }: ExaminedClaims): boolean {
  return claims.some(({ paper, honest }) => [paper, honest].some(({ verdict }) => verdict !== 'no records'));
}

/** The claims with both findings. */
export function claimsTable({ settings, claims }: ExaminedClaims): TextTable {
  const { paper, honest } = settings;
  return {
    title: 'Claims of the paper',
    head: [
      ...['claim', 'where', 'the paper'],
      ...[`found in ${paper.title}`, 'verdict'],
      ...[`found, ${honest.title}`, 'verdict'],
    ],
    rows: claims.map(({ claim, paper, honest }) => [
      withMarkedNames(claim.claim),
      claim.place,
      claim.printed,
      ...[withMarkedNames(paper.found), verdictText(paper)],
      ...[withMarkedNames(honest.found), verdictText(honest)],
    ]),
    notes: [
      'The paper made all of these claims with tuned machine learning and with networks whose checkpoint the test rows chose. ' +
        `In the honest column ${honest.own} has its checkpoint chosen on validation rows.`,
      ...verdictRules(),
      ...claims.flatMap(({ claim }) =>
        claim.invalid === undefined ? [] : [`Not valid: ${claim.claim}. ${claim.invalid}`],
      ),
      `Not examined: ${NOT_EXAMINED.join('; ')}.`,
      ...missingNotes([paper, honest]),
      ...chosenNotes(CHOSEN_ON),
    ],
  };
}

function verdictText({ verdict, decidedBy }: Finding): string {
  return decidedBy === undefined ? verdict : `${verdict} (${decidedBy})`;
}

function missingNotes(settings: readonly ClaimSetting[]): string[] {
  return settings
    .filter(({ missing, datasets }) => missing.length > 0 || datasets.length === 0)
    .map(
      ({ title, missing }) =>
        `No records of ${title} for ${missing.length > 3 ? `${missing.length} of 21 classifiers` : inWords(missing) || 'a common data set'}.`,
    );
}

/** How many claims are repeated, once a setting, in sentences. */
export function claimSentences({ claims }: ExaminedClaims): string[] {
  const counted = claims.filter(({ claim }) => claim.invalid === undefined);
  const invalid = claims.length - counted.length;
  const all = `The paper makes ${countOf(counted.length, 'distinct claim')} that runs can examine${
    invalid === 0 ? '' : `, and ${invalid} more that rests on a test that is not valid and is not counted`
  }.`;
  return [
    all,
    sentence(
      "In the paper's own setting, which leaks,",
      counted.map(({ paper }) => paper),
    ),
    sentence(
      'With the honest protocol and tuned baselines',
      counted.map(({ honest }) => honest),
    ),
  ];
}

function sentence(where: string, findings: readonly Finding[]): string {
  const count = (verdict: ClaimVerdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const without = count('no records');
  if (without === findings.length) return `${where} there are no records yet.`;
  const number = (verdict: ClaimVerdict) => count(verdict) || 'none';
  const are = (verdict: ClaimVerdict) => (count(verdict) > 1 ? 'are' : 'is');
  const parts = [
    `${number('repeated')} ${are('repeated')} repeated`,
    `${number('not repeated')} ${are('not repeated')} not (absent, or smaller than printed)`,
    `${number('undecided')} ${are('undecided')} undecided`,
    ...(without === 0 ? [] : [`${without} need${without === 1 ? 's' : ''} records that are not there`]),
  ];
  return `${where} ${inWords(parts)}.`;
}

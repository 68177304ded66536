/** Usual words for ordered levels. */
import type { WordCounts } from '../word-counts.js';

/** The spellings of each level, from the lowest. */
export type Levels = readonly (readonly string[])[];

/** A column of more different words than this holds no scale. */
export const MOST_LEVELS = 60;
/** Of words of one or two letters, such as S and M, this number must occur: fewer may abbreviate anything. */
const FEWEST_ABBREVIATIONS = 3;

function levels(text: string): Levels {
  return text.split(' < ').map((level) => level.split('|'));
}

const SCALES: readonly Levels[] = [
  'none|no|zero < lowest|extremely low < very low|verylow|vlow|v low < low|lo < medium low|low medium|moderately low|below average < medium|med|moderate|mid|middle|average|normal|intermediate < medium high|moderately high|above average < high|hi < very high|veryhigh|vhigh|v high < highest|extremely high',
  'xxs|2xs < xs|extra small|xsmall|x small|tiny|very small < s|small|sm < m|medium|med|mid|midsize|middle < l|large|lg|big < xl|extra large|xlarge|x large|very large|very big < xxl|2xl|huge < xxxl|3xl|enormous|gigantic < xxxxl|4xl',
  'terrible|awful|horrible|unacceptable < very poor|very bad < poor|bad|po < below average|below average typical < fair|fa|mediocre < average|ok|okay|acceptable|adequate|satisfactory|typical|ta|normal < above average|above average typical < good|gd < better < very good|verygood < best|great < excellent|ex|superior < outstanding|exceptional|perfect',
  'never|not at all < almost never|hardly ever|very rarely < rarely|seldom|infrequently < occasionally|once in a while < sometimes|now and then|about half the time < regularly < often|frequently < usually|very often|very frequently|most of the time < almost always|nearly always < always|all the time|constantly',
  'never < less than yearly < yearly|annually|once a year < semiannually|twice a year < quarterly < monthly|once a month < biweekly|fortnightly|every two weeks < weekly|once a week < several times a week < daily|every day|once a day < hourly',
  'strongly disagree|completely disagree|totally disagree < disagree < somewhat disagree|slightly disagree|rather disagree|tend to disagree < neutral|neither|neither agree nor disagree|neither disagree nor agree|undecided|unsure < somewhat agree|slightly agree|rather agree|tend to agree < agree < strongly agree|completely agree|totally agree',
  'completely dissatisfied|extremely dissatisfied < very dissatisfied|very unsatisfied|strongly dissatisfied < dissatisfied|unsatisfied < somewhat dissatisfied|slightly dissatisfied < neutral|neither|neither satisfied nor dissatisfied|indifferent < somewhat satisfied|slightly satisfied < satisfied < very satisfied|strongly satisfied < completely satisfied|extremely satisfied',
  'impossible < extremely unlikely < very unlikely < unlikely|improbable < somewhat unlikely < neutral|neither|possible|possibly|maybe < somewhat likely < likely|probable|probably < very likely < extremely likely < certain|definitely',
  'not important|unimportant|not at all important < slightly important|somewhat unimportant|of little importance < somewhat important|moderately important|neutral < important|fairly important < very important < extremely important|essential',
  'very negative < negative < slightly negative < neutral < slightly positive < positive < very positive',
  'none|no|absent|normal < negligible|trace|very mild < minimal|slight < mild|minor < moderate|medium < major|serious|marked < severe < very severe|extreme|critical < fatal|catastrophic',
  'trivial|info|informational < minor|low|warning < medium|moderate|normal < major|high|error < critical|urgent|blocker',
  'very slow < slow < medium|moderate|normal|average < fast|quick < very fast',
  'very light < light|lite < medium|moderate|normal < heavy < very heavy',
  'very weak < weak < medium|moderate|average < strong < very strong',
  'very easy < easy|simple < medium|moderate|normal|intermediate < hard|difficult < very hard|very difficult|expert',
  'very short < short < medium|average|normal|mid < long|tall < very long|very tall',
  'freezing < very cold < cold < cool|chilly < mild|moderate|temperate < warm < hot < very hot',
  'narrow < medium|normal < wide|broad',
  'thin|slim < medium|normal|average < thick|fat',
  'new born|newborn|infant|baby < toddler < child|kid < teen|teenager|adolescent|youth < young adult < adult < middle aged|middleaged < senior|elderly|old',
  'very young < young < middle aged|middle age|middle < old < very old',
  'novice|beginner|basic|entry|entry level < elementary|junior < intermediate|medium|mid|mid level < advanced|senior < expert|master|lead|principal',
  'bronze < silver < gold < platinum < diamond',
  'first|1st < second|2nd < third|3rd < fourth|4th < fifth|5th < sixth|6th < seventh|7th < eighth|8th < ninth|9th < tenth|10th < eleventh|11th < twelfth|12th',
  'i < ii < iii < iv < v < vi < vii < viii < ix < x < xi < xii',
  'one < two < three < four < five < six < seven < eight < nine < ten < eleven < twelve',
  'no education|none|illiterate|preschool|pre school < primary|primary school|elementary|elementary school|1st 4th < middle school|lower secondary < some high school|below high school|less than high school < high school|highschool|hs|hs grad|high school graduate|secondary|upper secondary|below college < some college|vocational|associate|associates|associate degree|college < bachelor|bachelors|bachelor degree|bachelors degree|bachelor s degree|undergraduate|university|graduate < master|masters|master degree|masters degree|master s degree|postgraduate < doctor|doctorate|phd|doctoral',
  'freshman < sophomore < junior < senior',
  'january|jan < february|feb < march|mar < april|apr < may < june|jun < july|jul < august|aug < september|sep|sept < october|oct < november|nov < december|dec',
  'monday|mon < tuesday|tue|tues < wednesday|wed < thursday|thu|thur|thurs < friday|fri < saturday|sat < sunday|sun',
  'early morning|dawn < morning < noon|midday < afternoon < dusk|evening < night < midnight',
  'q1 < q2 < q3 < q4',
].map(levels);
const SCALES_BY_WORD = SCALES.map((scale) => ({ scale, ranks: rankOf(scale) }));

/** From the worst, which are taken for grades only where one has a sign, or the column is named so. */
const GRADES = levels('f < e- < e < e+ < d- < d < d+ < c- < c < c+ < b- < b < b+ < a- < a < a+');
const GRADE_NAME = /(?:^|[^a-z])(?:grades?|marks?)$/i;

/** The word as it is compared: letter case, surrounding signs, hyphens and underscores do not matter. */
export function levelSpelling(word: string): string {
  const text = word.normalize().trim().toLowerCase();
  return text
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+-]+$/gu, '')
    .replace(/(?<=\p{L})[\s_./’'-]+(?=[\p{L}\p{N}])/gu, ' ');
}

/** The scale that holds all of `words`, at least two levels of it. */
export function findScale(name: string, { words }: Pick<WordCounts, 'words'>): Levels | undefined {
  if (words.length < 2 || words.length > MOST_LEVELS) return undefined;
  const spellings = words.map(levelSpelling);
  const abbreviated = new Set(spellings.filter((word) => word.length < 3));
  const holds = (ranks: ReadonlyMap<string, number>) =>
    spellings.every((word) => ranks.has(word)) && new Set(spellings.map((word) => ranks.get(word))).size > 1;
  const graded = GRADE_NAME.test(name) || spellings.some((word) => /^[a-f][+-]$/.test(word));
  if (graded && holds(rankOf(GRADES))) return GRADES;
  if (abbreviated.size === new Set(spellings).size && abbreviated.size < FEWEST_ABBREVIATIONS)
    return undefined;
  return SCALES_BY_WORD.find(({ ranks }) => holds(ranks))?.scale;
}

/** Rank by spelling. */
function rankOf(scale: Levels): Map<string, number> {
  return new Map(scale.flatMap((level, rank) => level.map((word): [string, number] => [word, rank])));
}

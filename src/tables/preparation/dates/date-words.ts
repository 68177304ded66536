/**
 * Names of months and weekdays in common European languages, in lower case and without accents (`withoutAccents`). Fixed,
 * not from `Intl`, whose names differ between versions: a saved model must read the same dates everywhere.
 */

const MONTH_NAMES: readonly string[] = [
  // English; the short names of months are its first three letters, unless others are given.
  'january february march april may june july august september october november december',
  'jan feb mar apr may jun jul aug sept oct nov dec',
  // French
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  // German, also of Austria
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz apr mai juni juli aug sept okt nov dez',
  // Spanish
  'enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre',
  'ene feb mar abr may jun jul ago septiembre oct nov dic',
  // Italian
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  // Portuguese
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'jan fev mar abr mai jun jul ago set out nov dez',
  // Dutch
  'januari februari maart april mei juni juli augustus september oktober november december',
  'jan feb mrt apr mei jun jul aug sep okt nov dec',
  // Swedish, Danish, Norwegian
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar marts april maj juni juli august september oktober november desember',
  'jan feb mars apr mai jun jul aug sep okt nov des',
  // Polish, as in dates
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia',
  'sty lut mar kwi maj cze lip sie wrz paz lis gru',
];

/** The number of a month, 1 to 12, by its name or its short name. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((names) => names.split(' ').map((name, i) => [name, i + 1] as const)).concat([
    ['sep', 9],
  ]),
);

/** Names of weekdays, as alternatives of a regular expression: in English with any ending, others in full or short. */
export const WEEKDAYS = [
  '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}',
  'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim',
  'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so',
  'lunes|martes|miercoles|jueves|viernes|sabado|domingo|mie|jue|vie|sab|dom',
  'lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|gio',
  '(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|seg|ter|qua|qui|sex',
  'maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo',
  'mandag|tirsdag|onsdag|torsdag|fredag|lordag|sondag|tisdag|tors|tis|ons|tor|lor',
  'poniedzialek|wtorek|sroda|czwartek|piatek|sobota|niedziela',
].join('|');

const OTHER_LETTERS = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
]);

/** Lower-case text without the accents of Latin letters. */
export function withoutAccents(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[łø]/g, (letter) => OTHER_LETTERS.get(letter)!);
}

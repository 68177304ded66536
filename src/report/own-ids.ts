/** Gives a figure inside a page ids of its own, and refers to its title and description as its labels. */

/** A start tag; quoted attribute values may contain `>`. */
const START_TAG = /<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/gi;
const OWN_ID = /(\sid=["'])/g;
const REFERENCE = /((?:href=["']|url\()#)/g;

/** `svg` with `prefix` before all its ids and references to them, labelled by its own title and description. */
export function withOwnIds(svg: string, prefix: string): string {
  const own = svg.replace(START_TAG, (tag) =>
    tag.replace(OWN_ID, `$1${prefix}-`).replace(REFERENCE, `$1${prefix}-`),
  );
  const [root] = own.match(START_TAG) ?? [];
  if (root === undefined) return own;
  const labels = ['title', 'desc'].filter((name) => own.includes(`<${name}>`));
  const [label, description] = [`${prefix}-title`, `${prefix}-desc`];
  const attributes = [
    labels.includes('title') ? ` aria-labelledby="${label}"` : '',
    labels.includes('desc') ? ` aria-describedby="${description}"` : '',
  ];
  return own
    .replace(root, () => `${root.slice(0, -1)}${attributes.join('')}>`)
    .replace('<title>', `<title id="${label}">`)
    .replace('<desc>', `<desc id="${description}">`);
}

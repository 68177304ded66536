import { parseHTML } from 'linkedom';

/** The visible texts of a figure in their order, without its `<desc>` and `<title>`. */
export function textsOf(svg: string): string[] {
  const { document } = parseHTML(svg);
  return [...document.querySelectorAll('text')].map((text) => text.textContent ?? '');
}

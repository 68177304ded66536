/** A part of the page's script: marks what is wider than its place, which the style says in words; unfolds for paper. */
export const SCROLL_SCRIPT = `
const mark = () => {
  for (const place of document.querySelectorAll('.scroll')) {
    place.classList.toggle('overflows', place.scrollWidth > place.clientWidth + 1);
  }
};
for (const details of document.querySelectorAll('details')) details.addEventListener('toggle', mark);
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
addEventListener('resize', mark);
mark();
`;

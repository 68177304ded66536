/** The style of a report, on light and dark screens and on paper: one sheet without URLs. */

/** Colours of the page; figures keep their white background. */
export const PALETTES = {
  light: {
    paper: '#ffffff',
    ink: '#1a1a1a',
    quiet: '#555555',
    line: '#c8c8c8',
    raised: '#f3f4f6',
    link: '#00558c',
    warning: '#7a3d00',
  },
  dark: {
    paper: '#16181c',
    ink: '#ececec',
    quiet: '#b4b8be',
    line: '#4a4f57',
    raised: '#23262c',
    link: '#8cc8f5',
    warning: '#ffc27a',
  },
} as const;

const variables = (palette: (typeof PALETTES)[keyof typeof PALETTES]) =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

export const STYLE = `
:root{color-scheme:light dark;${variables(PALETTES.light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(PALETTES.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.3rem;margin-top:2.5rem;border-bottom:1px solid var(--line)}
h3{font-size:1.1rem;margin-top:1.75rem}
p,li{max-width:46rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw;background:var(--paper);padding:.5rem}.skip:focus{left:.5rem;top:.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
.warning{border-left:4px solid var(--warning);color:var(--warning);padding-left:.75rem;font-weight:600}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:.25rem}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;
unicode-bidi:isolate;overflow-wrap:normal}
thead th{background:var(--raised);vertical-align:bottom}
tbody th{font-weight:400;min-width:9em}
td[dir]{min-width:8em}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.best{font-weight:700}
.wide{font-size:.8rem}.wide th,.wide td{padding:.2rem .35rem}
th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;
text-align:inherit}
th button::after{content:"\\2195";padding-left:.3em;color:var(--quiet)}
th[aria-sort=ascending] button::after{content:"\\25B2"}
th[aria-sort=descending] button::after{content:"\\25BC"}
.notes,figcaption{color:var(--quiet);font-size:.9rem}
figure{margin:1.25rem 0}
figure>svg{display:block;max-width:100%;height:auto;border-radius:4px;background:#fff;padding-bottom:.5rem}
figcaption{padding-top:.25rem}
pre{background:var(--raised);padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:4px}
footer{margin-top:3rem;color:var(--quiet);font-size:.9rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{
@page{margin:14mm}
body{max-width:none;padding:0;font-size:10.5pt}
nav,.skip{display:none}
.scroll{overflow:visible}
.wide{font-size:6pt}.wide .number{white-space:normal}.wide th,.wide td{padding:.1rem .1rem}td[dir]{overflow-wrap:anywhere}
tbody th,td[dir]{min-width:0}
thead{display:table-header-group}
tr,figure,pre{break-inside:avoid}h2,h3,caption{break-after:avoid}
th button::after{content:none}
}
`;

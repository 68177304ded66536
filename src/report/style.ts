/** The style of a report, on light and dark screens and on paper: one sheet without URLs. */

import { darkColours } from '../figures/style.js';

/** Colours of the page. */
export const PALETTES = {
  light: {
    paper: '#ffffff',
    ink: '#1a1a1a',
    quiet: '#555555',
    line: '#c8c8c8',
    raised: '#f3f4f6',
    link: '#00558c',
    warning: '#7a3d00',
    shadow: '#00000038',
  },
  dark: {
    paper: '#16181c',
    ink: '#ececec',
    quiet: '#b4b8be',
    line: '#4a4f57',
    raised: '#23262c',
    link: '#8cc8f5',
    warning: '#ffc27a',
    shadow: '#ffffff40',
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
.scroll{overflow-x:auto;margin:1rem 0;background:
linear-gradient(to right,var(--paper) 40%,transparent) left/2rem 100% no-repeat local,
linear-gradient(to left,var(--paper) 40%,transparent) right/2rem 100% no-repeat local,
linear-gradient(to right,var(--shadow),transparent) left/.9rem 100% no-repeat scroll,
linear-gradient(to left,var(--shadow),transparent) right/.9rem 100% no-repeat scroll}
.overflows::before{content:"Scroll sideways for more \\2192";display:block;position:sticky;left:0;
color:var(--quiet);font-size:.8rem;text-align:right}
details{margin:1rem 0}summary{cursor:pointer;font-weight:600;color:var(--link)}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:.25rem}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;
unicode-bidi:isolate;overflow-wrap:normal}
thead th{background:var(--raised);vertical-align:bottom}
tbody th{font-weight:400;min-width:9em}
td[dir]{min-width:8em}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
.best,tbody th.best{font-weight:700}
.wide{font-size:.8rem}.wide th,.wide td{padding:.2rem .35rem}
th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;
text-align:inherit}
th button::after{content:"\\2195";padding-left:.3em;color:var(--quiet)}
th[aria-sort=ascending] button::after{content:"\\25B2"}
th[aria-sort=descending] button::after{content:"\\25BC"}
.notes,figcaption{color:var(--quiet);font-size:.9rem}
figure{margin:1.25rem 0}
figure svg{display:block;max-width:100%;height:auto}
figure .scroll{margin:0}figure .scroll svg{max-width:none}
.at-narrow{display:none}.at-narrow svg{width:100%;max-width:28rem}
@media screen and (max-width:47rem){.at-wide{display:none}.at-narrow{display:block}}
${darkColours('figure ')}
.slider:not([hidden]){margin:1rem 0;padding:.75rem 1rem;border:1px solid var(--line);border-radius:4px}
.slider p{margin:.25rem 0 .75rem}.slider .caption{font-weight:600}
.slider input{font:inherit;color:inherit;accent-color:var(--link)}
.slider input[type=range]{display:block;width:100%;height:2.5rem;margin:0}
.slider input[type=number]{width:6em;background:var(--paper);border:1px solid var(--quiet);border-radius:4px;padding:.25rem .4rem}
.slider output{font-weight:600;font-variant-numeric:tabular-nums}
.costs{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem}
.numbers{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;align-items:start}
dl{margin:0;display:grid;gap:.25rem;min-width:min(100%,21rem)}dl div{display:flex;justify-content:space-between;gap:1rem;
border-bottom:1px solid var(--line);padding:.2rem 0}dt{color:var(--quiet)}
dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;text-align:right}
figcaption{padding-top:.25rem}
pre{background:var(--raised);padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:4px}
footer{margin-top:3rem;color:var(--quiet);font-size:.9rem}
.hidden{position:absolute;left:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen{td.sentence{min-width:16em}}
@media screen and (max-width:30rem){tbody th{min-width:6em}td[dir]:not(.sentence){min-width:3em}}
@media print{
@page{margin:14mm}
body{max-width:none;padding:0;font-size:10.5pt}
nav,.skip,.slider:not([hidden]){display:none}
.scroll{overflow:visible;background:none}.overflows::before{content:none}
figure .scroll svg{max-width:100%}
details[open] summary{display:none}
.wide{font-size:8pt}.wide .number{white-space:normal}.wide th,.wide td{padding:.1rem .3rem}td[dir]{overflow-wrap:anywhere}
.widest{font-size:6pt}.widest th,.widest td{padding:.1rem .1rem}
tbody th,td[dir]{min-width:0}
thead{display:table-header-group}
tr,figure,pre{break-inside:avoid}h2,h3,caption{break-after:avoid}
th button::after{content:none}
}
`;

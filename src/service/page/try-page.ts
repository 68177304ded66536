/** A page to try the models of a service: one HTML text that fetches nothing but the service's own answers. */
import { createHash } from 'node:crypto';
import { Html, html } from '../../report/html.js';
import { PALETTES } from '../../report/style.js';
import { VERSION } from '../../version.js';
import { SCRIPT } from './try-script.js';

const variables = (palette: Readonly<Record<string, string>>) =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

const STYLE = `
:root{color-scheme:light dark;${variables(PALETTES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(PALETTES.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:.25rem 0 1rem}h2{font-size:1.15rem;margin:1.25rem 0 .5rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
[hidden]{display:none!important}
label{display:block;font-weight:600}
input,select,button{font:inherit;color:inherit;width:100%;min-height:2.75rem;padding:.4rem .6rem;
background:var(--paper);border:1px solid var(--quiet);border-radius:4px}
button{width:auto;padding:.4rem 1.5rem;font-weight:600;background:var(--link);color:var(--paper);
border-color:var(--link);cursor:pointer}
button:disabled{opacity:.6}
small,#about,footer{color:var(--quiet)}
#fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.75rem 1rem;margin:1rem 0}
#message{white-space:pre-line;border-left:4px solid var(--warning);color:var(--warning);padding:.25rem .75rem}
#answer{background:var(--raised);border-radius:6px;padding:.75rem 1rem;margin:1.25rem 0}
#answer:focus{outline:none}
#decision{font-size:1.6rem;font-weight:700}
dl{display:grid;grid-template-columns:minmax(4rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dd{margin:0;display:flex;gap:.75rem;align-items:center}dd span{font-variant-numeric:tabular-nums}
meter{flex:1;max-width:24rem;min-width:4rem;height:1rem}
#reasons{list-style:none;padding:0;margin:0}#notices{color:var(--quiet);padding-left:1.2rem}
details{margin:.75rem 0}summary{cursor:pointer;color:var(--link);font-weight:600}
pre{overflow-x:auto;font-size:.85rem;white-space:pre-wrap}
#access div{display:flex;gap:.5rem;margin:.5rem 0}#access button{flex:none;white-space:nowrap}
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Of the page alone: its own style and script, and requests to where it comes from. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** It holds no data: what it shows it asks for, with the token that the user gives. */
export const TRY_PAGE = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Models of qcl-mixnet</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><h1>Try a model</h1></header>
<main>
<details id="access"><summary>Token</summary>
<form>
<label for="token">If the service asks for one</label>
<div><input id="token" type="password" autocomplete="off"><button>Use</button></div>
</form>
</details>
<p id="message" role="alert" hidden></p>
<section id="chosen" hidden>
<label for="model">Model</label>
<select id="model"></select>
<p id="about"></p>
<form id="form">
<div id="fields"></div>
<button id="go">Predict</button>
</form>
<section id="answer" tabindex="-1" aria-live="polite" hidden>
<h2>Decision</h2>
<div id="decision"></div>
<h2>Probabilities</h2>
<dl id="probabilities"></dl>
<div id="why"><h2 id="of"></h2><ul id="reasons"></ul></div>
<ul id="notices"></ul>
<details><summary>Request</summary><pre id="body"></pre></details>
</section>
</section>
</main>
<footer><p>qcl-mixnet ${VERSION}. <a id="description" href="/openapi.json">OpenAPI document</a></p></footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const API = fileURLToPath(new URL('../api', import.meta.url));
const KINDS = [
  ['functions', 'Functions'],
  ['classes', 'Classes'],
  ['interfaces', 'Interfaces'],
  ['type-aliases', 'Types'],
  ['variables', 'Constants'],
];

/** The pages that typedoc made of an entry of the package. @param {string} folder */
function apiOf(folder) {
  const present = readdirSync(join(API, folder));
  return KINDS.filter(([kind]) => present.includes(kind)).map(([kind, text]) => ({
    text,
    collapsed: true,
    items: readdirSync(join(API, folder, kind))
      .sort()
      .map((file) => file.replace(/\.md$/, ''))
      .map((name) => ({ text: name, link: `/api/${folder}/${kind}/${name}` })),
  }));
}

const guide = [
  {
    text: 'Guide',
    items: [
      { text: 'Tables', link: '/tables' },
      { text: 'Choosing a classifier', link: '/models' },
      { text: 'Options of every classifier', link: '/classifiers' },
      { text: 'Library and browser', link: '/library' },
      { text: 'Service', link: '/service' },
      { text: 'Operating the service', link: '/service-operation' },
      { text: 'ONNX', link: '/onnx' },
      { text: 'SQL', link: '/sql' },
      { text: 'Quantum circuits', link: '/quantum' },
      { text: 'Speed', link: '/speed' },
      { text: 'Limits', link: '/limits' },
    ],
  },
  {
    text: 'Background',
    items: [
      { text: 'The paper and its experiment', link: '/paper' },
      { text: 'Results', link: '/results' },
      { text: 'The propositions, tried', link: '/propositions' },
      { text: 'Compared with AutoML and boosting libraries', link: '/comparison' },
      { text: 'How the ensembles were chosen', link: '/research' },
      { text: 'Architecture', link: '/architecture' },
    ],
  },
];

export default defineConfig({
  title: 'qcl-mixnet',
  description: 'Classifiers for rare events in tables, in Node or in a browser.',
  // The path at which the site is served.
  base: process.env.DOCS_BASE ?? '/',
  outDir: '../site',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/tables', activeMatch: '^/(tables|models|classifiers|library|speed|limits)' },
      {
        text: 'Results',
        link: '/paper',
        activeMatch: '^/(paper|results|propositions|comparison|research|architecture)',
      },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: {
      '/': guide,
      '/api/': [
        { text: 'qcl-mixnet', link: '/api/qcl-mixnet/', items: apiOf('qcl-mixnet') },
        { text: 'qcl-mixnet/browser', link: '/api/qcl-mixnet/browser/', items: apiOf('qcl-mixnet/browser') },
        { text: 'qcl-mixnet/paper', link: '/api/qcl-mixnet/paper/', items: apiOf('qcl-mixnet/paper') },
      ],
    },
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

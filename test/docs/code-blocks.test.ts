import { describe, expect, it } from 'vitest';
import { type CodeBlock, codeBlocks, roleOf } from './code-blocks.js';

const block = (language: string, code: string): CodeBlock => ({ language, code, line: 1 });

describe('codeBlocks', () => {
  it('finds the blocks with their language and line', () => {
    const text = ['# Title', '```ts', 'one();', '', 'two();', '```', 'between', '```', 'output', '```'];
    expect(codeBlocks(text.join('\n'))).toEqual([
      { language: 'ts', code: 'one();\n\ntwo();', line: 2 },
      { language: '', code: 'output', line: 8 },
    ]);
    expect(codeBlocks(text.join('\r\n'))).toEqual(codeBlocks(text.join('\n')));
  });

  it('refuses a block that is not closed', () => {
    expect(() => codeBlocks('text\n```ts\none();\n')).toThrow('line 2 is not closed');
  });
});

describe('roleOf', () => {
  it.each([
    ['ts', 'x', 'module'],
    ['js', 'x', 'module'],
    ['text', 'npx qcl-mixnet demo', 'none'],
    ['json', '{}', 'none'],
    ['sh', 'npm ci && npm start', 'none'],
    ['sh', '# set up\nsudo apt-get install chromium\nnpm test', 'none'],
    ['sh', 'npx qcl-mixnet demo', 'shell'],
    [
      'sh',
      '# train\nnpx qcl-mixnet train a.csv \\\n  --target b\n\nzcat a.gz | npx qcl-mixnet predict m -',
      'shell',
    ],
  ])('a %s block of %j: %s', (language, code, role) => {
    expect(roleOf(block(language, code))).toBe(role);
  });

  it('refuses a shell block that would go unchecked', () => {
    expect(() => roleOf(block('sh', 'qcl-mixnet demo'))).toThrow('npx qcl-mixnet');
    expect(() => roleOf(block('sh', 'npm install qcl-mixnet\nnpx qcl-mixnet demo'))).toThrow(
      'npx qcl-mixnet',
    );
  });
});

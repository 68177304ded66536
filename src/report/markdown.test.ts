import { describe, expect, it } from 'vitest';
import { markdownText, reportMarkdown } from './markdown.js';
import { numberCell } from './parts.js';

describe('markdownText', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['*bold* _it_', '\\*bold\\* \\_it\\_'],
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['[x](http://y) ![z]', '\\[x\\](http://y) !\\[z\\]'],
    ['back\\slash `code` &amp; ~~no~~', 'back\\\\slash \\`code\\` \\&amp; \\~\\~no\\~\\~'],
    ['- item', '\\- item'],
    ['12. item', '12\\. item'],
    ['# heading', '\\# heading'],
    ['two\n\nlines', 'two lines'],
  ])('escapes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });
});

describe('reportMarkdown', () => {
  it('writes sections, lists, commands and tables, without figures and empty sections', () => {
    const text = reportMarkdown({
      title: 'Card of a|b',
      sections: [
        {
          title: 'One',
          parts: [
            { kind: 'paragraph', text: 'Take care.', warning: true },
            { kind: 'list', items: ['first', '- second'] },
            { kind: 'commands', lines: ['echo ```'] },
            { kind: 'figure', svg: '<svg/>' },
            {
              kind: 'table',
              caption: 'Numbers',
              columns: [{ title: 'name' }, { title: 'value', numeric: true }],
              rows: [['x|y*', numberCell(-0.5)]],
              notes: ['a note'],
            },
          ],
        },
        { title: 'Empty', parts: [] },
      ],
    });
    expect(text).toMatch(
      /^# Card of a\\\|b\n\n## One\n\n\*\*Take care\.\*\*\n\n- first\n- \\- second\n\n````\necho ```\n````\n\n\*\*Numbers\*\*\n\n/,
    );
    expect(text).toContain('| name | value |\n| --- | ---: |\n| x\\|y\\* | -0.500 |\n\n- a note\n');
    expect(text).not.toMatch(/svg|Empty/);
  });
});

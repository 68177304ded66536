import { describe, expect, it } from 'vitest';
import { classificationReport } from './classification-report.js';
import { formatReport } from './format-report.js';

describe('formatReport', () => {
  it('aligns the table and marks the rarest class', () => {
    const y = ['common', 'common', 'common', 'common', 'common', 'rare', 'rare', 'mid', 'mid', 'mid'];
    const pred = ['common', 'common', 'common', 'common', 'mid', 'rare', 'common', 'mid', 'mid', 'mid'];
    const text = formatReport(classificationReport(y, pred, { labels: ['common', 'rare', 'mid', 'unseen'] }));
    expect(text).toBe(
      [
        '               precision  recall      F1  support',
        '',
        'common            0.8000  0.8000  0.8000        5',
        'rare              1.0000  0.5000  0.6667        2  <- rarest',
        'mid               0.7500  1.0000  0.8571        3',
        'unseen            0.0000  0.0000  0.0000        0  (not in the data)',
        '',
        'macro average     0.8500  0.7667  0.7746       10',
        '',
        'accuracy           0.8000',
        'balanced accuracy  0.7667',
        'macro F1           0.7746',
        '',
      ].join('\n'),
    );
  });

  it("has the paper's harmonic F1 if asked for it", () => {
    const report = classificationReport(['a', 'a', 'b'], ['a', 'b', 'b']);
    expect(formatReport(report)).not.toMatch(/macro precision/);
    expect(formatReport(report, { harmonicF1: true })).toMatch(
      /^F1 of macro precision and recall {2}0\.7500$/m,
    );
  });

  it('marks every one of equally rare classes, and none where all are alike', () => {
    const marks = (y: string[]) => formatReport(classificationReport(y, y)).split('<- rarest').length - 1;
    expect(marks(['a', 'b', 'c', 'c'])).toBe(2);
    expect(marks(['a', 'b', 'c'])).toBe(0);
    expect(marks(['a'])).toBe(0);
  });

  it('keeps line breaks and terminal codes of a label off the screen', () => {
    const text = formatReport(classificationReport(['a\nb', '\u001b[2J'], ['a\nb', '\u001b[2J']));
    expect(text).toContain('a\\u000ab');
    expect(text).toContain('\\u001b[2J');
    expect(text).not.toContain('\u001b');
  });

  it('counts an astral character as one', () => {
    const lines = formatReport(classificationReport(['🦠🦠', 'ab'], ['🦠🦠', 'ab'])).split('\n');
    expect(lines[3].length - lines[2].length).toBe(2);
    expect([...lines[2]].length).toBe([...lines[3]].length);
  });
});

import { describe, expect, it } from 'vitest';
import type { ImportDto, ImportLine } from '../host/api';
import { FORMATS, formatOf } from './formats';
import { levels, linesOf, summary } from './report';

const line = (level: string, text = level): ImportLine => ({ level, place: '', code: '', text });
const report = (more: Partial<ImportDto>): ImportDto => ({
  source: 's',
  added: 0,
  changed: 0,
  unchanged: 0,
  links: 0,
  lines: [],
  ...more,
});

describe('the report of an import', () => {
  const lines = [
    line('taken', 'a'),
    line('error', 'b'),
    line('taken', 'c'),
    line('warning', 'd'),
    line('novel', 'e'),
  ];

  it('counts its levels, most pressing first, and hides none it does not know', () => {
    expect(levels(lines)).toEqual([
      { level: 'error', count: 1 },
      { level: 'warning', count: 1 },
      { level: 'taken', count: 2 },
      { level: 'novel', count: 1 },
    ]);
  });

  it('shows what is pressing first and keeps the order of the source within a level', () => {
    expect(linesOf(lines, '').map((l) => l.text)).toEqual(['b', 'd', 'a', 'c', 'e']);
    expect(linesOf(lines, 'taken').map((l) => l.text)).toEqual(['a', 'c']);
  });

  it('says what a look would do and what an import did', () => {
    expect(summary(report({ added: 44, links: 1, changed: 2, unchanged: 3 }), true)).toBe(
      'Would add 44 artefacts and 1 link, and change 2 artefacts; 3 are there already.',
    );
    expect(summary(report({ added: 1, links: 0 }), false)).toBe('Added 1 artefact and 0 links.');
    expect(summary(report({ unchanged: 44 }), false)).toBe('Nothing is new: 44 artefacts are there already.');
    expect(summary(report({}), true)).toBe('Nothing was found that could be taken in.');
  });
});

describe('the formats', () => {
  it('are told apart by name, and an unknown name begins with the first', () => {
    expect(formatOf('mlflow').name).toBe('mlflow');
    expect(formatOf('').name).toBe(FORMATS[0]?.name);
  });
});

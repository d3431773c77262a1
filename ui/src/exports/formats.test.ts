import { describe, expect, it } from 'vitest';
import { fileName, FORMATS, formatOf } from './formats';

describe('an export', () => {
  it('is named after what it is of, in letters that any system takes', () => {
    expect(fileName(formatOf('prov'), 'REL-1 Recommendations 2.0')).toBe(
      'rel-1-recommendations-2-0.prov.json',
    );
    expect(fileName(formatOf('csv'), '../../etc/passwd')).toBe('etc-passwd.csv');
    expect(fileName(formatOf('madr'), '🍜')).toBe('export.zip');
  });

  it('says what each format is for, and who reads it', () => {
    for (const f of FORMATS) expect(f.sentence.length, f.name).toBeGreaterThan(60);
    expect(new Set(FORMATS.map((f) => f.name)).size).toBe(8);
  });
});

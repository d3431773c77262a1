import { describe, expect, it } from 'vitest';
import { suggestedPath, toggled, withEnding } from './names';

describe('the name of a saved dossier', () => {
  it('lies beside the workspace and holds nothing a system refuses', () => {
    expect(suggestedPath('/home/a/shop.throughline', 'Recommendations 2.0', 'pdf')).toBe(
      '/home/a/Recommendations 2.0 dossier.pdf',
    );
    expect(suggestedPath('C:\\a\\shop.throughline', 'a/b:c*?"<>|', 'html')).toBe('C:\\a\\a b c dossier.html');
    expect(suggestedPath('', '..', 'pdf')).toBe('Dossier.pdf');
    expect(suggestedPath('', 'x\u202egpj', 'pdf')).toBe('x gpj dossier.pdf');
  });

  it('ends as its form', () => {
    expect(withEnding('/a/b', 'pdf')).toBe('/a/b.pdf');
    expect(withEnding('/a/b.html', 'pdf')).toBe('/a/b.pdf');
    expect(withEnding('/a/B.PDF', 'pdf')).toBe('/a/B.PDF');
    expect(withEnding('  ', 'pdf')).toBe('');
  });

  it('takes annexes in and out', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});

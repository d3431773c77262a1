import { describe, expect, it } from 'vitest';
import { fileName, folderOf, join, short } from './paths';

describe('the file of a new workspace', () => {
  it('is named after what was typed, without what a file system refuses', () => {
    expect(fileName('Food delivery')).toBe('Food delivery.throughline');
    expect(fileName(' a/b\\c: "d" ')).toBe('a b c d.throughline');
    expect(fileName('../../etc/passwd')).toBe('etc passwd.throughline');
    expect(fileName('...')).toBe('Workspace.throughline');
    expect(fileName('')).toBe('Workspace.throughline');
  });

  it('keeps the letters of other languages', () => {
    expect(fileName('Lieferdienst für Köln')).toBe('Lieferdienst für Köln.throughline');
  });

  it('lies in the folder that was named', () => {
    expect(join('/home/me', 'a.throughline')).toBe('/home/me/a.throughline');
    expect(join('/home/me/', 'a.throughline')).toBe('/home/me/a.throughline');
    expect(join('C:\\Users\\me', 'a.throughline')).toBe('C:\\Users\\me\\a.throughline');
    expect(join('', 'a.throughline')).toBe('a.throughline');
  });

  it('is shown with its folder, home shortened', () => {
    expect(folderOf('/home/me/x/a.throughline')).toBe('/home/me/x');
    expect(folderOf('a.throughline')).toBe('');
    expect(short('/home/me/x')).toBe('~/x');
    expect(short('/srv/home/me')).toBe('/srv/home/me');
  });
});

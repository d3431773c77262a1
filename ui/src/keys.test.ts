import { describe, expect, test } from 'vitest';
import { GO, Keys, type Pressed } from './keys';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrl: false,
  shift: false,
  alt: false,
  typing: false,
  ...more,
});

describe('keys', () => {
  test('G and a letter go somewhere, within a second and a half', () => {
    const keys = new Keys();
    expect(keys.read(press('g'), 0)).toBeUndefined();
    expect(keys.read(press('d'), 400)).toEqual({ go: '#/decisions' });
    keys.read(press('g'), 1000);
    expect(keys.read(press('n'), 3000)).toBe('new');
  });
  test('are letters while somebody types', () => {
    const keys = new Keys();
    for (const key of ['n', 'e', 'g', '/', '?', 'Escape'])
      expect(keys.read(press(key, { typing: true }), 0)).toBeUndefined();
  });
  test('open the palette wherever the cursor is', () => {
    expect(new Keys().read(press('k', { ctrl: true, typing: true }), 0)).toBe('palette');
  });
  test('leave undo to the field while somebody types', () => {
    const keys = new Keys();
    expect(keys.read(press('z', { ctrl: true, typing: true }), 0)).toBeUndefined();
    expect(keys.read(press('z', { ctrl: true }), 0)).toBe('undo');
    expect(keys.read(press('Z', { ctrl: true, shift: true }), 0)).toBe('redo');
  });
  test('with Alt belong to the system', () => {
    expect(new Keys().read(press('n', { alt: true }), 0)).toBeUndefined();
  });
  test('go to no place twice', () => {
    const places = Object.values(GO).map((g) => g.to);
    expect(new Set(places).size).toBe(places.length);
  });
});

import { expect, test } from 'vitest';
import { explains, tellsMore } from './snippet';

const hit = (title: string, ...snippet: string[]) => ({ card: { title }, snippet });

test('a snippet that repeats the title says nothing more, whatever its marks and cuts', () => {
  expect(tellsMore(hit('“It picked a lovely dinner.”', 'It picked a lovely ', 'dinner', '.'))).toBe(false);
  expect(tellsMore(hit('0 · No GPUs. Twelve at dinner time.', '…Twelve at ', 'dinner', ' time.'))).toBe(
    false,
  );
  expect(tellsMore(hit('Choosing tires', 'to settle on a ', 'dinner', ' quickly'))).toBe(true);
  expect(tellsMore(hit('Choosing tires'))).toBe(false);
});

test('a snippet explains a hit where its title does not hold the words', () => {
  expect(explains(hit('Choosing tires', 'to settle on a ', 'dinner', ' quickly'))).toBe(true);
  expect(explains(hit('Choosing dinner tires', 'to settle on a ', 'dinner', ' quickly'))).toBe(false);
});

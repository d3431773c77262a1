import type { Tab } from '../parts/tabs';
import { href } from '../router';

/** The two looks at people: who there is, and who was heard on what. */
export function peopleTabs(current: 'people' | 'heard'): Tab[] {
  return [
    { label: 'All', href: href({ name: 'people' }), current: current === 'people' },
    { label: 'Who was heard', href: href({ name: 'heard' }), current: current === 'heard' },
  ];
}

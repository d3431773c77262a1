import type { Tab } from '../parts/tabs';
import { href } from '../router';

/** The two looks at the decisions: all of them, and those that ask for another look. */
export function decisionTabs(current: 'decisions' | 'review'): Tab[] {
  return [
    { label: 'All', href: href({ name: 'decisions' }), current: current === 'decisions' },
    { label: 'Waiting for review', href: href({ name: 'review' }), current: current === 'review' },
  ];
}

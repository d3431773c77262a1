import { expect, test } from 'vitest';
import { machineTabs } from '../stages/tabs';
import { MACHINE_VIEWS } from '../stages/views';
import { inRow, type Tab } from './tabs';

const tab = (label: string, under?: string, current = false): Tab => ({
  label,
  href: `#/${label}`,
  current,
  ...(under ? { under } : {}),
});

test('tabs keep their order, and those of a menu stand in it and nowhere else', () => {
  const { row, menus } = inRow([tab('a'), tab('x', 'Lists'), tab('b'), tab('y', 'Lists', true)]);
  expect(row.map((t) => t.label)).toEqual(['a', 'b']);
  expect(menus.map((m) => [m.name, m.tabs.map((t) => t.label), m.current?.label])).toEqual([
    ['Lists', ['x', 'y'], 'y'],
  ]);
});

test('a menu of which nothing is looked at names nothing', () => {
  expect(inRow([tab('a', undefined, true), tab('x', 'Lists')]).menus[0]?.current).toBeUndefined();
});

test('every view of the audit is in the row or in one menu, and the row has at most eight tabs', () => {
  const tabs = machineTabs('audit');
  const { row, menus } = inRow(tabs);
  expect(row.length + menus.length).toBeLessThanOrEqual(8);
  const reached = [...row, ...menus.flatMap((m) => m.tabs)].map((t) => t.href);
  expect(reached).toHaveLength(MACHINE_VIEWS.audit.length);
  for (const view of MACHINE_VIEWS.audit.filter((v) => !v.bare))
    expect(reached).toContain(`#/audit/${view.name}`);
});

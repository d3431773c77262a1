import { expect, test } from 'vitest';
import { parseRoute, ROUTE_NAMES, STAGE_PAGES, type Route } from './router';

interface Screen {
  name: string;
  route: string;
}

const ids = { decision: 'd', problem: 'p', evidence: 'e', model: 'm', imports: 'i' };
const script = new URL('../../scripts/screens.mjs', import.meta.url).href;
const { screens } = (await import(/* @vite-ignore */ script)) as { screens: (of: typeof ids) => Screen[] };
const routes = screens(ids).map((s) => parseRoute(s.route));

test('there is a picture of every route', () => {
  // A route that is in the type and not in the list of names does not compile.
  const whole: [Exclude<Route['name'], (typeof ROUTE_NAMES)[number]>] extends [never] ? true : false = true;
  expect(whole).toBe(true);
  const pictured = new Set(routes.map((r) => r.name));
  expect(ROUTE_NAMES.filter((name) => !pictured.has(name))).toEqual([]);
});

test('there is a picture of every stage', () => {
  const pictured = new Set(routes.flatMap((r) => (r.name === 'stage' ? [r.stage] : [])));
  expect(STAGE_PAGES.filter((stage) => !pictured.has(stage))).toEqual([]);
});

test('no two pictures have one name', () => {
  const names = screens(ids).map((s) => s.name);
  expect(new Set(names).size).toBe(names.length);
});

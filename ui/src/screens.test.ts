import { expect, test } from 'vitest';
import { parseRoute, ROUTE_NAMES, STAGE_PAGES, type Route } from './router';
import { MACHINE_VIEWS, STAGE_VIEWS } from './stages/views';

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

test('there is a picture of every view of a page', () => {
  const pictured = new Set(
    routes.map((r) => `${'stage' in r ? r.stage : r.name}/${'view' in r ? r.view : ''}`),
  );
  const views = Object.entries({ ...STAGE_VIEWS, ...MACHINE_VIEWS }).flatMap(([page, list]) =>
    (list ?? []).map((view) => ({ page, ...view })),
  );
  const missing = views.filter(
    ({ page, name, bare }) => !pictured.has(`${page}/${name}`) && !(bare && pictured.has(`${page}/`)),
  );
  expect(missing.map(({ page, name }) => `${page}/${name}`)).toEqual([]);
});

test('no two pictures have one name', () => {
  const names = screens(ids).map((s) => s.name);
  expect(new Set(names).size).toBe(names.length);
});

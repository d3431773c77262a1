import { describe, expect, test } from 'vitest';
import { artefactHref, href, parseRoute, readAddress, type Route } from './router';

describe('a hash and its route', () => {
  test.each<[string, Route]>([
    ['#/', { name: 'overview' }],
    ['#/start', { name: 'start' }],
    ['#/stage/define', { name: 'stage', stage: 'define' }],
    ['#/stage/frame', { name: 'stage', stage: 'frame' }],
    ['#/decisions', { name: 'decisions' }],
    ['#/decision/DEC-1', { name: 'decision', id: 'DEC-1' }],
    ['#/artefact/PRB-12.k3', { name: 'artefact', id: 'PRB-12.k3' }],
    ['#/artefact/EVD-1?at=HLT-3', { name: 'artefact', id: 'EVD-1', at: 'HLT-3' }],
    ['#/stage/empathise/reader', { name: 'stage', stage: 'empathise', view: 'reader' }],
    ['#/stage/empathise/reader?of=EVD-2', { name: 'stage', stage: 'empathise', view: 'reader', of: 'EVD-2' }],
    ['#/versions', { name: 'versions' }],
    ['#/audit', { name: 'audit' }],
    ['#/audit/anchors', { name: 'audit', view: 'anchors' }],
    ['#/thread', { name: 'thread', id: undefined }],
    ['#/thread/01a2', { name: 'thread', id: '01a2' }],
    ['#/search?q=dinner%20%26%20more', { name: 'search', q: 'dinner & more' }],
  ])('%s there and back', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
    expect(href(route)).toBe(hash);
  });

  test('an id with a slash or a sign survives', () => {
    const route: Route = { name: 'artefact', id: 'ranker/v@7?' };
    expect(parseRoute(href(route))).toEqual(route);
  });
  test.each(['#/stage/nowhere', '#/artefact', '#/decision/a/b', '#/what'])('%s is lost', (hash) => {
    expect(parseRoute(hash).name).toBe('lost');
  });
  test('what was the page of the record leads to the audit', () => {
    expect(parseRoute('#/record')).toEqual({ name: 'audit' });
  });
  test.each(['', '#', '#/'])('"%s" is the overview', (hash) => {
    expect(parseRoute(hash)).toEqual({ name: 'overview' });
  });
  test('a broken escape is no exception', () => {
    expect(parseRoute('#/artefact/%E0%A4%A')).toEqual({ name: 'artefact', id: '%E0%A4%A' });
  });
});

test('a decision has a page of its own', () => {
  expect(artefactHref({ id: 'x', kind: 'decision' })).toBe('#/decision/x');
  expect(artefactHref({ id: 'x', kind: 'problem' })).toBe('#/artefact/x');
});

test('an address names a workspace and an artefact in it', () => {
  expect(readAddress(' throughline://0AF3/9c1e-77 ')).toEqual({ workspace: '0af3', entity: '9c1e-77' });
  for (const text of ['throughline://0af3', 'throughline://0af3/', 'https://a/b', 'see throughline://a/b'])
    expect(readAddress(text)).toBeUndefined();
});

/** The auditor's room: where to look, a sample ticked off by keyboard, and a workspace in which nothing can be written. */
import { join } from 'node:path';
import { WRITES } from '../src/host/api';
import { MACHINE_VIEWS, STAGE_VIEWS } from '../src/stages/views';
import { violations } from './axe';
import { expect, link, open, test, type Host } from './host';
import { type Page } from '@playwright/test';

const ids: Record<string, string> = {};
const file = (host: Host) => join(host.home, 'audit-room.throughline');

test.beforeAll(async ({ host }) => {
  await host.workspace('audit-room');
  const make = async (
    name: string,
    kind: string,
    fields: Parameters<Host['add']>[1],
    links = [] as ReturnType<typeof link>[],
  ) => {
    ids[name] = (await host.add(kind, fields, links)).id;
  };
  await make('ops', 'stakeholder', { title: 'Ada Cole', role: 'operations' });
  await make('problem', 'problem', { title: 'Nobody can choose', need: 'a dinner' });
  for (const title of ['Three dishes', 'Two dishes', 'A wheel']) await make(title, 'idea', { title });
  await make('decision', 'decision', {
    title: 'Which idea?',
    outcome: 'Three dishes',
    rationale: 'Cheapest',
    status: 'accepted',
  });
  await make('stance', 'stance', {
    decision: ids['decision'] ?? '',
    stakeholder: ids['ops'] ?? '',
    position: 'object',
    reason: 'At dinner time the app would stand still',
  });
  await make('model', 'model-version', { title: 'ranker', version: '1' });
  await host.call('artefact.add', {
    kind: 'measurement',
    fields: { title: 'Orders in August' },
    on: '2026-01-05',
  });
  await host.call('release.waive', { rule: '26', reason: 'Switched off by hand', until: '2100-01-01' });
});

/** From one list to another by the menu of lists, with the keyboard alone. */
async function toList(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `Lists: ${from}` }).press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.type(to.split(' ')[0] ?? to);
  await expect(page.getByRole('menuitem', { name: to })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Lists: ${to}` })).toBeVisible();
}

test('ten seconds say where to look, and each line leads there', async ({ page, host }) => {
  await open(page, host, '#/audit');
  const lines = page.getByRole('list', { name: 'Where to look' }).getByRole('listitem');
  await expect(lines).toHaveCount(9);
  await expect(lines.first()).toContainText('Intact');
  await expect(lines.first()).toContainText('in order');
  await expect(page.getByRole('link', { name: /who objected/ })).toContainText(
    '1 objection, 1 with no answer',
  );
  await page.getByRole('link', { name: /written down later/ }).press('Enter');
  await expect(page).toHaveURL(/#\/audit\/late$/);
  await expect(page.getByRole('table', { name: 'Late entries' })).toContainText('back-dated');
  await toList(page, 'Late entries', 'Who decided');
  await expect(page.getByText('“At dinner time the app would stand still”')).toBeVisible();
  await expect(page.getByText('No answer.')).toBeVisible();
  await toList(page, 'Who decided', 'Waivers');
  await expect(page.getByRole('table', { name: 'Waivers' })).toContainText('Switched off by hand');
  await toList(page, 'Waivers', 'Undecided changes');
  await expect(page.getByText('Accepted, and nothing recorded since came of it')).toBeVisible();
  await toList(page, 'Undecided changes', 'Seals');
  await expect(page.getByText('Nothing was frozen yet')).toBeVisible();
});

test('by keyboard: a sample is drawn, ticked off with a finding, and still there after a reload', async ({
  page,
  host,
}) => {
  await open(page, host, '#/audit/sample');
  await page.keyboard.press('n');
  const draw = page.getByRole('dialog', { name: 'Draw a sample' });
  await expect(draw.getByLabel('Seed')).toBeFocused();
  await page.keyboard.type('2026');
  await draw.getByLabel('How many').fill('3');
  await draw.getByRole('button', { name: 'Show what would be drawn' }).press('Enter');
  await expect(draw.getByRole('listitem')).toHaveCount(3);
  const before = await host.position();
  const shown = await draw.getByRole('listitem').allTextContents();
  await draw.getByRole('button', { name: 'Draw and record' }).press('Enter');
  const table = page.getByRole('table', { name: 'Items of the sample' });
  await expect(table.locator('tbody tr')).toHaveCount(3);
  expect(await host.position()).toBe(before + 1);
  for (const [i, text] of shown.entries())
    await expect(table.locator('tbody tr').nth(i)).toContainText(text.trim().split(/\s+/)[1] ?? '?');

  await table
    .getByRole('button', { name: /^In order: / })
    .first()
    .press('Enter');
  await expect(page.getByText('1 of 3 checked')).toBeVisible();
  await table
    .getByRole('button', { name: /^Finding …: / })
    .nth(1)
    .press('Enter');
  const form = page.getByRole('dialog', { name: /what did you see/ });
  await form.getByLabel('What you saw').fill('It names a measurement that is not there.');
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
  await expect(page.getByText('2 of 3 checked')).toBeVisible();
  await page.reload();
  await expect(table).toContainText('It names a measurement that is not there.');
  await expect(page.getByText('1 in order, 1 exception')).toBeVisible();
  // Who answers it has not noted it.
  const drawn = await host.call('audit.sample', { id: '2026' });
  const finding = drawn.items.find((item) => item.finding?.result === 'exception')?.finding;
  await host.call('artefact.set', {
    id: finding?.id ?? '',
    fields: { answer: 'It was typed in on Monday.' },
  });
  await expect(table).toContainText('It was typed in on Monday.');
  await expect(table).toContainText(/Finding by .*Answered by /s);
  expect(await violations(page)).toEqual([]);
});

test('what is typed into the draw is given back', async ({ page, host }) => {
  await open(page, host, '#/audit/sample');
  await page.getByRole('button', { name: 'Draw a sample' }).first().click();
  const draw = page.getByRole('dialog', { name: 'Draw a sample' });
  await draw.getByLabel('Seed').fill('dice 4 1 6');
  await draw.getByRole('checkbox', { name: /^Decisions/ }).check();
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByRole('button', { name: 'Draw a sample' }).first().click();
  await expect(draw.getByLabel('Seed')).toHaveValue('dice 4 1 6');
  await expect(draw.getByRole('checkbox', { name: /^Decisions/ })).toBeChecked();
  await draw.getByRole('button', { name: 'Draw and record' }).click();
  await expect(page.getByText('from decisions in turn')).toBeVisible();
});

/** Every page there is, and one of each kind. */
function routes(): string[] {
  const views = [
    ...Object.entries(STAGE_VIEWS).flatMap(([stage, list]) => [
      `#/stage/${stage}`,
      ...(list ?? []).map((view) => `#/stage/${stage}/${view.name}`),
    ]),
    ...Object.entries(MACHINE_VIEWS).flatMap(([page, list]) => [
      `#/${page}`,
      ...list.map((view) => `#/${page}/${view.name}`),
    ]),
  ];
  return [
    '#/',
    '#/readiness',
    ...views,
    '#/decisions',
    '#/review',
    '#/people',
    '#/heard',
    '#/history',
    '#/thread',
    ...['problem', 'decision', 'model', 'Three dishes', 'ops'].map((name) =>
      name === 'decision' ? `#/decision/${ids[name]}` : `#/artefact/${ids[name]}`,
    ),
  ];
}

/** Presses every button of a page that can be pressed, one after the other, and everything in the menus they open. */
async function pressAll(page: Page, host: Host, route: string): Promise<void> {
  const go = async () => {
    await page.goto(`${host.url}/${route}`);
    // The dossier shows a document with a heading of its own.
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await page.waitForTimeout(150);
  };
  await go();
  const count = await page.locator('main button:enabled').count();
  for (let i = 0; i < count; i += 1) {
    await page.evaluate((at) => {
      const button = [...document.querySelectorAll<HTMLButtonElement>('main button:enabled')][at];
      // A menu opens on the press of the pointer.
      button?.dispatchEvent(
        new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerType: 'mouse' }),
      );
      button?.click();
    }, i);
    await page.waitForTimeout(25);
    await page.evaluate(() => {
      for (const open of document.querySelectorAll<HTMLElement>('dialog[open] button[type=submit]:enabled'))
        open.click();
      for (const item of document.querySelectorAll<HTMLElement>('[role=menuitem]:not([data-disabled])'))
        if (!/Print/.test(item.textContent ?? '')) item.click();
    });
    if (!page.url().endsWith(route) || (await page.locator('dialog[open], [role=menu]').count()) > 0)
      await go();
  }
}

test.describe('a workspace that is open to read', () => {
  test.beforeAll(async ({ host }) => {
    await host.call('workspace.open', { path: file(host), read_only: true });
  });

  test('says so on every page, and leads to the room', async ({ page, host }) => {
    await open(page, host, '#/');
    await expect(page.getByText(/Nothing can be changed here/)).toBeVisible();
    await page.getByRole('link', { name: 'The auditor’s room' }).click();
    await expect(page.getByRole('list', { name: 'Where to look' })).toBeVisible();
    await page.goto(`${host.url}/#/stage/prototype/cards`);
    const add = page.getByRole('button', { name: /^New prototype/ }).first();
    await expect(add).toBeDisabled();
    await expect(add).toHaveAttribute('title', /read-only/);
    // The keys open nothing either, and say why.
    await page.keyboard.press('n');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('draws a sample and shows it, without recording it', async ({ page, host }) => {
    await open(page, host, '#/audit/sample');
    await page.getByRole('button', { name: 'Draw a sample' }).first().click();
    const draw = page.getByRole('dialog', { name: 'Draw a sample' });
    await expect(draw.getByRole('button', { name: 'Draw and record' })).toHaveCount(0);
    await draw.getByLabel('Seed').fill('7');
    await page.keyboard.press('Enter');
    await expect(draw.getByRole('listitem').first()).toBeVisible();
  });

  // In parts, so that each stays short.
  for (const part of [0, 1, 2, 3, 4, 5, 6, 7]) {
    test(`has no button that asks for a write, part ${part + 1}`, async ({ page, host }) => {
      const asked: string[] = [];
      page.on('request', (request) => {
        if (!request.url().endsWith('/call')) return;
        const { name, args } = JSON.parse(request.postData() ?? '{}') as {
          name: string;
          args?: { preview?: boolean; dry_run?: boolean };
        };
        if ((WRITES as readonly string[]).includes(name) && !args?.preview && !args?.dry_run)
          asked.push(`${page.url().split('#')[1]}: ${name}`);
      });
      const all = routes();
      for (const route of all.filter((_, at) => at % 8 === part)) await pressAll(page, host, route);
      expect([...new Set(asked)]).toEqual([]);
    });
  }
});

test('from Start a file is opened to read, and to write again', async ({ page, host }) => {
  await open(page, host, '#/start');
  await page.getByLabel('Workspace file').fill(file(host));
  await page.getByRole('checkbox', { name: /Open read-only/ }).check();
  await page.getByRole('button', { name: 'Open read-only', exact: true }).click();
  await expect(page.getByText(/Nothing can be changed here/)).toBeVisible();
  await page.goto(`${host.url}/#/start`);
  await page.getByLabel('Workspace file').fill(file(host));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/Nothing can be changed here/)).toBeHidden();
});

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, Host, test as base } from './host';

/** Each of these begins on a machine that never ran the application. */
const test = base.extend<{ fresh: Host }>({
  // eslint-disable-next-line no-empty-pattern
  fresh: async ({}, use) => {
    const host = new Host();
    await host.start();
    await use(host);
    host.stop();
  },
});

test('a new workspace is made, asks three things, and each answer is recorded', async ({ page, fresh }) => {
  await page.goto(`${fresh.url}/#/`);
  await expect(page.getByRole('heading', { name: 'Throughline' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open the sample' })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Team: dinner?');
  await page.getByLabel('Folder').fill(fresh.home);
  await page.getByLabel('Your name').fill('Ana Kovač');
  await page.getByLabel('First product').fill('Food delivery app');
  await expect(page.getByText('Team dinner.throughline')).toBeVisible();
  await page.keyboard.press('Enter');

  await expect(page.getByText('Three things to begin with.')).toBeVisible();
  await expect(page.getByLabel('Name one user')).toBeFocused();
  await page.keyboard.type('Hungry Hanna');
  await page.keyboard.press('Enter');
  await expect(page.getByText('PER-1')).toBeVisible();
  await page.getByLabel('Paste one quote').fill('“I scroll for ten minutes and then I order the usual.”');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await expect(page.getByText('HLT-1')).toBeVisible();
  await page.getByLabel('What is measured').fill('Order conversion');
  await page.getByLabel('Today’s number').fill('11.8');
  await page.getByLabel('Unit').fill('%');
  await page.keyboard.press('Enter');
  await expect(page.getByText('MEA-1').first()).toBeVisible();

  const quote = await fresh.call('artefact.get', { id: 'HLT-1' });
  expect(quote.fields.find((f) => f.name === 'quote')?.value).toBe(
    'I scroll for ten minutes and then I order the usual.',
  );
  const thread = await fresh.call('trace', { id: 'HLT-1', direction: 'back' });
  expect(thread.nodes.map((n) => n.card.kind).sort()).toEqual(['evidence', 'highlight', 'persona']);
});

test('a workspace is found again under recent, and one that is gone says so', async ({ page, fresh }) => {
  await fresh.workspace('kept');
  await fresh.workspace('gone');
  await fresh.call('workspace.close');
  rmSync(join(fresh.home, 'gone.throughline'));
  await page.goto(`${fresh.url}/#/start`);
  await expect(page.getByRole('button', { name: /^gone/ })).toBeDisabled();
  await expect(page.getByRole('button', { name: /^gone/ })).toContainText('no longer there');
  await page.getByRole('button', { name: /^kept/ }).click();
  await expect(page).toHaveURL(/#\/$/);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test('opening a file that is no workspace says what happened and what to do', async ({ page, fresh }) => {
  const file = join(fresh.home, 'notes.throughline');
  writeFileSync(file, 'not a database at all');
  await page.goto(`${fresh.url}/#/start`);
  await page.getByLabel('Workspace file').fill(file);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Throughline' })).toBeVisible();
});

test('decision records are looked at first, then taken in, and taking them in twice adds nothing', async ({
  page,
  fresh,
}) => {
  const folder = join(fresh.home, 'adr');
  mkdirSync(folder);
  writeFileSync(
    join(folder, '0001-use-rust.md'),
    '# Use Rust\n\n* Status: accepted\n* Date: 2026-03-01\n\n## Context and Problem Statement\n\nWhich language?\n\n## Considered Options\n\n* Rust\n* Go\n\n## Decision Outcome\n\nChosen option: "Rust", because it is safe.\n',
  );
  await page.goto(`${fresh.url}/#/start`);
  await page.getByRole('button', { name: /^Decision records/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('From records');
  await page.getByLabel('Folder').fill(fresh.home);
  await page.getByLabel('Your name').fill('Ana');
  await page.getByRole('button', { name: 'Create and import…' }).click();

  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Folder or repository' }).fill(folder);
  const before = await fresh.position();
  await dialog.getByRole('button', { name: 'Look first' }).click();
  await expect(dialog.getByText(/^Would add/)).toBeVisible();
  expect(await fresh.position()).toBe(before);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText(/^Added \d+ artefacts/)).toBeVisible();
  expect((await fresh.call('artefact.list', { kinds: ['decision'] })).total).toBe(1);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('link', { name: /Use Rust/ })).toBeVisible();

  const again = await fresh.call('import', { format: 'adr', source: folder, commits: [], dry_run: false });
  expect([again.added, again.changed, again.links]).toEqual([0, 0, 0]);
});

test('an import that cannot be read says where, and writes nothing', async ({ page, fresh }) => {
  await fresh.workspace('lines');
  const file = join(fresh.home, 'bad.jsonl');
  writeFileSync(
    file,
    '{"t":"artefact","key":"a","kind":"idea","title":"Fine","fields":{}}\n{"t":"artefact","key":"b","kind":"no-such-kind","title":"x"}\n',
  );
  await page.goto(`${fresh.url}/#/start`);
  await page.evaluate(() => (location.hash = '#/'));
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('import json');
  await page.getByRole('option', { name: /JSON/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByRole('textbox', { name: 'File', exact: true }).fill(file);
  const before = await fresh.position();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText(/no-such-kind/).first()).toBeVisible();
  expect(await fresh.position()).toBe(before);
});

test('an import shows how far it is and the time left, and one that is cancelled recorded nothing', async ({
  page,
  fresh,
}) => {
  test.setTimeout(180_000);
  await fresh.workspace('long');
  const file = join(fresh.home, 'long.jsonl');
  const lines = Array.from({ length: 80_000 }, (_, i) =>
    JSON.stringify({ t: 'artefact', key: `i${i}`, kind: 'idea', title: `Idea ${i}`, fields: {} }),
  );
  lines.unshift(JSON.stringify({ t: 'source', name: 'interviews' }));
  writeFileSync(file, lines.join('\n') + '\n');
  await page.goto(`${fresh.url}/#/stage/ideate`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('import json');
  await page.getByRole('option', { name: /JSON/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByRole('textbox', { name: 'File', exact: true }).fill(file);
  const before = await fresh.position();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  const bar = dialog.getByRole('progressbar');
  await expect(bar).toBeVisible();
  await expect(dialog.getByText(/left/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar).toHaveCount(0, { timeout: 60_000 });
  await expect(dialog.getByText(/^Added/)).toHaveCount(0);
  await expect(dialog.getByRole('alert')).toBeVisible();
  expect(await fresh.position()).toBe(before);
  expect((await fresh.call('artefact.list', { kinds: ['idea'] })).total).toBe(0);
});

test('who writes on while the first answer is still being looked up keeps the cursor', async ({
  page,
  fresh,
}) => {
  await fresh.workspace('begun');
  await page.goto(`${fresh.url}/#/`);
  await page.getByLabel('Name one user').fill('Hungry Hanna');
  let recorded = false;
  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name === 'artefact.add') recorded = true;
    else if (recorded && body.name === 'workspace.state') await held;
    return route.fallback();
  });
  await page.keyboard.press('Enter');
  await expect(page.getByText('PER-1')).toBeVisible();
  await page.getByLabel('What is measured').click();
  await page.keyboard.type('Order con');
  answer();
  await expect(page.getByRole('navigation', { name: 'Main' }).getByText('1', { exact: true })).toBeVisible();
  await page.keyboard.type('version');
  await expect(page.getByLabel('What is measured')).toHaveValue('Order conversion');
});

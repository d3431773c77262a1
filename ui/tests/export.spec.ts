import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './axe';
import { expect, test } from './host';

test('a thread is exported as provenance, by keyboard alone, and says what it leaves out', async ({
  page,
  host,
}) => {
  await host.call('workspace.sample');
  const model = (await host.call('artefact.list', { kinds: ['model-version'], limit: 1 })).rows[0];
  if (!model) throw new Error('the sample has a model');
  const length = await host.position();
  await page.goto(`${host.url}/#/artefact/${model.id}`);
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Export …' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  // A model is a card first.
  await expect(dialog.getByRole('radio', { name: 'Model card' })).toBeChecked();
  await expect(dialog.getByLabel('Save to')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('radio', { name: 'Provenance', exact: true }).check();
  await expect(dialog.getByText('For auditors, data catalogues')).toBeVisible();
  await dialog.getByLabel('What').selectOption({ label: `The thread of ${model.short}` });
  const path = join(host.home, 'thread.prov.json');
  await dialog.getByLabel('Save to').fill(path);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText(/Saved\. [\d,]+ entities/);
  await expect(dialog.getByRole('status')).toContainText(path);
  await expect(dialog.getByRole('list', { name: 'What it does not hold' })).toContainText('Long texts');
  expect(await violations(page)).toEqual([]);
  expect(readFileSync(path, 'utf8')).toContain('"wasDerivedFrom"');
  // An export changes nothing.
  expect(await host.position()).toBe(length);
});

test('what is there is kept until one says to write over it, and what was typed stays', async ({
  page,
  host,
}) => {
  await host.workspace('exported');
  const path = join(host.home, 'all.jsonl');
  await host.call('export', { format: 'jsonl', scope: 'all', path });
  const before = readFileSync(path, 'utf8');
  await page.goto(`${host.url}/#/`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search, jump, create or run' })).toBeFocused();
  await page.keyboard.type('export json');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('radio', { name: 'JSON Lines' })).toBeChecked();
  await dialog.getByLabel('What').selectOption({ label: 'The whole workspace' });
  await dialog.getByLabel('Save to').fill(path);
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(dialog.getByText('is there already')).toBeVisible();
  await expect(dialog.getByLabel('Save to')).toHaveValue(path);
  expect(readFileSync(path, 'utf8')).toBe(before);
  await dialog.getByLabel('Write over what is there').check();
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(dialog.getByRole('status')).toContainText('Saved.');
});

test('a list is exported as it is filtered', async ({ page, host }) => {
  await host.call('workspace.sample');
  await page.goto(`${host.url}/#/decisions`);
  await page.getByRole('searchbox').first().fill('recommender');
  await page.getByRole('button', { name: 'Export…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export decisions' });
  const path = join(host.home, 'decisions.csv');
  await dialog.getByLabel('Save to').fill(path);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText(/Saved\. \d+ decisions?/);
  expect(existsSync(path)).toBe(true);
  const rows = readFileSync(path, 'utf8').split('\r\n');
  expect(rows[0]).toContain('id,kind,title,status');
  await dialog.getByRole('button', { name: 'Done' }).press('Enter');
  await expect(dialog).toBeHidden();
});

for (const { address, title, heading, row } of [
  {
    address: '#/stage/define/problems',
    title: 'Export the ranking of problems',
    heading: /^Place,Tied with,Problem,Title,.*"?Return, %/,
    row: /PRB-2,Choosing dinner tires people out/,
  },
  {
    address: '#/stage/ideate/evaluation',
    title: 'Export the evaluation',
    heading: /^Place,Idea,Title,.*median, 0 to 5/,
    row: /IDE-3,Most ordered here at this hour/,
  },
  {
    address: '#/deployments/rollout',
    title: 'Export the rollout',
    heading: /^Deployment,Title,Bundle,/,
    row: /DEP-4,.*Selected users,.*,5,2026-10-12/,
  },
])
  test(`a computed table is exported as it is shown: ${title}`, async ({ page, host }) => {
    await host.call('workspace.sample');
    await page.goto(`${host.url}/${address}`);
    await page.getByRole('button', { name: 'Export…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog).toContainText('in the order on the screen, numbers bare');
    const path = join(host.home, `${title.replaceAll(' ', '-')}.csv`);
    await dialog.getByLabel('Save to').fill(path);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('status')).toContainText(/Saved\. \d+ rows?/);
    const lines = readFileSync(path, 'utf8').split('\r\n');
    expect(lines[0]?.replace(/^\ufeff/, '')).toMatch(heading);
    expect(lines.some((line) => row.test(line))).toBe(true);
  });

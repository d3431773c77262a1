import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';

test.beforeAll(async ({ host }) => {
  await host.workspace('history');
  made = await seed((name, args) => host.call(name, args));
  await host.call('artefact.set', {
    id: id('problem'),
    fields: { need: 'to decide in under two minutes' },
    links: [],
    unlinks: [],
    reason: 'the interviews said so',
  });
});

test('changes are sentences, newest first, and open field by field with what became of the words', async ({
  page,
  host,
}) => {
  await open(page, host, '#/history');
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
  const first = page.locator('li.change').first();
  await expect(first).toContainText('Ines Duarte changed need of PRB-1');
  await expect(first).toContainText('because the interviews said so');
  await expect(page.locator('li.change[data-position="1"]')).toContainText(
    'began this workspace, named history',
  );
  await first.getByRole('button').first().click();
  await expect(first.locator('del')).toHaveText(['a', 'minute']);
  await expect(first.locator('ins')).toHaveText(['two', 'minutes']);
  await expect(first.locator('dd').first()).toHaveText('to decide in under atwo minuteminutes');
});

test('the log is filtered by person, act and artefact', async ({ page, host }) => {
  await open(page, host, '#/history');
  const rows = page.locator('li.change');
  await page.getByRole('combobox', { name: 'Act', exact: true }).selectOption('undo');
  await expect(page.getByText('No change matches.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Act', exact: true }).selectOption('');
  await page.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Omar Haddad' });
  await expect(page.getByText('No change matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('combobox', { name: 'Artefact' }).fill('Couriers');
  await page.getByRole('option', { name: /PRB-2/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('added the problem PRB-2');
});

test('what is dated long before it was recorded is marked', async ({ page, host }) => {
  await open(page, host, '#/history');
  await expect(page.locator(`li.change[data-position="${made['interview']?.position}"]`)).toContainText(
    'back-dated',
  );
});

test('a change is undone as a new change, and the history keeps both', async ({ page, host }) => {
  await open(page, host, '#/history');
  const before = await host.position();
  const first = page.locator('li.change').first();
  await first.getByRole('button').first().click();
  await first.getByRole('button', { name: 'Undo this change' }).click();
  await expect(page.getByText(/^Undone:/).first()).toBeVisible();
  await expect(page.locator('li.change').first()).toContainText('took back');
  expect(await host.position()).toBe(before + 1);
  const problem = await host.call('artefact.get', { id: id('problem') });
  expect(problem.fields.find((f) => f.name === 'need')?.value).toBe('to decide in under a minute');
});

test('the record is verified in plain words, copied and rebuilt', async ({ page, host }) => {
  await open(page, host, '#/audit/verify');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText(/^Intact/)).toBeVisible();
  await expect(page.getByText(/every signature/)).toBeVisible();
  const copy = join(host.home, 'copy.throughline');
  await page.getByLabel('Copy to').fill(copy);
  await page.getByRole('button', { name: 'Back up' }).click();
  await expect(page.getByText('Copied and verified:')).toBeVisible();
  expect(existsSync(copy)).toBe(true);
  await page.getByRole('button', { name: 'Rebuild' }).click();
  await expect(page.getByText(/^Built anew from/)).toBeVisible();
});

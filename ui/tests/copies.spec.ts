import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, Host, open, test } from './host';

/** A colleague at a computer of their own, with a copy of the workspace. */
async function colleague(host: Host, name: string, person: string): Promise<Host> {
  const copy = join(host.home, `${name}.throughline`);
  await host.call('workspace.backup', { path: copy });
  const theirs = new Host();
  await theirs.start();
  await theirs.call('workspace.open', { path: copy, read_only: false });
  await theirs.call('workspace.context', { actor: person, new_actor: true });
  return theirs;
}

/** Lets a file go over the window. */
async function drop(page: Page, path: string, name: string): Promise<void> {
  const bytes = readFileSync(path).toString('base64');
  const transfer = await page.evaluateHandle(
    ([text, called]) => {
      const data = new DataTransfer();
      const held = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      data.items.add(new File([held], called));
      return data;
    },
    [bytes, name] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const fields = (title: string) => ({ title, need: 'to know when the food comes' });
let problem = '';
let bo: Host;

test.beforeAll(async ({ host }) => {
  await host.workspace('copies');
  problem = (await host.add('problem', fields('Late orders'))).id;
  bo = await colleague(host, 'bo', 'Bo Lindqvist');
});
test.afterAll(() => bo.stop());

test('a dropped file of changes is looked at first, then taken in, and its conflict is settled in one step', async ({
  page,
  host,
}) => {
  const since = await host.position();
  await host.call('artefact.set', { id: problem, fields: { title: 'Late at lunch' } });
  await bo.call('artefact.set', { id: problem, fields: { title: 'Late on rainy days' } });
  await bo.add('problem', fields('Cold food'));
  const tlx = join(host.home, 'mail.tlx');
  await bo.call('changes.export', { since, path: tlx });

  await open(page, host, '#/');
  await drop(page, tlx, 'mail.tlx');
  const dialog = page.getByRole('dialog', { name: 'Take in another copy' });
  await expect(dialog.getByText(/of Bo Lindqvist.*1 conflict will come of it/)).toBeVisible();
  await expect(dialog.getByRole('cell', { name: /2 problems/ })).toBeVisible();
  const before = await host.position();
  await dialog.getByRole('button', { name: /^Take in \d+ changes$/ }).click();
  await expect(dialog.getByText(/1 conflict comes of it/)).toBeVisible();
  expect(await host.position()).toBeGreaterThan(before);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('link', { name: 'Settle 1 conflict' }).click();

  await expect(page.getByText('1 field is in conflict.')).toBeVisible();
  const met = page.getByRole('group', { name: 'Title: several values' });
  await expect(met).toContainText('Late at lunch');
  await expect(met).toContainText('Ines Duarte');
  await expect(met).toContainText('Late on rainy days');
  await expect(met).toContainText('Bo Lindqvist');
  expect(await violations(page)).toEqual([]);
  const length = await host.position();
  const theirs = met.getByRole('listitem').filter({ hasText: 'Late on rainy days' });
  await theirs.getByRole('button', { name: 'Keep this' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing is in conflict')).toBeVisible();
  expect(await host.position()).toBe(length + 1);
  const log = JSON.stringify(await host.call('log', { id: problem }));
  expect(log).toContain('Late at lunch');
});

test('a conflict asks for attention on the overview', async ({ page, host }) => {
  await host.call('artefact.set', { id: problem, fields: { need: 'to be told' } });
  await bo.call('merge', { path: join(host.home, 'copies.throughline') });
  await host.call('artefact.set', { id: problem, fields: { need: 'to plan the break' } });
  await bo.call('artefact.set', { id: problem, fields: { need: 'to eat warm' } });
  const file = join(host.home, 'again.tlx');
  await bo.call('changes.export', { since: 0, path: file });
  await host.call('merge', { path: file });
  await open(page, host, '#/');
  await expect(page.getByText(/Several values of .*need.* meet in PRB-1/i)).toBeVisible();
  await host.call('conflict.settle', { id: problem, field: 'need', keep: 'Bo Lindqvist' });
});

test('what one removed while another changed it names both, and a number stands with its unit', async ({
  page,
  host,
}) => {
  const idea = await host.add('idea', { title: 'A lid' });
  await host.call('artefact.set', { id: problem, fields: { currency: 'EUR' } });
  await bo.call('merge', { path: join(host.home, 'copies.throughline') });
  await host.call('artefact.remove', { id: idea.id });
  await bo.call('artefact.set', { id: idea.id, fields: { title: 'A lid that holds' } });
  await host.call('artefact.set', {
    id: problem,
    fields: { benefit: { low: '4', likely: '9', high: '14' } },
  });
  await bo.call('artefact.set', { id: problem, fields: { benefit: { low: '1', likely: '2', high: '4' } } });
  const file = join(host.home, 'removed.tlx');
  await bo.call('changes.export', { since: 0, path: file });
  await host.call('merge', { path: file });

  await open(page, host, '#/audit/conflicts');
  const benefit = page.getByRole('group', { name: 'Benefit: several values' });
  const own = benefit.getByRole('listitem').filter({ hasText: 'Ines Duarte' });
  await expect(own.locator('.number')).toHaveText('9 (4 to 14) EUR');
  await own.getByRole('button', { name: 'Keep this' }).click();
  await expect(benefit).toHaveCount(0);
  const removed = page.getByRole('group', { name: 'Removed or not' });
  await expect(removed).toContainText('Ines Duarte removed it');
  await expect(removed).toContainText('Bo Lindqvist changed it');
  expect(await violations(page)).toEqual([]);
  await open(page, host, `#/artefact/${idea.id}`);
  await expect(removed).toContainText('Ines Duarte removed it');
  const length = await host.position();
  await removed.getByRole('button', { name: 'Keep it' }).press('Enter');
  await expect(removed).toHaveCount(0);
  expect(await host.position()).toBe(length + 1);
  expect((await host.call('artefact.get', { id: idea.id })).card.removed).toBe(false);
});

test('another workspace and a file that begins too late are refused in words, by keyboard', async ({
  page,
  host,
}) => {
  const stranger = new Host();
  await stranger.start();
  await stranger.workspace('stranger');
  const other = join(host.home, 'other.tlx');
  await stranger.call('changes.export', { since: 0, path: other });
  stranger.stop();
  await open(page, host, '#/audit/copies');
  const wrote = page.getByRole('list', { name: 'Copies that wrote in this record' });
  await expect(wrote.getByRole('listitem')).toHaveCount(2);
  await expect(wrote).toContainText('began the workspace');
  await expect(wrote).toContainText('nobody known vouches for its key');
  expect(await violations(page)).toEqual([]);
  const begin = page.getByRole('button', { name: 'Take in another copy…' });
  await begin.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Take in another copy' });
  const field = dialog.getByLabel('Another copy’s file');
  await expect(field).toBeFocused();
  await field.fill(other);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('belongs to another workspace');

  await bo.add('problem', fields('One more'));
  await bo.add('problem', fields('And one more'));
  const bytes = readFileSync(join(host.home, 'mail.tlx'));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  const broken = join(host.home, 'broken.tlx');
  writeFileSync(broken, bytes);
  await field.fill(broken);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Nothing of it was taken in');
  await expect(dialog.getByRole('button', { name: /^Take in/ })).toHaveCount(0);

  const late = join(host.home, 'late.tlx');
  await bo.call('changes.export', { since: (await bo.position()) - 1, path: late });
  await field.fill(late);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(/Ask whoever sent it for the changes since #\d+/);
  await page.keyboard.press('Escape');
  await expect(begin).toBeFocused();
});

test('changes are written since a position, which is checked while it is typed', async ({ page, host }) => {
  await open(page, host, '#/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('export changes');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export changes since…' });
  await expect(dialog.getByLabel('Since')).toBeFocused();
  await dialog.getByLabel('Since').fill('#99999');
  await expect(dialog.getByText(/Nothing was recorded after/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Export' })).toBeDisabled();
  await dialog.getByLabel('Since').fill('1');
  const to = join(host.home, 'since one.tlx');
  await dialog.getByLabel('Write to').fill(to);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(dialog.getByText(/read back and verified/)).toBeVisible();
  expect(readFileSync(to).subarray(0, 2).toString()).toBe('PK');
});

test('a backup is put in place of the open workspace, and what lay there is kept', async ({ page, host }) => {
  const backup = join(host.home, 'backup.throughline');
  await host.call('workspace.backup', { path: backup });
  const held = await host.position();
  await host.add('problem', fields('After the backup'));
  await open(page, host, '#/audit/copies');
  await page.getByRole('button', { name: 'Restore a backup…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
  await dialog.getByLabel('Backup', { exact: true }).fill(backup);
  await dialog.getByRole('radio', { name: /In place of the open workspace/ }).check();
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog.getByText(/Restored and verified/)).toBeVisible();
  await expect(dialog.getByText(/before-restore/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await host.position()).toBe(held);
});

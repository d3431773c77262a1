import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';

test.beforeAll(async ({ host }) => {
  await host.workspace('packs');
  made = await seed((name, args) => host.call(name, args));
});

test('a thread becomes a pack by keyboard alone, is checked, and opened to read', async ({ page, host }) => {
  const zip = join(host.home, 'thread.zip');
  await open(page, host, `#/thread/${id('problem')}`);
  await expect(page.getByText(/\d+ back, \d+ forward/)).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Evidence pack of this thread…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Evidence pack of this thread' });
  await dialog.getByRole('checkbox', { name: 'With what can name a person' }).press('Space');
  await expect(dialog).toContainText('named as withheld');
  await dialog.getByRole('textbox', { name: 'New file' }).fill(zip);
  await dialog.getByRole('textbox', { name: 'New file' }).press('Enter');
  await expect(dialog.getByRole('status')).toContainText('Evidence pack of the thread of');
  await expect(dialog.getByRole('status')).toContainText('parts withheld');
  expect(existsSync(zip)).toBe(true);
  await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');

  await open(page, host, '#/audit/pack');
  await page.getByRole('textbox', { name: 'The pack' }).fill(zip);
  await page.getByRole('button', { name: 'Check' }).press('Enter');
  await expect(page.getByText('Intact, but not anchored')).toBeVisible();
  await expect(page.getByText('withheld by whoever made the pack')).toBeVisible();
  await page.getByRole('button', { name: 'Open it to read' }).press('Enter');
  await expect(page.getByText(/Evidence pack of the thread of .*read-only/)).toBeVisible();
  await open(page, host, `#/artefact/${id('problem')}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('PRB-1');
});

test('a damaged pack is named as such, and is not opened', async ({ page, host }) => {
  await host.workspace('packs-damaged');
  await seed((name, args) => host.call(name, args));
  const zip = join(host.home, 'damaged.zip');
  await host.call('pack.export', { scope: 'all', path: zip });
  const bytes = readFileSync(zip);
  const at = bytes.indexOf('changes.jsonl') + 60;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x11, at);
  writeFileSync(zip, bytes);
  await open(page, host, '#/audit/pack');
  await page.getByRole('textbox', { name: 'The pack' }).fill(zip);
  await page.getByRole('button', { name: 'Check' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /Damaged|not a pack/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open it to read' })).toHaveCount(0);
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, open, test } from './host';
import { violations } from './axe';
import { seed } from './seed';

test.beforeAll(async ({ host }) => {
  await host.workspace('audit');
  await seed((name, args) => host.call(name, args));
});

test('a record that nothing vouches for is intact but not anchored, and says what that leaves open', async ({
  page,
  host,
}) => {
  await open(page, host, '#/record');
  await expect(page.getByRole('heading', { name: 'Audit' })).toBeVisible();
  await page.getByRole('link', { name: 'Verify', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Verify', exact: true }).press('Enter');
  const verdict = page.getByRole('status').filter({ hasText: 'Intact' });
  await expect(verdict).toContainText('Intact but not anchored: the key’s holder could have rewritten it.');
  await expect(verdict).not.toHaveClass(/good/);
  await expect(page.getByRole('heading', { name: 'What it does not prove' })).toBeVisible();
  await expect(page.getByText('no checkpoint that was kept elsewhere was compared')).toBeVisible();
});

test('a checkpoint is kept in a git tag, and the verification reads it back', async ({ page, host }) => {
  const repository = join(host.home, 'repository');
  mkdirSync(repository, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@example.org', ...args], {
      cwd: repository,
    });
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  await open(page, host, '#/audit/anchors');
  await page.getByRole('button', { name: 'Keep a checkpoint' }).first().click();
  await page.getByLabel('Repository').fill(repository);
  await page.getByLabel('Who keeps it, where').fill('The team’s repository');
  await page.getByRole('button', { name: 'Keep and record' }).press('Enter');
  await expect(page.getByText(/^Tagged throughline\//)).toBeVisible();
  await expect(page.getByRole('img', { name: 'The checkpoint as a QR code' })).toBeVisible();
  await expect(page.getByText('The team’s repository')).toBeVisible();
  expect(git('tag', '--list').toString()).toMatch(/^throughline\/\d+-[0-9a-f]{12}/);

  await open(page, host, '#/audit/verify');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  const verdict = page.locator('.verdict');
  await expect(verdict).toContainText(/Intact; anchored through #\d+ on .* by tag throughline\//);
  await expect(verdict).toHaveClass(/good/);
});

test('a sheet to print is written, and its text is compared when it is pasted', async ({ page, host }) => {
  const sheet = join(host.home, 'sheet.html');
  await open(page, host, '#/audit/anchors');
  await page.getByRole('button', { name: 'Keep a checkpoint' }).first().click();
  await page.getByRole('button', { name: 'Paper' }).click();
  await page.getByLabel('Page to print').fill(sheet);
  await page.getByRole('button', { name: 'Keep and record' }).click();
  await expect(page.getByText(/^Written to/)).toBeVisible();
  expect(existsSync(sheet)).toBe(true);
  expect(readFileSync(sheet, 'utf8')).toContain('<svg');
  const text = await page.locator('pre').innerText();
  await open(page, host, '#/audit/verify');
  await page.getByText('Compare with checkpoints that were kept').click();
  await page.getByLabel('Paste one, or the mail it came in').fill(`Dear all,\n\n${text}`);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.locator('.verdict')).toContainText('Intact; anchored through');
  // One that was altered on its way.
  const altered = text.replace(/\n(\d+)\n/, (_, n: string) => `\n${Number(n) - 1}\n`);
  await page.getByLabel('Paste one, or the mail it came in').fill(altered);
  await page.getByRole('button', { name: 'Verify again' }).click();
  await expect(page.locator('.verdict')).toContainText('does not confirm it');
  await expect(page.locator('.verdict')).toHaveClass(/warn/);
});

test('a reply that is no time stamp of this checkpoint is refused with the reason', async ({
  page,
  host,
}) => {
  await host.call('anchor.add', { way: 'mail', place: 'Mailed to the auditors' });
  await open(page, host, '#/audit/anchors');
  await page.getByRole('button', { name: 'Time stamp…' }).first().click();
  const request = join(host.home, 'stamp.tsq');
  await page.getByLabel('File', { exact: true }).fill(request);
  await page.getByRole('button', { name: 'Write the request' }).click();
  await expect(page.getByText('The request is in')).toBeVisible();
  expect(existsSync(request)).toBe(true);
  const reply = join(host.home, 'reply.tsr');
  writeFileSync(reply, 'no reply');
  await page.getByLabel('File', { exact: true }).fill(reply);
  await page.getByRole('button', { name: 'Attach the reply' }).click();
  await expect(page.getByText(/not a time-stamp reply that can be read/)).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`verdict and anchors have no fault axe can find, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page, host, '#/audit/verify');
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(page.locator('.verdict')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await open(page, host, '#/audit/anchors');
    await page.getByRole('button', { name: 'Keep a checkpoint' }).first().click();
    expect(await violations(page)).toEqual([]);
  });
}

import { expect, open, test } from './host';

const WORDS = 'seven tomatoes in the rain';

test.beforeAll(async ({ host }) => {
  await host.workspace('keys');
  await host.add('stakeholder', { title: 'Ana Reis' });
});

test('the keys that signed are listed: whose, from when to when, and which signs here', async ({
  page,
  host,
}) => {
  await open(page, host, '#/audit/keys');
  const key = page.locator('li[data-standing=founder]');
  await expect(key).toContainText('Ines Duarte');
  await expect(key).toContainText('signs here');
  await expect(key).toContainText('no passphrase');
  await expect(key).toContainText(/\d+ changes, .*#1.* to /);
});

test('a passphrase is set by keyboard; a locked key asks for it once and the change goes through', async ({
  page,
  host,
}) => {
  await open(page, host, '#/audit/keys');
  await page.getByRole('button', { name: 'Set a passphrase …' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'A passphrase for this copy’s key' });
  await form.getByLabel('New passphrase').fill(WORDS);
  await form.getByLabel('Once more').fill('something else');
  await form.getByRole('button', { name: 'Set the passphrase' }).click();
  await expect(form.getByRole('alert')).toHaveText('The two are not the same.');
  await form.getByLabel('Once more').fill(WORDS);
  await form.getByRole('button', { name: 'Set the passphrase' }).press('Enter');
  await expect(form).toHaveCount(0);
  await expect(page.locator('li[data-standing=founder]')).toContainText('passphrase, open');

  await host.call('keys.lock');
  const idea = await host.call('artefact.list', { kinds: ['stakeholder'] });
  await page.goto(`${host.url}/#/artefact/${idea.rows.find((r) => r.title === 'Ana Reis')?.id ?? ''}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const locked = page.getByRole('dialog', { name: 'The key is locked' });
  await expect(locked.getByLabel('Passphrase')).toBeFocused();
  await page.keyboard.type('wrong words');
  await page.keyboard.press('Enter');
  await expect(locked.getByRole('alert')).toContainText('not the key');
  await page.keyboard.type(WORDS);
  await page.keyboard.press('Enter');
  await expect(locked).toHaveCount(0);
  await expect(page.getByText('Removed. It is kept, with all')).toBeVisible();
  await host.call('keys.passphrase', { old: WORDS });
});

test('a key is endorsed and revoked, and what it signs then is flagged in the history', async ({
  page,
  host,
}) => {
  await open(page, host, '#/audit/keys');
  await page.getByRole('button', { name: /What to do with the key/ }).click();
  await page.getByRole('menuitem', { name: 'Say whose it is …' }).click();
  const whose = page.getByRole('dialog', { name: 'Whose key is this?' });
  await whose.getByLabel('Device').fill('Office');
  await whose.getByRole('button', { name: 'Endorse' }).click();
  await expect(whose.getByRole('alert')).toContainText('known as theirs already');
  await whose.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: /What to do with the key/ }).click();
  await page.getByRole('menuitem', { name: 'Revoke …' }).click();
  const revoke = page.getByRole('dialog', { name: 'Revoke this key' });
  await revoke.getByRole('button', { name: 'Revoke' }).click();
  await expect(revoke.getByRole('alert')).toContainText('Say why');
  await revoke.getByLabel('Why').fill('Laptop stolen on 3 May');
  await revoke.getByLabel(/^From change/).fill('#3');
  await page.keyboard.press('Escape');
  await expect(revoke).toHaveCount(0);
  await page.getByRole('button', { name: /What to do with the key/ }).click();
  await page.getByRole('menuitem', { name: 'Revoke …' }).click();
  await expect(revoke.getByLabel('Why')).toHaveValue('Laptop stolen on 3 May');
  await expect(revoke.getByLabel(/^From change/)).toHaveValue('#3');
  await revoke.getByLabel(/^From change/).fill('');
  await revoke.getByLabel('Why').press('Enter');
  await expect(revoke).toHaveCount(0);
  await expect(page.locator('li[data-standing=revoked]')).toContainText('Laptop stolen on 3 May');
  await host.add('idea', { title: 'Three dishes' });
  await page.goto(`${host.url}/#/history`);
  await expect(page.getByRole('link', { name: 'revoked key' }).first()).toBeVisible();
});

import { expect, open, test } from './host';

let decision = '';
const WORDS = 'seven tomatoes in the rain';

test.beforeAll(async ({ host }) => {
  await host.workspace('signing');
  const state = await host.call('workspace.state');
  const omar = await host.add('stakeholder', { title: 'Omar Haddad' });
  decision = (await host.add('decision', { title: 'Which model do we ship?', context: 'Two are left.' })).id;
  for (const [stakeholder, reason] of [
    [state.actor?.id ?? '', 'It costs nothing to serve.'],
    [omar.id, 'We can run it.'],
  ] as const)
    await host.add('stance', { decision, stakeholder, position: 'consent', reason });
});

test('a stance is signed: passphrase set on the way, name, meaning and time shown beside it', async ({
  page,
  host,
}) => {
  await open(page, host, `#/decision/${decision}`);
  await page.getByRole('button', { name: 'Sign the stance of Ines Duarte' }).click();
  const sign = page.getByRole('dialog', { name: /^Sign STA-/ });
  await expect(sign.getByRole('button', { name: 'Sign as Ines Duarte' })).toBeDisabled();
  await sign.getByRole('button', { name: 'Set a passphrase' }).click();
  await sign.getByLabel('New passphrase').fill(WORDS);
  await sign.getByLabel('Once more').fill(WORDS);
  await sign.getByRole('button', { name: 'Set the passphrase' }).click();
  await sign.getByRole('radio', { name: 'Responsibility' }).check();
  await expect(sign.getByLabel('Statement')).toHaveValue(/I take responsibility for this stance/);
  await sign.getByLabel('Printed name').fill('Dr Ines Duarte');
  await sign.getByLabel(/Passphrase of the key/).fill('wrong words');
  await sign.getByRole('button', { name: 'Sign as Ines Duarte' }).click();
  await expect(sign.getByRole('alert')).toContainText('not the key');
  await sign.getByLabel(/Passphrase of the key/).fill(WORDS);
  await sign.getByLabel(/Passphrase of the key/).press('Enter');
  await expect(sign).toHaveCount(0);
  const shown = page.locator('[data-signature]');
  await expect(shown).toContainText('Dr Ines Duarte');
  await expect(shown).toContainText('responsibility');
  await expect(shown).not.toContainText('changed since');
  const own = page.locator('li[data-position]').filter({ has: shown });
  await expect(own.getByText('signed', { exact: true })).toBeVisible();
});

test('what was written under a signature is there again after Esc; the passphrase is not', async ({
  page,
  host,
}) => {
  await open(page, host, `#/decision/${decision}`);
  const sign = page.getByRole('dialog', { name: /^Sign STA-/ });
  const begin = page.getByRole('button', { name: 'Sign the stance of Ines Duarte' });
  await begin.click();
  await sign.getByRole('radio', { name: 'Review' }).check();
  await sign.getByLabel('Statement').fill('I read it twice.');
  await sign.getByLabel(/Passphrase of the key/).fill(WORDS);
  await page.keyboard.press('Escape');
  await expect(sign).toHaveCount(0);
  expect(JSON.stringify(await host.call('draft.list'))).not.toContain(WORDS);
  await begin.click();
  await expect(sign.getByLabel('Statement')).toHaveValue('I read it twice.');
  await expect(sign.getByRole('radio', { name: 'Review' })).toBeChecked();
  await expect(sign.getByLabel(/Passphrase of the key/)).toHaveValue('');
});

test('nobody signs for another person', async ({ page, host }) => {
  await open(page, host, `#/decision/${decision}`);
  await page.getByRole('button', { name: 'Sign the stance of Omar Haddad' }).click();
  const sign = page.getByRole('dialog', { name: /^Sign STA-/ });
  await expect(sign.getByRole('alert')).toContainText('nobody signs for another person');
  await expect(sign.getByRole('button', { name: /^Sign as/ })).toBeDisabled();
});

test('what was signed changes: the signature stays and says so', async ({ page, host }) => {
  await host.call('artefact.set', { id: decision, fields: { context: 'Three are left.' } });
  await open(page, host, `#/decision/${decision}`);
  await expect(page.locator('[data-signature]')).toContainText('what was signed changed since');
});

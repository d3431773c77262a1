import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './axe';
import { expect, open, test } from './host';

let evidence = '';
const SECRET = 'I hid it under the counter of the restaurant in Palm Street.';

test.beforeAll(async ({ host }) => {
  await host.workspace('erasure');
  evidence = (
    await host.add('evidence', {
      title: 'Interview P07',
      method: 'interview',
      date: '2026-08-03',
      transcript: SECRET,
    })
  ).id;
});

/** Every file below a folder that holds these bytes. */
function holding(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(words));
}

test('a hold forbids erasing and says why; lifted, it does not', async ({ page, host }) => {
  await open(page, host, `#/artefact/${evidence}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Put on hold …' }).click();
  const hold = page.getByRole('dialog', { name: /Put EVD-1 on hold/ });
  await expect(hold.getByLabel('Why')).toBeFocused();
  await page.keyboard.type('Complaint 2026/118');
  await page.keyboard.press('Enter');
  await expect(hold).toHaveCount(0);
  await expect(page.getByText('On hold: Complaint 2026/118')).toBeVisible();

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Erase …' }).click();
  const erase = page.getByRole('dialog', { name: 'Erase from EVD-1' });
  await erase.getByRole('radio', { name: 'Transcript' }).check();
  await expect(erase.getByRole('alert')).toContainText('Complaint 2026/118');
  await expect(erase.getByRole('button', { name: 'Erase for good' })).toBeDisabled();
  await erase.getByRole('button', { name: 'Cancel' }).click();

  await page.goto(`${host.url}/#/audit/erased`);
  await page.getByRole('button', { name: 'Lift …' }).click();
  const lift = page.getByRole('dialog', { name: 'Lift the hold' });
  await lift.getByLabel('Why').fill('Case closed');
  await lift.getByRole('button', { name: 'Lift the hold' }).click();
  await expect(lift).toHaveCount(0);
  await expect(page.getByText('lifted: Case closed')).toBeVisible();
});

test('what goes is shown first, the reason is needed, and nothing of it is left in any file', async ({
  page,
  host,
}) => {
  expect(holding(host.home, 'counter of the restaurant').length).toBeGreaterThan(0);
  await open(page, host, `#/artefact/${evidence}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Erase …' }).click();
  const erase = page.getByRole('dialog', { name: 'Erase from EVD-1' });
  await erase.getByRole('radio', { name: 'Transcript' }).check();
  await expect(erase.getByRole('region', { name: 'What would go' })).toContainText(SECRET);
  await erase.getByRole('radio', { name: 'Method' }).check();
  await expect(erase).toContainText('recorded again as it shows now');
  await erase.getByRole('radio', { name: 'Transcript' }).check();
  await erase.getByRole('button', { name: 'Erase for good' }).click();
  await expect(erase.getByRole('alert')).toContainText('Say why');
  await erase.getByRole('textbox', { name: 'Why' }).fill('Consent withdrawn');
  const before = await host.position();
  await erase.getByRole('button', { name: 'Erase for good' }).press('Enter');
  await expect(erase.getByText('found nowhere')).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  expect(holding(host.home, 'counter of the restaurant')).toEqual([]);
  await erase.getByRole('button', { name: 'Done' }).click();

  await expect(page.getByText('Erased: Transcript')).toBeVisible();
  await page.goto(`${host.url}/#/audit/erased`);
  await expect(page.locator('li[data-erasure]')).toContainText('Consent withdrawn');
  await page.goto(`${host.url}/#/history`);
  await expect(page.getByText('erased transcript of EVD-1')).toBeVisible();
});

test('a reason that was typed is there again after Esc, and gone once it was thrown away or used', async ({
  page,
  host,
}) => {
  const idea = await host.add('idea', { title: 'Three dishes' });
  await open(page, host, `#/artefact/${idea.id}`);
  const menu = async (item: string) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const erase = page.getByRole('dialog', { name: `Erase from ${idea.short}` });
  await menu('Erase …');
  await erase.getByRole('textbox', { name: 'Why' }).fill('Names a guest');
  await page.keyboard.press('Escape');
  await expect(erase).toHaveCount(0);
  await menu('Erase …');
  await expect(erase.getByRole('textbox', { name: 'Why' })).toHaveValue('Names a guest');
  await erase.getByRole('button', { name: 'Discard' }).click();
  await expect(erase.getByRole('textbox', { name: 'Why' })).toHaveValue('');
  await erase.getByRole('button', { name: 'Cancel' }).click();

  const hold = page.getByRole('dialog', { name: `Put ${idea.short} on hold` });
  await menu('Put on hold …');
  await hold.getByLabel('Why').fill('Complaint 2026/119');
  await hold.getByLabel('Last day').fill('2100-01-31');
  await page.keyboard.press('Escape');
  await expect(hold).toHaveCount(0);
  await menu('Put on hold …');
  await expect(hold).toContainText('Restored what you typed');
  await expect(hold.getByLabel('Why')).toHaveValue('Complaint 2026/119');
  await expect(hold.getByLabel('Last day')).toHaveValue('2100-01-31');
  await hold.getByLabel('Why').press('Enter');
  await expect(hold).toHaveCount(0);
  await menu('Put on hold …');
  await expect(hold.getByLabel('Why')).toBeFocused();
  await expect(hold.getByLabel('Why')).toHaveValue('');
  await page.keyboard.press('Escape');

  const lift = page.getByRole('dialog', { name: 'Lift the hold' });
  await page.getByRole('button', { name: 'Lift …' }).click();
  await lift.getByLabel('Why').fill('Settled');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Lift …' }).click();
  await expect(lift.getByLabel('Why')).toHaveValue('Settled');
  expect(await violations(page)).toEqual([]);
});

test('the reason of a change is erased from the history', async ({ page, host }) => {
  await host.call('artefact.set', {
    id: evidence,
    fields: { title: 'Interview 7' },
    reason: 'Hanna Holm asked for it on the phone',
  });
  await open(page, host, '#/history');
  await page.getByRole('button', { name: /Hanna Holm/ }).click();
  await page.getByRole('button', { name: 'Erase the reason …' }).click();
  const erase = page.getByRole('dialog', { name: /Erase the reason of #/ });
  await erase.getByRole('textbox', { name: 'Why' }).fill('Named a person');
  await erase.getByRole('button', { name: 'Erase for good' }).click();
  await expect(erase.getByText('found nowhere')).toBeVisible();
  expect(holding(host.home, 'Hanna Holm')).toEqual([]);
});

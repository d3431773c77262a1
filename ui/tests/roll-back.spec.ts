import { expect, open, test } from './host';
import { rolledOut, type RolledOut } from './rollout-seed';

let made: RolledOut;
test.beforeAll(async ({ host }) => {
  await host.workspace('roll-back');
  made = await rolledOut(host);
});

test('a roll-back shows what it restores and what differs, asks why, and undo takes it all back', async ({
  page,
  host,
}) => {
  await open(page, host, `#/artefact/${made.beta}`);
  // What a way back needs is missing, and named with its button.
  await expect(page.getByText('No roll-back target: what comes back if it fails?')).toBeVisible();
  await page.getByRole('button', { name: 'Roll back …' }).click();
  const dialog = page.getByRole('dialog', { name: /Roll back DEP-2/ });
  await expect(
    dialog.getByText(/1\.4 takes the place of 2\.0-beta for 5.% of selected users, at once\./),
  ).toBeVisible();
  const differs = dialog.getByRole('table');
  await expect(differs.getByRole('row', { name: /Model/ }).first()).toContainText('ranker 3');
  await expect(differs.getByRole('row', { name: /trees/ })).toContainText('600');
  const before = await host.position();
  await dialog.getByRole('button', { name: 'Roll back now' }).click();
  await expect(dialog.getByRole('alert')).toContainText('reason');
  expect(await host.position()).toBe(before);
  await dialog.getByLabel(/^Why/).fill('It learned abuse overnight.');
  await dialog.getByRole('button', { name: 'Roll back now' }).click();
  await expect(page.getByText('Restored in place of')).toBeVisible();
  await expect(page.getByText('It learned abuse overnight.').first()).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  const live = await host.call('live.on', {});
  expect(live.rows.map((r) => r.bundle?.label)).toEqual(['1.4', '1.4']);
  const backs = await host.call('artefact.list', { kinds: ['loop-back'] });
  expect(backs.rows[0]?.status).toBe('open');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await host.call('live.on', {})).rows.map((r) => r.bundle?.label))
    .toEqual(['2.0-beta', '1.4']);
});

test('by keyboard, from anywhere: the palette rolls back what runs, and a draft of the reason is kept', async ({
  page,
  host,
}) => {
  await open(page, host, '#/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('roll back dep-2');
  await expect(page.getByRole('option', { name: /Roll back DEP-2/ })).toBeVisible();
  await page.getByRole('option', { name: /Roll back DEP-2/ }).click();
  const dialog = page.getByRole('dialog', { name: /Roll back DEP-2/ });
  await expect(dialog.getByLabel(/^Why/)).toBeFocused();
  await page.keyboard.type('Half a reason');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await open(page, host, `#/artefact/${made.beta}`);
  await page.getByRole('button', { name: 'Roll back …' }).click();
  await expect(dialog.getByLabel(/^Why/)).toHaveValue('Half a reason');
  await page.keyboard.press('Escape');
});

test('what the bundle lacks is said exactly, and one goes on knowingly', async ({ page, host }) => {
  const half = await host.call('bundle.make', { label: 'Half', model: made.model, data: [], code: [] });
  await host.call('artefact.set', {
    id: made.beta,
    fields: { 'roll-back-target': half.saved?.id ?? '' },
  });
  await open(page, host, `#/artefact/${made.beta}`);
  await page.getByRole('button', { name: 'Roll back …' }).click();
  const dialog = page.getByRole('dialog', { name: /Roll back DEP-2/ });
  await dialog.getByRole('radio', { name: /Half/ }).check();
  await expect(dialog.getByText('It has no data version.')).toBeVisible();
  await dialog.getByLabel(/^Why/).fill('Nothing else is left.');
  const go = dialog.getByRole('button', { name: 'Roll back now' });
  await expect(go).toBeDisabled();
  await dialog.getByLabel('Go on without it, knowingly').check();
  await go.click();
  await expect(page.getByText('Restored in place of')).toBeVisible();
});

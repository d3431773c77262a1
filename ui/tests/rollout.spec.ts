import { expect, open, test } from './host';
import { day, rolledOut, type RolledOut } from './rollout-seed';

let made: RolledOut;
test.beforeAll(async ({ host }) => {
  await host.workspace('rollout');
  made = await rolledOut(host);
});

test('who gets what stands on one axis, and as a table that says the same', async ({ page, host }) => {
  await open(page, host, '#/deployments/rollout');
  await expect(page.getByRole('heading', { level: 1, name: 'Rollout' })).toBeVisible();
  const plot = page.getByRole('group', { name: /Deployments over time/ });
  const band = plot.getByRole('link', { name: /DEP-2: 2\.0-beta for 5 % of selected users/ });
  await expect(band).toBeVisible();
  const table = page.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row', { name: /DEP-1/ })).toContainText('Everyone');
  // By keyboard: what is gone to is said below.
  await band.focus();
  await expect(page.getByRole('status', { name: 'What is pointed at' })).toContainText('2.0-beta for a few');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/artefact/);
});

test('a deployment that would serve more than everyone is refused, and what was typed is kept', async ({
  page,
  host,
}) => {
  await open(page, host, '#/deployments/rollout');
  const before = await host.position();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: /New deployment/ });
  await dialog.getByRole('combobox', { name: 'Bundle' }).fill('2.0-beta');
  await page
    .getByRole('option', { name: /2\.0-beta/ })
    .first()
    .click();
  await dialog.getByRole('radiogroup', { name: 'Audience' }).getByText('Everyone').click();
  const more = dialog.getByRole('button', { name: /more/i });
  if (await more.count()) await more.first().click();
  await dialog.getByLabel('Environment').fill('production');
  await dialog.getByLabel('From', { exact: true }).fill(day(-1));
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText(/200.% of everyone in production/);
  await expect(dialog.getByRole('alert')).toContainText('Nothing was recorded');
  await expect(dialog.getByLabel('Environment')).toHaveValue('production');
  expect(await host.position()).toBe(before);
});

test('two deployed bundles are compared by segment, in words, and a decision can rest on it', async ({
  page,
  host,
}) => {
  await open(page, host, `#/deployments/compare?of=DEP-2&with=DEP-1`);
  await expect(page.getByText(/2\.0-beta is better for new users, cannot tell for regulars\./)).toBeVisible();
  const table = page.getByRole('table', { name: '2.0-beta against 1.4 by segment' });
  await expect(table.getByRole('row', { name: /new users/ })).toContainText('better');
  await expect(table.getByRole('row', { name: /regulars/ })).toContainText('cannot tell');
  await expect(table.getByRole('row', { name: /Over all/ })).toContainText('Mantel-Haenszel');
  await page.getByRole('button', { name: 'Export…' }).click();
  const asked = page.getByRole('dialog', { name: /Export/ });
  await expect(asked).toContainText('2.0-beta against 1.4');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Decide on it …' }).click();
  const dialog = page.getByRole('dialog', { name: /New decision/ });
  await expect(dialog).toContainText('OBS-');
  await page.keyboard.press('Escape');
});

test('a promotion asks for the decision and what it rests on, and is one change', async ({ page, host }) => {
  await open(page, host, `#/artefact/${made.beta}`);
  await page.getByRole('button', { name: 'Promote to everyone …' }).click();
  const dialog = page.getByRole('dialog', { name: /Promote DEP-2/ });
  await expect(dialog.getByRole('status', { name: 'What happens' })).toContainText(
    '1.4 for everyone” ends now',
  );
  const before = await host.position();
  await dialog.getByRole('button', { name: 'Promote', exact: false }).last().click();
  await expect(dialog.getByText('On which measurement or observation does the decision rest?')).toBeVisible();
  expect(await host.position()).toBe(before);
  await dialog.getByRole('button', { name: /OBS-1/ }).click();
  await dialog.getByLabel('Outcome').fill('Yes, today.');
  await dialog.getByLabel('Why', { exact: true }).fill('New users order more.');
  await page.keyboard.press('Control+Enter');
  await expect(
    page
      .getByRole('heading', { level: 2, name: /2\.0-beta for everyone/ })
      .or(page.getByText('2.0-beta for everyone').first()),
  ).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  const live = await host.call('live.on', {});
  expect(live.rows.map((r) => r.bundle?.label)).toEqual(['2.0-beta']);
  expect(live.rows[0]?.why[0]?.rests_on.map((c) => c.short)).toEqual(['OBS-1']);
  await host.call('undo', {});
});

test('a bundle is made from a model with its data and code, and says which others are the same', async ({
  page,
  host,
}) => {
  await open(page, host, `#/artefact/${made.model}`);
  await page.getByRole('button', { name: 'Make a bundle …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a bundle' });
  await expect(dialog.getByRole('status', { name: 'What it will be' })).toContainText(
    'Ships the same versions as 2.0-beta.',
  );
  await dialog.getByLabel('Label').fill('2.0');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('What it ships')).toBeVisible();
  await expect(page.getByText('complete', { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^sha256:[0-9a-f]{64}$/).first()).toBeVisible();
});

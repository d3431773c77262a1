/** Where the buttons of the rules about the machine lead, and that the gap is closed there. */
import { violations } from './axe';
import { expect, open, test } from './host';

test.beforeAll(async ({ host }) => {
  await host.workspace('gap-screens');
  const data = await host.add('data-version', {
    title: 'orders',
    version: '2026-08',
    schema: 'order:text, hour:int',
  });
  await host.add('model-version', { title: 'ranker', version: '7', 'trained-on': [data.id] });
  await host.add('deployment', {
    title: '2.0 for everyone',
    audience: 'everyone',
    environment: 'production',
    status: 'planned',
  });
  await host.add('observation', { title: 'Orders come at noon', kind: 'data-drift', severity: 'major' }, [
    { type: 'relates-to', other: data.id, out: true, fields: {} },
  ]);
});

test('a missing test opens the dialog of a check, and a missing bundle that of its model', async ({
  page,
  host,
}) => {
  await open(page, host, '#/readiness');
  await page.locator('[data-rule="22"]').getByRole('button', { name: 'Record the test' }).first().click();
  const check = page.getByRole('dialog', { name: 'Record a check' });
  await expect(check).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('[data-rule="23"]').getByRole('button', { name: 'Make a bundle' }).click();
  const bundle = page.getByRole('dialog', { name: 'Make a bundle' });
  await expect(bundle.getByText('ranker 7').first()).toBeVisible();
  await page.keyboard.press('Escape');
});

test('by keyboard: what goes to everyone at once is seen on the rollout, with a stage before it one press away', async ({
  page,
  host,
}) => {
  await open(page, host, '#/readiness');
  const button = page.locator('[data-rule="24"]').getByRole('button', { name: 'Plan a staged one' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/deployments\/rollout/);
  const facts = page.getByRole('status', { name: 'What is pointed at' });
  await expect(facts).toContainText('2.0 for everyone');
  await facts.getByRole('button', { name: 'Plan a staged one …' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'New deployment' });
  await expect(form.getByRole('radio', { name: 'Selected users' })).toBeChecked();
  await page.keyboard.press('Escape');
});

test('drift is seen where it is measured, and answered there', async ({ page, host }) => {
  await open(page, host, '#/readiness');
  await page.locator('[data-rule="21"]').getByRole('button', { name: 'See the drift' }).click();
  await expect(page).toHaveURL(/#\/versions\/drift/);
  await expect(page.getByText('asks for an answer')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Accept …' }).click();
  await page.getByRole('dialog').getByLabel('Accepted because').fill('The lunch offer was new, and ended.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('asks for an answer')).toHaveCount(0);
  const { rules } = await host.call('readiness', {});
  expect(rules.find((rule) => rule.number === 21)?.state).not.toBe('open');
});

test('a field of a data version leads to what a change of it would touch', async ({ page, host }) => {
  await open(page, host, '#/artefact/DAT-1');
  await page.getByRole('link', { name: 'What if hour changes?' }).click();
  await expect(page).toHaveURL(/#\/system\/impact\?of=.*with=hour/);
  await expect(page.getByLabel('Which column')).toHaveValue('hour');
});

test('asked to roll back what does not run, the palette says that it does not', async ({ page, host }) => {
  await open(page, host, '#/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('roll back dep-1');
  await expect(
    page.getByRole('option', { name: /Roll back DEP-1: it does not run \(planned/ }),
  ).toBeVisible();
});

import { expect, open, test } from './host';
import { day, rolledOut, type RolledOut } from './rollout-seed';

let made: RolledOut;
test.beforeAll(async ({ host }) => {
  await host.workspace('observations');
  made = await rolledOut(host);
  for (const [ago, measured] of [
    [20, '31'],
    [10, '30'],
    [3, '25'],
  ] as const)
    await host.call('observation.record', {
      deployment: made.beta,
      kind: 'metric',
      metric: made.metric,
      measured,
      expected: '28..33',
      date: day(-ago),
    });
  await host.add('observation', {
    title: 'Orders come earlier than they did',
    kind: 'data-drift',
    deployment: made.beta,
    date: day(-2),
    severity: 'major',
  });
});

test('values stand over time with the band they were expected in, and what is outside is marked', async ({
  page,
  host,
}) => {
  await open(page, host, '#/deployments/observations');
  const plot = page.getByRole('group', { name: /Order conversion in %: 3 values, 1 outside/ });
  await expect(plot).toBeVisible();
  const outside = plot.getByRole('link', { name: /25\.0 %, expected 28\.0 to 33\.0 %, not as expected/ });
  await outside.focus();
  await expect(page.getByRole('status', { name: 'What is pointed at' })).toContainText('asks for an answer');
});

test('what asks for an answer can be accepted with a reason, and then asks no more', async ({
  page,
  host,
}) => {
  await open(page, host, '#/deployments/observations');
  await page.getByRole('button', { name: 'Asking for an answer' }).click();
  const row = page
    .getByRole('list', { name: 'What was seen' })
    .getByRole('listitem')
    .filter({ hasText: 'Orders come earlier' });
  await expect(row).toContainText('asks for an answer');
  const before = await host.position();
  await row.getByRole('button', { name: /Accept/ }).click();
  const dialog = page.getByRole('dialog', { name: /Accept OBS-/ });
  await dialog.getByLabel('Accepted because').fill('A public holiday.');
  await page.keyboard.press('Control+Enter');
  await expect(row).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await expect(row).toContainText('A public holiday.');
});

test('a table is looked at first, its bad rows are named, and what can be read is one change', async ({
  page,
  host,
}) => {
  await open(page, host, '#/deployments/observations');
  await page.getByRole('button', { name: 'From a table …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Observations from a table' });
  await dialog
    .getByLabel('Table')
    .fill(`kind,metric,measured,low,high,date\nmetric,Order conversion,32,28,33,${day(-1)}\nincidnt,,,,,\n`);
  const preview = dialog.getByRole('status', { name: 'What will be recorded' });
  await expect(preview).toContainText('1 observation, as one change');
  await expect(preview).toContainText('“incidnt” is no kind of observation');
  const record = dialog.getByRole('button', { name: /^Record/ });
  await expect(record).toBeDisabled();
  await dialog.getByLabel('Leave these lines out').check();
  const before = await host.position();
  await record.click();
  await expect(dialog).toBeHidden();
  expect(await host.position()).toBe(before + 1);
});

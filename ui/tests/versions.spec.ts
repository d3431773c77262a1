import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './axe';
import { expect, link, open, test } from './host';

let n = 0;
let file = '';

/** Data that lies beside the workspace, a model trained on it, and what is live on the model. */
test.beforeEach(async ({ host }) => {
  const name = `versions-${++n}`;
  await host.workspace(name);
  file = `ratings-${n}.csv`;
  writeFileSync(join(host.home, file), 'stars\n5\n');
  await host.call('record.run', {
    data: [
      {
        name: 'ratings',
        version: '2026-08',
        file,
        role: 'trained-on',
        derived_from: [],
        produced_by: [],
        fields: {},
      },
    ],
    model: {
      name: 'ranker',
      version: '7',
      parameters: { depth: 6, trees: 600 },
      metrics: { auc: 0.91 },
      trained_on: [],
      evaluated_on: ['ratings@2026-08'],
      built_from: [],
      produced_by: [],
      fields: {},
    },
  });
  const bundle = await host.add('bundle', { title: '2.0' }, [link('ships', 'MOD-1'), link('ships', 'DAT-1')]);
  await host.add('deployment', { title: 'For everyone', audience: 'everyone' }, [link('deploys', bundle.id)]);
});

test('a file edited by one byte makes its data changed, and the model and the deployment on it show it', async ({
  page,
  host,
}) => {
  await open(page, host, '#/artefact/DAT-1');
  const main = page.getByRole('main');
  await expect(main.getByText(/^Not checked since/)).toBeVisible();
  await main.getByRole('button', { name: 'Check now' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('toast')).toContainText('1 version checked: 1 matches.');
  await expect(main.getByText('What lies there has the recorded digest.')).toBeVisible();

  writeFileSync(join(host.home, file), 'stars\n4\n');
  const before = await host.position();
  await main.getByRole('button', { name: 'Check now' }).click();
  await expect(main.locator('p').filter({ hasText: 'another digest than the recorded one' })).toContainText(
    'Changed',
  );
  expect(await host.position()).toBe(before + 1);
  await main.getByText('The last 2 checks').click();
  await expect(main.getByRole('listitem').filter({ hasText: 'changed' }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);

  for (const id of ['MOD-1', 'BUN-1', 'DEP-1']) {
    await open(page, host, `#/artefact/${id}`);
    await expect(
      main.getByRole('status').filter({ hasText: 'stands on' }).or(main.getByRole('alert')).first(),
    ).toContainText('This stands on DAT-1 ratings 2026-08, which changed where it lies.');
  }
  await open(page, host, '#/deployments');
  await expect(main.getByText('stands on ratings 2026-08, which changed')).toBeVisible();
  await open(page, host, '#/');
  await expect(main.getByText('DAT-1 ratings 2026-08 changed where it lies.')).toBeVisible();
  await open(page, host, '#/versions');
  await expect(main.getByRole('article').filter({ hasText: 'DAT-1' })).toContainText('changed');
  expect(await violations(page)).toEqual([]);
});

test('all versions are looked up at once, and weak ones are marked', async ({ page, host }) => {
  await host.add('data-version', {
    title: 'orders',
    version: '1',
    digest: 'mlflow-md5-sample:1a2b3c4d',
    location: 'warehouse: app.orders',
  });
  await open(page, host, '#/versions');
  const card = page.getByRole('article').filter({ hasText: 'DAT-2' });
  await expect(card).toContainText('weak');
  await expect(card).toContainText('not checked');
  await page.getByRole('button', { name: 'Check all' }).click();
  await expect(page.getByTestId('toast')).toContainText('3 versions checked: 1 matches, 2 not looked up.');
  await expect(card).toContainText('not looked up');

  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByLabel('Kind').selectOption('data-version');
  await expect(page.getByRole('row').filter({ hasText: 'DAT-1' })).toContainText('matches');
  await open(page, host, '#/artefact/DAT-2');
  await expect(page.getByText('“warehouse: app.orders” is no path of this computer')).toBeVisible();
  await expect(page.getByText('The digest covers a sample only')).toBeVisible();
});

test('a model says what it does not name, and the button leads to the field', async ({ page, host }) => {
  await open(page, host, '#/artefact/MOD-1');
  const main = page.getByRole('main');
  await expect(main.getByText('It does not say the code it was built from')).toBeVisible();
  await main.getByRole('button', { name: 'Link its code' }).click();
  await expect(page.getByRole('combobox', { name: /Built from/ })).toBeFocused();
  await page.keyboard.press('Escape');
  // Parameters stand in their table, and are edited in the list of fields.
  await expect(main.getByRole('table', { name: 'Parameters' })).toContainText('depth');
  await main.getByRole('button', { name: 'Edit parameters' }).click();
  await expect(main.getByText('Parameters', { exact: true }).nth(1)).toBeVisible();
});

test('two versions are compared, by keyboard too, and metrics of different data get no difference', async ({
  page,
  host,
}) => {
  await host.add('metric', { title: 'AUC', direction: 'higher-is-better' });
  await host.add(
    'model-version',
    { title: 'ranker', version: '8', parameters: { depth: '8', trees: '600' }, metrics: { auc: '0.93' } },
    [link('evaluated-on', 'DAT-1')],
  );
  const other = await host.add('data-version', { title: 'ratings', version: '2026-09' });
  await host.add(
    'model-version',
    { title: 'ranker', version: '9', parameters: { depth: '9' }, metrics: { auc: '0.95' } },
    [link('evaluated-on', other.id)],
  );
  await host.add('decision', { title: 'Deeper trees?' }, [link('rests-on', 'MOD-1')]);

  await open(page, host, '#/artefact/MOD-2');
  await page.getByLabel('Compare with').selectOption({ label: 'MOD-1 ranker 7' });
  await page.getByRole('link', { name: 'Compare' }).focus();
  await page.keyboard.press('Enter');
  const metrics = page.getByRole('table', { name: 'Metrics' });
  await expect(metrics.getByRole('row').filter({ hasText: 'auc' })).toContainText('+0.02 better');
  await expect(page.getByRole('table', { name: 'Parameters' })).toContainText('differs');
  expect(page.url()).toContain('#/versions/compare?of=MOD-2&with=MOD-1');
  await page.getByRole('button', { name: 'The other way round' }).focus();
  await page.keyboard.press('Enter');
  await expect(metrics.getByRole('row').filter({ hasText: 'auc' })).toContainText('−0.02 worse');
  expect(await violations(page)).toEqual([]);

  await page.getByLabel('Compared with').selectOption({ label: 'MOD-3 ranker 9' });
  await expect(page.getByText(/^Evaluated on different data: not comparable\./)).toBeVisible();
  await expect(metrics.getByRole('row').filter({ hasText: 'auc' })).toContainText('not comparable');
  await page.getByRole('button', { name: 'Data versions' }).click();
  await expect(page.getByRole('table', { name: 'The two' })).toContainText('ratings 2026-09');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page)).toEqual([]);
});

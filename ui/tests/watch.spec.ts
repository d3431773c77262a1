import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { violations } from './axe';
import { expect, type Host, test } from './host';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../examples/imports');

/** A copy of the MLflow store that a test may change. */
function store(host: Host, name: string): string {
  const folder = join(host.home, name, 'churn');
  mkdirSync(folder, { recursive: true });
  cpSync(join(examples, 'mlflow-3/mlflow.db'), join(folder, 'mlflow.db'));
  return folder;
}

test('a store is watched, refreshed, let go and taken back, by keyboard alone', async ({ page, host }) => {
  await host.workspace('kept');
  const path = store(host, 'kept');
  await page.goto(`${host.url}/#/versions/watched`);
  await expect(page.getByText('No store is watched yet')).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Watch a store' });
  await expect(dialog.getByLabel('Store: mlflow.db or mlruns')).toBeFocused();
  await page.keyboard.type(join(host.home, 'nowhere'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('There is nothing at')).toBeVisible();
  // What was typed stays.
  await expect(dialog.getByLabel('Store: mlflow.db or mlruns')).toHaveValue(join(host.home, 'nowhere'));
  await dialog.getByLabel('Store: mlflow.db or mlruns').fill(path);
  await page.keyboard.press('Enter');
  const row = page.getByRole('listitem', { name: 'churn' });
  await expect(row).toContainText('Not read yet.');
  await expect(row).toContainText('for Food delivery app');

  await row.getByRole('button', { name: 'Refresh' }).focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText(/Read just now: \d+ artefacts added/);
  await row.getByRole('button', { name: 'Line by line' }).press('Enter');
  await expect(row.getByRole('list', { name: 'Lines of the report' })).toContainText('a model version');
  const length = await host.position();
  await row.getByRole('button', { name: 'Refresh' }).press('Enter');
  await expect(row).toContainText('Read just now: nothing new');
  expect(await host.position()).toBe(length);
  expect(await violations(page)).toEqual([]);

  await row.getByRole('button', { name: 'Watch no longer' }).press('Enter');
  await expect(page.getByText('No store is watched yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(row).toContainText('Last brought');
});

test('a store that moved says so on its product’s page, and what it brought stays', async ({
  page,
  host,
}) => {
  await host.workspace('moved');
  const path = store(host, 'moved');
  const dvc = join(examples, 'mlflow-2');
  const product = (await host.call('artefact.list', { kinds: ['product'] })).rows[0];
  await host.call('watch.add', { format: 'mlflow', source: path });
  await host.call('watch.add', { format: 'mlflow', source: dvc, title: 'Older runs' });
  await host.call('watch.refresh', {});
  renameSync(path, `${path}-moved`);
  await page.goto(`${host.url}/#/artefact/${product?.id}`);
  const panel = page.getByRole('list', { name: 'Watched stores' });
  await expect(panel.getByRole('listitem', { name: 'churn' })).toContainText('There is nothing at its place');
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await expect(panel.getByRole('listitem', { name: 'churn' })).toContainText(
    'Not read when it was tried last',
  );
  await expect(panel.getByRole('listitem', { name: 'Older runs' })).toContainText('nothing new');
  const models = await host.call('artefact.list', { kinds: ['model-version'], release: 'all' });
  expect(models.total).toBeGreaterThan(0);
});

test('what is new comes in when the workspace opens, if one asked for it', async ({ page, host }) => {
  await host.workspace('start');
  await host.call('watch.add', { format: 'mlflow', source: store(host, 'start') });
  await page.goto(`${host.url}/#/versions/watched`);
  // Off until somebody turns it on.
  const ask = page.getByLabel('Refresh when this workspace opens on this computer');
  await expect(ask).not.toBeChecked();
  await ask.check();
  await expect(ask).toBeChecked();
  const before = await host.position();
  await page.reload();
  await expect(page.getByText(/^churn: \d+ artefacts added/)).toBeVisible();
  expect(await host.position()).toBe(before + 1);
});

test('an import offers to watch what changes in place, and each door says what it took', async ({
  page,
  host,
}) => {
  await host.workspace('doors');
  await page.goto(`${host.url}/#/versions`);
  await expect(page.getByRole('heading', { name: 'Versions', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Search, jump/ })).toBeFocused();
  await page.keyboard.type('import mlflow');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByLabel('Store: mlflow.db or mlruns').fill(store(host, 'doors'));
  await dialog.getByRole('checkbox', { name: /^Watch it for Food delivery app/ }).check();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('It is watched from now on')).toBeVisible();
  for (const [format, label, path, says] of [
    ['OpenLineage', 'File of events', 'openlineage/training.json', 'taken as a model version'],
    ['Croissant', 'File', 'croissant/clinic.json', 'its sha256; the file itself was not opened'],
    ['Model card', 'README.md', 'modelcard/README.md', 'taken as intended use'],
  ] as const) {
    await dialog.getByRole('radio', { name: format }).check();
    await expect(dialog.getByRole('checkbox', { name: /^Watch it for/ })).toHaveCount(0);
    await dialog.getByLabel(label, { exact: true }).fill(join(examples, path));
    await dialog.getByRole('button', { name: 'Look first' }).click();
    await expect(dialog.getByText(/^Would add/)).toBeVisible();
    await expect(dialog.getByText(says).first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByText(/^Added \d/)).toBeVisible();
  }
  await dialog.getByRole('radio', { name: 'DVC' }).check();
  await dialog.getByLabel('Repository').fill(join(examples, 'modelcard'));
  await dialog.getByRole('button', { name: 'Look first' }).click();
  await expect(dialog.getByRole('alert')).toContainText('DVC');
  await dialog.getByRole('link', { name: 'Versions → Watched stores' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  expect((await host.call('watch.list')).rows.map((r) => r.card.title)).toEqual(['churn']);
});

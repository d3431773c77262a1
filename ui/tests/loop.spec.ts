import { violations } from './axe';
import { expect, open, test } from './host';

const RESULTS = `<testsuite name="schema of ratings" timestamp="2026-09-22T09:40:26" time="0.5">
<testcase classname="t" name="stars"/><testcase classname="t" name="nulls"><failure message="12 nulls"/></testcase></testsuite>`;
const file = { name: 'results.xml', mimeType: 'text/xml', buffer: Buffer.from(RESULTS) };

test.beforeEach(async ({ host }, info) => {
  await host.workspace(`loop-${info.title.replace(/\W+/g, '-')}`);
});

test('ten phases stand round the loop, each with what is missing and one button for it', async ({
  page,
  host,
}) => {
  await open(page, host, '#/system/loop');
  const ring = page.getByRole('list', { name: 'The ten phases' });
  await expect(ring.getByRole('button')).toHaveCount(10);
  await ring.getByRole('button', { name: /^Data acquisition/ }).press('Enter');
  const detail = page.getByRole('region', { name: 'Data acquisition' });
  await expect(detail).toContainText('No data version is recorded.');
  await detail.getByRole('button', { name: 'Record a data version' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'New data version' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(page.getByRole('region', { name: 'Monitor' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a failed check makes its phase fail until one passes', async ({ page, host }) => {
  await open(page, host, '#/system/loop');
  await page.getByRole('button', { name: 'Record a check' }).click();
  const dialog = page.getByRole('dialog', { name: 'Record a check' });
  await dialog.getByRole('button', { name: 'Record', exact: false }).last().click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  await dialog.getByLabel('Check', { exact: true }).selectOption('schema');
  await dialog.getByText('Failed', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const test = page.getByRole('list', { name: 'The ten phases' }).getByRole('button', { name: /^Test/ });
  await expect(test).toContainText('a check failed');
  await expect(page.getByRole('region', { name: 'Test' })).toContainText(
    'The last schema test failed (ACT-1).',
  );

  // Its own page says that it counts, and leads to recording it again.
  await page
    .getByRole('link', { name: /^ACT-1 / })
    .first()
    .click();
  await expect(page.getByText('the release counts as failed in this until one passes')).toBeVisible();
  await page.getByRole('button', { name: 'Record it again' }).click();
  await expect(dialog.getByLabel('Check', { exact: true })).toHaveValue('schema');
  await dialog.getByText('Passed', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Not the last of its sort')).toBeVisible();
});

test('results of tests are picked, shown, recorded once, and said to be there already', async ({
  page,
  host,
}) => {
  await open(page, host, '#/system/loop');
  const dialog = page.getByRole('dialog', { name: 'Record a check' });
  for (const already of [false, true]) {
    await page.getByRole('button', { name: 'Record a check' }).click();
    await dialog.getByLabel('Results of tests, JUnit XML').setInputFiles(file);
    await dialog.getByLabel('Check', { exact: true }).selectOption('schema');
    const preview = dialog.getByRole('status', { name: 'What is in the file' });
    await expect(preview).toContainText('2 tests: 1 passed, 1 failed');
    await expect(preview).toContainText('12 nulls');
    if (already) await expect(preview).toContainText('recorded already, as ACT-1');
    const before = await host.position();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    expect(await host.position()).toBe(before + (already ? 0 : 1));
  }
  await page.getByRole('link', { name: 'ACT-1' }).first().click();
  await expect(page.getByText('results.xml').first()).toBeVisible();
});

test('what is no result of tests is refused in words, and what was typed stays', async ({ page, host }) => {
  await open(page, host, '#/system/loop');
  await page.getByRole('button', { name: 'Record a check' }).click();
  const dialog = page.getByRole('dialog', { name: 'Record a check' });
  await dialog.getByLabel('Title').fill('Nightly');
  await dialog
    .getByLabel('Results of tests, JUnit XML')
    .setInputFiles({ ...file, buffer: Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><testsuite/>') });
  await expect(dialog.getByRole('alert')).toContainText('document type declaration');
  await expect(dialog.getByLabel('Title')).toHaveValue('Nightly');
});

test('a file dropped on the page opens the form with it', async ({ page, host }) => {
  await open(page, host, '#/system/loop');
  await expect(page.getByRole('list', { name: 'The ten phases' })).toBeVisible();
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'results.xml', { type: 'text/xml' }));
    return transfer;
  }, RESULTS);
  await page.locator('main').dispatchEvent('drop', { dataTransfer: data });
  await expect(page.getByRole('dialog', { name: 'Record a check' })).toContainText('1 passed, 1 failed');
});

test('the form of a new activity can begin from results of tests instead', async ({ page, host }) => {
  await open(page, host, '#/system/loop');
  await page
    .getByRole('list', { name: 'The ten phases' })
    .getByRole('button', { name: /^Exploration/ })
    .click();
  await page.getByRole('button', { name: 'Record a look at the data' }).click();
  await page.getByRole('button', { name: 'From results of tests (JUnit XML) …' }).click();
  await expect(page.getByRole('dialog', { name: 'Record a check' }).getByLabel('Phase')).toHaveValue(
    'exploration',
  );
});

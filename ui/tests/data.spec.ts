import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from './axe';
import { expect, link, open, test } from './host';

const files = mkdtempSync(join(tmpdir(), 'throughline-data-'));
const write = (name: string, text: string): string => {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
};

/** Ratings of three dishes, with five stars or a thumb, and an address that should not be kept. */
function ratings(thumbs: boolean, from: number): string {
  const lines = [`rating,${thumbs ? 'thumb' : 'stars'},hour,email`];
  for (let i = 0; i < 210; i++) {
    const stars = [5, 4, 5, 3, 1, 2, 4][i % 7] ?? 5;
    const given = thumbs ? (stars > 3 ? 'up' : 'down') : String(stars);
    lines.push(`R${i},${given},${from + (i % 5)},c${i}@example.org`);
  }
  return `${lines.join('\n')}\n`;
}

const stars = write('ratings_08.csv', ratings(false, 18));
const thumbs = write('ratings_10.csv', ratings(true, 11));

test.afterAll(() => rmSync(files, { recursive: true, force: true }));

test('a data version is read from its file by keyboard, and personal fields are marked before anything is recorded', async ({
  host,
  page,
}) => {
  await host.workspace('read');
  await open(page, host, '#/versions');
  await page.getByRole('button', { name: 'Read data from a file' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Read a data version from a file' });
  await expect(dialog.getByLabel('File')).toBeFocused();
  await page.keyboard.type(stars);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('210 rows')).toBeVisible();
  await expect(dialog.getByLabel('Version')).toBeFocused();
  const table = dialog.getByRole('table', { name: 'What is in the file' });
  await expect(table.getByRole('row', { name: /stars/ })).toContainText('whole numbers 1 to 5');
  await expect(table.getByLabel('email tells about people')).toBeChecked();
  await expect(table.getByText('perhaps personal: its name says so')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('2026-08');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/artefact\/DAT-1/);
  await expect(page.getByText('DAT-1 ratings 2026-08: 210 rows and 4 fields recorded.')).toBeVisible();
  const kept = page.getByRole('table', { name: 'Fields' });
  await expect(kept.getByRole('row', { name: /email/ })).toContainText('values are not kept');
  const whole = await host.call('artefact.get', { id: 'DAT-1' });
  expect(JSON.stringify(whole)).not.toContain('example.org');
});

test('what was typed into the dialog is there again after it was left', async ({ host, page }) => {
  await host.workspace('left');
  await open(page, host, '#/versions');
  await page.getByRole('button', { name: 'Read data from a file' }).click();
  await page.getByRole('dialog').getByLabel('File').fill('/nowhere/x.csv');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is nothing at /nowhere/x.csv');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Read data from a file' }).click();
  await expect(page.getByRole('dialog').getByLabel('File')).toHaveValue('/nowhere/x.csv');
});

test.describe('two states of one data set', () => {
  test.beforeAll(async ({ host }) => {
    await host.workspace('two');
    const personal = ['email'];
    await host.call('data.profile', { path: stars, name: 'ratings', version: 'stars', personal });
    await host.call('data.profile', { path: thumbs, name: 'ratings', version: 'thumbs', personal });
    const model = await host.add('model-version', { title: 'ranker', version: '1' }, [
      link('trained-on', 'DAT-1'),
    ]);
    const bundle = await host.add('bundle', { title: '1' }, [link('ships', model.id)]);
    await host.add('deployment', { title: 'For all', status: 'live' }, [link('deploys', bundle.id)]);
  });

  test('stars that became thumbs read as such, against what the model learned from, and a decision is one press away', async ({
    host,
    page,
  }) => {
    await open(page, host, '#/versions/schema');
    await expect(page.getByText('Worth comparing')).toBeVisible();
    await page.getByLabel('The schema of').selectOption({ label: 'DAT-2  ratings thumbs' });
    await expect(page.getByLabel('against')).toHaveValue(/.+/);
    const suggestion =
      '“stars” (whole numbers 1 to 5) is gone; “thumb” (down, up) is new: perhaps renamed, and five steps became two.';
    await expect(page.getByText(suggestion).first()).toBeVisible();
    await expect(page.getByText('SCHEMA_MISSING_COLUMN')).toBeVisible();
    await expect(page.getByRole('link', { name: 'ranker 1' }).first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Record a decision' }).click();
    const form = page.getByRole('dialog');
    await expect(form.getByText('ratings thumbs').first()).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('drift shows the worst field first with both histograms, and is recorded with what it speaks of', async ({
    host,
    page,
  }) => {
    await open(page, host, '#/versions/drift?of=DAT-2&with=DAT-1');
    await expect(page.getByText('1 of 1 fields shifted: “hour”.')).toBeVisible();
    const row = page.getByRole('table', { name: 'Drift by field' }).getByRole('row', { name: /hour/ });
    await expect(row).toContainText('Shifted');
    await expect(page.getByRole('img', { name: /hour: share of values in each bin/ })).toBeVisible();
    await page.getByText('The numbers', { exact: true }).click();
    await expect(page.getByRole('table', { name: 'Values of hour' })).toBeVisible();
    await page.getByText(/not compared/).click();
    await expect(page.getByText('It is personal: its values were not kept.')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.keyboard.press('n');
    const form = page.getByRole('dialog');
    await expect(form.getByLabel('Title')).toHaveValue('hour of ratings thumbs drifted');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Observed:')).toBeVisible();
    const made = await host.call('artefact.get', { id: 'OBS-1' });
    const ends = made.links.filter((l) => !l.removed).map((l) => `${l.type} ${l.other.short}`);
    expect(ends).toContain('relates-to DAT-2');
    expect(ends).toContain('observed-in DEP-1');
    const log = await host.call('log', { limit: 1 });
    expect(log.rows).toHaveLength(1);
  });

  test('a data version shows what is in it and what it differs from, and leads there', async ({
    host,
    page,
  }) => {
    await open(page, host, '#/artefact/DAT-2');
    await expect(page.getByText('Against other states of the data')).toBeVisible();
    await expect(page.getByText('Schema: 3 anomalies')).toBeVisible();
    await page.getByText('Drift: 1 field shifted').click();
    await expect(page).toHaveURL(/versions\/drift\?of=DAT-2&with=DAT-1/);
  });
});

test('a workspace without data says what belongs there with one button', async ({ host, page }) => {
  await host.workspace('none');
  for (const view of ['schema', 'drift']) {
    await open(page, host, `#/versions/${view}`);
    await expect(page.getByText('No data versions yet')).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: 'Read from a file' }).last().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
  }
});

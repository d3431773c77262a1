import { violations } from './axe';
import { expect, open, test } from './host';

test.beforeEach(async ({ host }, info) => {
  await host.workspace(`impact-${info.title.replace(/\W+/g, '-')}`);
  const identity = (hex: string) => [{ algorithm: 'sha256', value: hex.repeat(32) }];
  await host.add('team', { title: 'Operations' });
  await host.add('data-version', {
    title: 'ratings',
    version: '2026-08',
    digest: identity('ab'),
    schema: 'order:text, stars:int',
    owner: ['TEA-1'],
  });
  await host.add('data-version', {
    title: 'ratings',
    version: '2026-07',
    digest: identity('cd'),
    schema: 'stars:int',
  });
  await host.add('model-version', { title: 'ranker', version: '7', 'trained-on': ['DAT-1'] });
  await host.add('model-version', { title: 'ranker', version: '5', 'trained-on': ['DAT-2'] });
  await host.add('bundle', { title: '2.0', versions: ['MOD-1'] });
  await host.add('deployment', {
    title: 'Beta',
    bundle: ['BUN-1'],
    audience: 'selected-users',
    share: '5',
    status: 'live',
  });
  await host.add('prototype', { title: 'Behind the list', produced: ['MOD-1'] });
});

test('from the page of a version to everything that stands on it, live first, with whom to ask and why', async ({
  page,
  host,
}) => {
  await open(page, host, '#/artefact/DAT-1');
  await page.getByRole('link', { name: 'What if this changes?' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'changes' })).toContainText(
    '4 things stand on it, 1 live deployment among them. 1 person or team to ask.',
  );
  const deployments = page.getByRole('region', { name: /Deployments/ });
  await expect(deployments).toContainText('live');
  await expect(deployments).toContainText('5 % of selected users');
  await page.getByRole('button', { name: /why\? DEP-1/ }).press('Enter');
  await expect(deployments).toContainText(
    /DAT-1.*trained.*MOD-1.*is shipped in.*BUN-1.*is deployed by.*DEP-1/s,
  );
  await expect(page.getByRole('region', { name: /Prototypes/ })).toContainText('PRT-1');
  await expect(page.getByRole('complementary', { name: /People to ask/ })).toContainText('looks after DAT-1');
  expect(await violations(page)).toEqual([]);
});

test('a column concerns every version of the data set that has it', async ({ page, host }) => {
  await open(page, host, '#/system/impact?of=DAT-1');
  await expect(page.getByRole('region', { name: /Models/ })).not.toContainText('MOD-2');
  await page.getByLabel('Which column').selectOption('stars');
  await expect(page).toHaveURL(/with=stars/);
  await expect(page.getByRole('region', { name: /Models/ })).toContainText('MOD-2');
  await expect(page.getByText('2 versions of ratings have the column stars')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('region', { name: /Models/ })).toContainText('MOD-2');
});

test('anything recorded can be asked about, by keyboard', async ({ page, host }) => {
  await open(page, host, '#/system/impact');
  await page.getByRole('combobox', { name: 'What changes' }).fill('ranker');
  await expect(page.getByRole('option', { name: /MOD-2/ })).toBeVisible();
  await page.getByRole('option', { name: /MOD-2/ }).click();
  await expect(page.getByText('Nothing that is recorded stands on it.')).toBeVisible();
  await open(page, host, '#/system/impact?of=NOP-7');
  await expect(page.getByRole('alert')).toBeVisible();
});

test('what lies beyond a decision is told apart', async ({ page, host }) => {
  await host.add('idea', { title: 'Three dishes' });
  await host.add('decision', {
    title: 'Ship it?',
    outcome: 'Yes',
    rationale: 'Better',
    'rests-on': ['MOD-1'],
  });
  await host.call('link.add', {
    from: 'DEC-1',
    type: 'decides',
    to: 'IDE-1',
    fields: { outcome: 'chosen' },
  });
  await open(page, host, '#/system/impact?of=DAT-1');
  await expect(page.getByRole('region', { name: /Decisions that rest on it/ })).toContainText('DEC-1');
  await expect(page.getByText('Three dishes')).toBeHidden();
  await page.getByText('1 thing more is in question only if one of those decisions falls').click();
  await expect(page.getByText('Three dishes')).toBeVisible();
});

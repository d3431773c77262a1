import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, link, open, test, type Host } from './host';

// The steps of one release: each stands on the one before.
test.describe.configure({ mode: 'serial' });

const range = (low: number, likely: number, high: number) => ({ low, likely, high });
const worth = (benefit: ReturnType<typeof range>) => ({
  benefit,
  'build-cost': range(10, 10, 10),
  'run-cost': range(0, 0, 0),
  horizon: 12,
  currency: 'EUR',
});

test.beforeAll(async ({ host }) => {
  await host.workspace('define');
  const persona = await host.add('persona', { title: 'Marta', type: 'end-user' });
  const dinner = await host.add(
    'problem',
    {
      title: 'Choosing dinner tires people out',
      need: 'to settle',
      because: 'tired',
      'surface-request': 'Put the cheapest on top.',
      ...worth(range(30, 60, 90)),
    },
    [link('concerns', persona.id)],
  );
  await host.add('problem', {
    title: 'Kitchens are overrun',
    need: 'n',
    because: 'b',
    ...worth(range(20, 30, 40)),
  });
  await host.add('problem', { title: 'A whole table', need: 'n', because: 'b' });
  const scroll = await host.add('cause', { title: 'They scroll for ever' }, [link('cause-of', dinner.id)]);
  await host.add('cause', { title: 'The order knows nobody' }, [
    link('cause-of', dinner.id),
    link('because-of', scroll.id, false),
  ]);
  const evidence = await host.add('evidence', {
    title: 'Interview',
    method: 'interview',
    date: '2026-07-01',
  });
  await host.add('highlight', { quote: 'I scroll for ten minutes' }, [link('taken-from', evidence.id)]);
  for (const [title, lens] of [
    ['Does it help to settle?', 'usability'],
    ['What does it cost to serve?', 'feasibility'],
  ] as const)
    await host.add('criterion', { title, lens, worst: 'As today.', best: 'Nobody notices.' });
});

const problem = (page: Page, title: string) => page.getByRole('listitem', { name: title });
const field = async (host: Host, id: string, name: string) =>
  (await host.call('artefact.get', { id, at: { mode: 'now' } })).fields.find((f) => f.name === name)?.value;

test('problems are ranked with their ranges, ties, requests and root causes', async ({ page, host }) => {
  await open(page, host, '#/stage/define/problems');
  const rows = page.getByRole('listitem').filter({ hasText: 'PRB-' });
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('Choosing dinner');
  const dinner = problem(page, 'Choosing dinner');
  await expect(dinner).toContainText('500 %');
  await expect(dinner).toContainText('200 % to 800 %');
  await expect(dinner).toContainText('tied with PRB-2');
  await expect(dinner).toContainText('50 EUR');
  await expect(dinner.getByRole('img', { name: 'Return 500 %, from 200 % to 800 %' })).toBeVisible();
  await expect(dinner.locator('q')).toHaveText('Put the cheapest on top.');
  await expect(dinner).toContainText('2 whys deep');
  await expect(dinner.getByRole('link', { name: /The order knows nobody/ })).toBeVisible();
  const table = problem(page, 'A whole table');
  await expect(table).toContainText('Not ranked: no benefit recorded');
  await expect(table).toContainText('not written down');
});

test('what is missing is asked for where it is missed, and ranks the problem', async ({ page, host }) => {
  await open(page, host, '#/stage/define/problems');
  await problem(page, 'A whole table').getByRole('button', { name: 'Enter what is missing' }).click();
  const form = page.getByRole('dialog', { name: /What is missing of PRB-3/ });
  for (const [label, value] of [
    ['Benefit', '5'],
    ['Cost to build', '10'],
    ['Cost to run', '0'],
  ] as const)
    for (const part of ['low', 'likely', 'high'])
      await form.getByRole('group', { name: label }).getByLabel(part, { exact: true }).fill(value);
  await form.getByLabel('Horizon').fill('24');
  const before = await host.position();
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(form).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText(/counted in 2 ways/)).toBeVisible();
  await expect(problem(page, 'A whole table')).toContainText('−50 %');
  await expect(problem(page, 'A whole table')).toContainText('no currency recorded');
});

test('RICE is a second lens and says so', async ({ page, host }) => {
  await open(page, host, '#/stage/define/problems');
  await page.getByRole('button', { name: 'RICE, a second lens' }).click();
  await expect(page.getByText('The rule is the return.')).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'PRB-1' });
  await expect(row).toContainText('no reach recorded');
  await row.getByRole('button', { name: /Enter what is missing/ }).click();
  const form = page.getByRole('dialog');
  for (const [label, value] of [
    ['Reach', '900'],
    ['Impact', '2'],
    ['Confidence', '0.5'],
    ['Effort', '4'],
  ] as const)
    await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(row).toContainText('225');
});

test('a problem is chosen by keyboard alone, and the others are named', async ({ page, host }) => {
  await open(page, host, '#/stage/define/problems');
  await expect(problem(page, 'Choosing dinner')).toBeVisible();
  await page.getByRole('button', { name: 'Choose a problem' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Choose a problem' });
  await expect(form).toBeVisible();
  await form.getByLabel('What becomes of Kitchens are overrun').focus();
  await page.keyboard.press('p');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Not this year');
  // What was typed is kept when the form is left.
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Choose a problem' }).focus();
  await page.keyboard.press('Enter');
  await expect(form.getByText(/Restored what you typed/)).toBeVisible();
  await form.getByLabel('Rationale').focus();
  await page.keyboard.type('It returns most.');
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/#\/decision\//);
  expect(await host.position()).toBe(before + 1);
  const options = page.getByRole('listitem');
  await expect(options.filter({ hasText: 'Choosing dinner' }).first()).toContainText('chosen');
  await expect(options.filter({ hasText: 'Kitchens' }).first()).toContainText('parked');
  await expect(options.filter({ hasText: 'Kitchens' }).first()).toContainText('Not this year');
  await expect(options.filter({ hasText: 'whole table' }).first()).toContainText('rejected');
  // Accepting takes over what was proposed.
  await page.getByRole('button', { name: 'Choose an outcome' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText('accepted', { exact: true })).toBeVisible();
  const card = (await host.call('artefact.get', { id: 'PRB-2', at: { mode: 'now' } })).card;
  expect(card.outcome?.word).toBe('parked');
});

test('causes are a tree: walked, moved, deepened and given evidence by keyboard', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  const tree = page.getByRole('tree', { name: 'Why is it so?' });
  const items = tree.getByRole('treeitem');
  await expect(items).toHaveCount(2);
  await expect(items.nth(1)).toHaveAttribute('aria-level', '2');
  await expect(items.nth(1)).toContainText('no evidence yet');
  await items.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await page.getByRole('button', { name: 'Why is that so?' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Why is it so?' });
  await form.getByLabel('Cause', { exact: true }).fill('Clicks were the only number');
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  await expect(items).toHaveCount(3);
  await expect(items.nth(2)).toHaveAttribute('aria-level', '3');
  await expect(items.nth(2)).toContainText('root cause');

  await page.getByRole('button', { name: 'Evidence', exact: true }).click();
  const shown = page.getByRole('dialog', { name: /Evidence of CAU-3/ });
  await shown.getByRole('combobox').fill('scroll');
  await page.getByRole('option', { name: /ten minutes/ }).click();
  await shown.getByRole('button', { name: 'Record' }).click();
  await expect(items.nth(2)).toContainText('I scroll for ten minutes');

  await page.getByRole('button', { name: 'Another cause' }).click();
  await form.getByLabel('Cause', { exact: true }).fill('Dinner cannot be undone');
  await page.keyboard.press('Control+Enter');
  await expect(items).toHaveCount(4);
  await page.getByRole('button', { name: 'Move up' }).click();
  await expect(items.first()).toContainText('Dinner cannot be undone');
  await items.first().focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(items.first()).toContainText('They scroll for ever');
});

test('criteria stand under their lenses, are weighed by swing and locked', async ({ page, host }) => {
  await open(page, host, '#/stage/define/criteria');
  const viability = page.getByRole('row').filter({ hasText: 'Viability' });
  await expect(viability).toContainText('no criterion looks from here');
  await page.getByRole('button', { name: 'Lock criteria' }).click();
  await expect(page.getByText(/cannot be locked yet: CRI-1 has no weight/)).toBeVisible();

  await page.getByRole('button', { name: 'Weigh by swing' }).click();
  const form = page.getByRole('dialog', { name: 'Weigh by swing' });
  await form.getByRole('spinbutton', { name: /Swing of CRI-2/ }).fill('25');
  await form.getByRole('spinbutton', { name: /Swing of CRI-2/ }).press('Tab');
  await expect(form.getByText('80 %')).toBeVisible();
  let before = await host.position();
  await form.getByRole('button', { name: 'Set the weights' }).click();
  await expect(form).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  expect([await field(host, 'CRI-1', 'weight'), await field(host, 'CRI-2', 'weight')]).toEqual([
    '0.8',
    '0.2',
  ]);

  before = await host.position();
  await page.getByRole('button', { name: 'Lock criteria' }).click();
  await expect(page.getByRole('button', { name: 'Criteria are locked' })).toBeDisabled();
  expect(await host.position()).toBe(before + 1);
  await host.call('artefact.set', { id: 'CRI-2', fields: { best: 'Free.' } });
  await expect(page.getByText(/changed since: best, in words/)).toBeVisible();
});

test('the objective is set where the criteria are', async ({ page, host }) => {
  await open(page, host, '#/stage/define/criteria');
  await page.getByRole('button', { name: 'Set the objective' }).click();
  await expect(page.getByRole('dialog', { name: /objective/i })).toBeVisible();
  await page.keyboard.press('Escape');
  const metric = await host.add('metric', { title: 'Conversion', unit: '%' });
  await host.add('objective', { direction: 'increase-to', target: 36 }, [link('measured-by', metric.id)]);
  await expect(page.getByText('Conversion: increase to 36 %.')).toBeVisible();
  await expect(page.getByText('Still open: by when')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing on these screens and their dialogs, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      await page.waitForTimeout(200);
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await open(page, host, '#/stage/define/problems');
    await expect(problem(page, 'Choosing dinner')).toBeVisible();
    await look('problems');
    await page.getByRole('button', { name: 'Choose a problem' }).click();
    await look('choose');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'RICE, a second lens' }).click();
    await look('rice');
    await open(page, host, '#/stage/define/criteria');
    await expect(page.getByRole('table')).toBeVisible();
    await look('criteria');
    await page.getByRole('button', { name: 'Weigh by swing' }).click();
    await look('swing');
    await open(page, host, '#/artefact/PRB-1');
    await expect(page.getByRole('tree')).toBeVisible();
    await look('causes');
    expect(faults).toEqual([]);
  });

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, link, open, test } from './host';

// One evaluation from its first score to the decision: each step stands on the one before.
test.describe.configure({ mode: 'serial' });

const ids: Record<string, string> = {};

test.beforeAll(async ({ host }) => {
  await host.workspace('evaluation');
  const add = async (key: string, ...of: Parameters<typeof host.add>) => {
    ids[key] = (await host.add(...of)).id;
  };
  await add('product', 'team', { title: 'Product' });
  await add('ann', 'stakeholder', { title: 'Ann', role: 'product' }, [
    link('member-of', ids['product'] ?? ''),
  ]);
  await add('ben', 'stakeholder', { title: 'Ben', role: 'product' }, [
    link('member-of', ids['product'] ?? ''),
  ]);
  await add('three', 'idea', { title: 'Three dishes' });
  await add('button', 'idea', { title: 'Surprise button' });
  await add('quick', 'criterion', {
    title: 'Quick?',
    lens: 'usability',
    worst: 'As today.',
    best: 'A minute.',
    weight: '0.5',
  });
  await add('cheap', 'criterion', {
    title: 'Cheap?',
    lens: 'feasibility',
    worst: 'Needs GPUs.',
    best: 'Runs on what we have.',
    weight: '0.5',
    gate: '2',
  });
});

const cell = (page: Page, name: RegExp) => page.getByRole('button', { name });

async function as(page: Page, who: string) {
  await page.getByRole('combobox', { name: 'Scoring as' }).selectOption({ label: who });
}

test('scores are given blind by keyboard alone: a number on a cell, Enter for the reason', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/ideate/evaluation');
  await expect(page.getByText(/Nobody has scored yet/)).toBeVisible();
  await as(page, 'Ann');
  const first = cell(page, /^IDE-1 on CRI-1/);
  await first.focus();
  await page.keyboard.press('5');
  await expect(cell(page, /^IDE-1 on CRI-1.*yours 5/)).toBeVisible();
  await cell(page, /^IDE-1 on CRI-1/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, /^IDE-1 on CRI-2/)).toBeFocused();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'IDE-1 on CRI-2' });
  await expect(form).toContainText('Needs GPUs.');
  await form.getByLabel('Rationale').fill('Nobody has served one.');
  await form
    .getByText(/don’t know|unknown/i)
    .first()
    .click();
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  await expect(cell(page, /^IDE-1 on CRI-2.*yours don’t know/)).toBeVisible();
});

test('others’ scores are hidden until one says done', async ({ page, host }) => {
  for (const [criterion, score] of [
    ['quick', 1],
    ['cheap', 4],
  ] as const)
    await host.add('evaluation', { score, round: 1, rationale: 'Ben thinks so' }, [
      link('rates', ids['three'] ?? ''),
      link('by-criterion', ids[criterion] ?? ''),
      link('rated-by', ids['ben'] ?? ''),
    ]);
  await open(page, host, '#/stage/ideate/evaluation');
  await as(page, 'Ann');
  await expect(cell(page, /^IDE-1 on CRI-1: no score, yours 5, 1 hidden/)).toBeVisible();
  await cell(page, /^IDE-1 on CRI-1/).click();
  const form = page.getByRole('dialog');
  await expect(form).toContainText('1 score is hidden from you');
  await expect(form).not.toContainText('Ben thinks so');
  await page.keyboard.press('Escape');
  await as(page, 'nobody, only looking');
  await expect(cell(page, /^IDE-1 on CRI-1: no score, 2 hidden/)).toBeVisible();
  await as(page, 'Ann');
  const before = await host.position();
  await page.getByRole('button', { name: 'I am done' }).click();
  await expect(cell(page, /^IDE-1 on CRI-1: median 3, spread 4/)).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText('You said done and see all scores.')).toBeVisible();
});

test('a round is closed, cells that disagree open again, and who is missing is named', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/ideate/evaluation');
  await as(page, 'Ben');
  await expect(page.getByRole('button', { name: 'Propose a winner' })).toBeDisabled();
  await page.getByRole('button', { name: 'Close round 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Close round 1' });
  await expect(dialog).toContainText('Not said done yet: Ben');
  const before = await host.position();
  await dialog.getByRole('button', { name: 'Close the round' }).click();
  await expect(page.getByText(/Round 1 is closed. In 1 cell raters are more than 2 apart/)).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText(/Operations is nobody’s role in this workspace/)).toBeVisible();
  await expect(page.getByText(/ML engineering is nobody’s role/)).toBeVisible();
  const apart = cell(page, /^IDE-1 on CRI-1.*disagree/);
  await apart.focus();
  await page.keyboard.press('4');
  await expect(cell(page, /^IDE-1 on CRI-1: median 3, spread 4, yours 4/)).toBeVisible();
  // A cell that agreed is only read.
  await cell(page, /^IDE-1 on CRI-2/).click();
  await expect(page.getByRole('dialog')).toContainText('Ben thinks so');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Record the score' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close round 2' }).click();
  await page.getByRole('button', { name: 'Close the round' }).click();
  await expect(cell(page, /^IDE-1 on CRI-1: median 4.5, spread 1/)).toBeVisible();
});

test('gates come before sums, weights are tried without being recorded, and the flip point shows', async ({
  page,
  host,
}) => {
  const give = (criterion: string, score: number, idea: string) =>
    host.add('evaluation', { score }, [
      link('rates', ids[idea] ?? ''),
      link('by-criterion', ids[criterion] ?? ''),
      link('rated-by', ids['ben'] ?? ''),
    ]);
  await give('quick', 2, 'button');
  await give('cheap', 5, 'button');
  await open(page, host, '#/stage/ideate/evaluation');
  const row = (title: string) => page.getByRole('row').filter({ hasText: title });
  // 4.5 and 4 against 2 and 5.
  await expect(row('Three dishes')).toContainText('4.25');
  await expect(row('Surprise button')).toContainText('3.5');
  await expect(page.getByText('flips to IDE-2 above 71 %')).toBeVisible();
  const before = await host.position();
  await page.getByRole('spinbutton', { name: 'Weight of CRI-2 in per cent' }).fill('80');
  await page.getByRole('spinbutton', { name: 'Weight of CRI-2 in per cent' }).press('Tab');
  await expect(page.getByText('Only tried: nothing of this is recorded.')).toBeVisible();
  await expect(row('Surprise button')).toContainText('was 2');
  await page.getByRole('slider', { name: 'Weight of CRI-2' }).focus();
  await page.keyboard.press('Home');
  await expect(row('Three dishes')).toContainText('4.5');
  await page.getByRole('button', { name: 'As recorded' }).click();
  await expect(row('Three dishes')).toContainText('4.25');
  expect(await host.position()).toBe(before);
  await host.call('artefact.set', { id: 'CRI-1', fields: { gate: '3' } });
  await expect(row('Surprise button')).toContainText('out: below the gate of CRI-1');
  await host.call('artefact.set', { id: 'CRI-1', fields: { gate: null } });
  await expect(row('Surprise button')).toContainText('3.5');
});

test('a winner is proposed with the evaluation sealed into it, and later changes show', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/ideate/evaluation');
  await page.getByRole('button', { name: 'Propose a winner' }).click();
  const form = page.getByRole('dialog', { name: 'Propose a winner' });
  await expect(form).toContainText('Place 1 with 4.25 of 5 by teams');
  const before = await host.position();
  await form.getByRole('button', { name: 'Propose the decision' }).click();
  await expect(page).toHaveURL(/#\/decision\//);
  expect(await host.position()).toBe(before + 1);
  const table = page.getByRole('table', { name: 'The evaluation as it stood' });
  await expect(table).toContainText('4.25');
  await expect(page.getByText('The records found here are those that were sealed.')).toBeVisible();
  await expect(page.getByText(/Changed since/)).toHaveCount(0);
  const evaluation = (await host.call('artefact.list', { kinds: ['evaluation'], sort: ['created_at'] }))
    .rows[0];
  await host.call('artefact.set', { id: evaluation?.id ?? '', fields: { score: 0 } });
  await expect(page.getByText(/Changed since: .*score 5, now 0/)).toBeVisible();
  await expect(table).toContainText('4.25');
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing on the matrix, its dialogs and the sealed evaluation, ${theme}`, async ({
    page,
    host,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      await page.waitForTimeout(200);
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await open(page, host, '#/stage/ideate/evaluation');
    await expect(page.getByRole('table', { name: 'Ideas against criteria' })).toBeVisible();
    await look('matrix');
    await cell(page, /^IDE-1 on CRI-1/).click();
    await look('cell');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Propose a winner' }).click();
    await look('propose');
    await open(page, host, '#/decision/DEC-1');
    await expect(page.getByRole('table', { name: 'The evaluation as it stood' })).toBeVisible();
    await look('sealed');
    expect(faults).toEqual([]);
  });

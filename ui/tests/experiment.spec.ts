import { expect, link, open, test } from './host';

let n = 0;

/** A prototype, two metrics and an experiment with nothing but a belief; each test has its own. */
test.beforeEach(async ({ host }) => {
  await host.workspace(`experiment-${++n}`);
  await host.add('metric', { title: 'Conversion', unit: '%', direction: 'higher-is-better' });
  await host.add('metric', { title: 'Average basket', unit: 'EUR', direction: 'higher-is-better' });
  const persona = await host.add('persona', { title: 'Marta', type: 'end-user' });
  const problem = await host.add(
    'problem',
    { need: 'to decide', because: 'choosing tires', 'baseline-metric': ['MET-1'], 'baseline-value': '30' },
    [link('concerns', persona.id)],
  );
  const idea = await host.add('idea', { title: 'Three dishes' }, [link('addresses', problem.id)]);
  const prototype = await host.add('prototype', { title: 'Most ordered', fidelity: 'baseline' }, [
    link('realises', idea.id),
  ]);
  await host.add('experiment', { 'we-believe': 'Three dishes sell more.' }, [link('tests', prototype.id)]);
});

/** A plan that lacks nothing, 40 per arm. */
const PLAN = {
  arms: [
    { name: 'list', share: '0.5' },
    { name: 'three dishes', share: '0.5' },
  ],
  'primary-metric': ['MET-1'],
  'minimum-effect': '5',
  'sample-size': 40,
};

test('a plan is made, locked, measured and read with the keyboard alone', async ({ page, host }) => {
  await open(page, host, '#/artefact/EXP-1');
  // What lacks is said before anything is locked.
  await page.getByRole('button', { name: 'Lock plan' }).focus();
  await page.keyboard.press('Enter');
  const refused = page.getByRole('alert').filter({ hasText: 'cannot be locked yet' });
  await expect(refused).toContainText('It names no primary metric');
  await expect(refused).toContainText('It names no sample size');
  await page.getByRole('button', { name: 'Fill in what is missing' }).focus();
  await page.keyboard.press('Enter');

  const plan = page.getByRole('dialog', { name: 'Plan EXP-1' });
  await plan.getByRole('textbox', { name: 'Arm, row 1' }).focus();
  await page.keyboard.type('list');
  const more = plan.getByRole('button', { name: /Another|Add/ }).first();
  if (await more.isVisible()) {
    await more.focus();
    await page.keyboard.press('Enter');
  }
  await plan.getByRole('textbox', { name: 'Arm, row 2' }).focus();
  await page.keyboard.type('three dishes');
  await plan.getByRole('combobox', { name: 'Primary metric' }).focus();
  await page.keyboard.type('Conv');
  await expect(page.getByRole('option', { name: /Conversion/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await plan.getByLabel('Minimum effect').focus();
  await page.keyboard.type('20');
  // Computed from today's number of the problem, with its inputs beside it.
  await expect(plan.getByText('91 per arm, as computed')).toBeVisible();
  await expect(plan.getByText(/from today 30\.0\s%/)).toBeVisible();
  await plan.getByRole('button', { name: 'Use 91' }).focus();
  await page.keyboard.press('Enter');
  await expect(plan.getByLabel('Sample size')).toHaveValue('91');
  await plan.getByRole('combobox', { name: 'Guardrails' }).focus();
  await page.keyboard.type('basket');
  await expect(page.getByRole('option', { name: /Average basket/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await plan.getByLabel('Margin of Average basket').focus();
  await page.keyboard.type('0.5');
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(plan).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText('margin 0.50 EUR')).toBeVisible();

  await page.getByRole('button', { name: 'Lock plan' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText(/locked\s.*\sby Ines Duarte/);

  await page.getByRole('button', { name: 'Record result' }).focus();
  await page.keyboard.press('Enter');
  const results = page.getByRole('dialog', { name: 'Record results of EXP-1' });
  await expect(results.getByLabel('n of list')).toBeFocused();
  await page.keyboard.type('100');
  await page.keyboard.press('Tab');
  await page.keyboard.type('30');
  await page.keyboard.press('Tab');
  await page.keyboard.type('104');
  await page.keyboard.press('Tab');
  await page.keyboard.type('62');
  await expect(results.getByText('59.6 %').or(results.getByText('60 % (62 of 104)'))).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(results).toHaveCount(0);
  expect(await host.position()).toBe(before + 3);

  await expect(page.getByText('“three dishes” is better than “list”').first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'Against list' }).getByText('better')).toBeVisible();
  await expect(page.getByText('The arms are as large as planned')).toBeVisible();
  await expect(page.getByRole('img', { name: /Intervals of the arms and of the difference/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Four lenses' })).toContainText('Nothing measured.');
  await expect(page.getByRole('region', { name: 'Baseline against today’s approach' })).toContainText(
    'against 30.0',
  );
});

test('a table is shown before it is recorded, with the lines that cannot be read', async ({ page, host }) => {
  await host.call('artefact.set', { id: 'EXP-1', fields: PLAN });
  await host.call('experiment.lock', { id: 'EXP-1' });
  await open(page, host, '#/artefact/EXP-1');
  await page.getByRole('button', { name: 'Record result' }).click();
  const form = page.getByRole('dialog', { name: 'Record results of EXP-1' });
  await form.getByRole('button', { name: 'From a table' }).click();
  await form.getByLabel('Table').fill('arm,n,successes\nlist,40,10\nthree dishes,39,thirty\n');
  await expect(form.getByText('1 line cannot be read:')).toBeVisible();
  await expect(form.getByText('line 3')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Record' })).toBeDisabled();
  // What was typed outlives the form.
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await page.getByRole('button', { name: 'Record result' }).click();
  await expect(form.getByLabel('Table')).toHaveValue(/thirty/);
  await form.getByLabel('Table').fill('arm,n,successes\nlist,40,10\nthree dishes,39,30\n');
  await expect(form.getByText('77 % (30 of 39)')).toBeVisible();
  await form.getByLabel('Lens').selectOption('value');
  const before = await host.position();
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByRole('region', { name: 'Results' })).toContainText(
    '39 of 40 per arm; the verdict is shown at 40.',
  );
  await expect(page.getByRole('table', { name: 'Against list' })).toHaveCount(0);
  // Two presses to a loop-back: the result's button, then the form's.
  await page.getByRole('button', { name: 'Loop back because of MEA-2' }).click();
  const back = page.getByRole('dialog', { name: 'Loop back' });
  await expect(back).toContainText('Because of MEA-2');
  await back.getByRole('button', { name: 'Loop back', exact: true }).click();
  await expect(back).toHaveCount(0);
  const loop = await host.call('artefact.get', { id: 'LPB-1', at: { mode: 'now' } });
  expect(loop.fields.find((f) => f.name === 'from')?.value).toBe('test');
  expect(loop.links.find((l) => l.type === 'triggered-by')?.other.short).toBe('MEA-2');
});

test('what is changed after the lock stays visible with who, when and what stood there', async ({
  page,
  host,
}) => {
  await host.call('artefact.set', { id: 'EXP-1', fields: PLAN });
  await host.call('experiment.results', { id: 'EXP-1', csv: 'arm,n,successes\nlist,40,10\n' });
  await host.call('experiment.lock', { id: 'EXP-1' });
  await open(page, host, '#/artefact/EXP-1');
  await expect(page.getByText('before the lock', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Edit plan' }).click();
  const plan = page.getByRole('dialog', { name: 'Change the plan of EXP-1' });
  await plan.getByLabel('Minimum effect').fill('1');
  await plan.getByRole('button', { name: 'Save plan' }).click();
  await expect(plan).toHaveCount(0);
  await expect(page.getByText('changed after the lock', { exact: true })).toBeVisible();
  const late = page.getByText(/Changed after the lock:/);
  await expect(late).toContainText('5');
  await expect(late).toContainText('by Ines Duarte');
});

test('the list says the state of each in words, and the baseline stands apart', async ({ page, host }) => {
  await open(page, host, '#/stage/test');
  await page
    .getByRole('navigation', { name: /Views of/ })
    .getByRole('link', { name: 'Experiments' })
    .click();
  const row = page.getByRole('table', { name: 'Experiments' }).getByRole('row').nth(1);
  await expect(row).toContainText('draft');
  await host.call('artefact.set', { id: 'EXP-1', fields: PLAN });
  await host.call('experiment.lock', { id: 'EXP-1' });
  await expect(row).toContainText('locked');
  await host.call('experiment.results', {
    id: 'EXP-1',
    csv: 'arm,n,successes\nlist,40,10\nthree dishes,40,30\n',
  });
  await expect(row).toContainText('better');
  await expect(page.getByText('The baseline against today’s approach')).toBeVisible();
  await expect(page.getByText('Conversion: 30.0 %')).toBeVisible();
});

test('prototypes stand from baseline to live, and what one produced is found or made as one change', async ({
  page,
  host,
}) => {
  await host.add('code-version', { repository: 'recommender', commit: '5e1f0c2' });
  await open(page, host, '#/stage/prototype/cards');
  const lane = page.getByRole('region', { name: 'Baseline' });
  await expect(lane).toContainText('Most ordered');
  await expect(lane).toContainText('No budget is recorded');
  await lane.getByRole('button', { name: /Link what it produced/ }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'What PRT-1 produced' });
  await expect(form.getByRole('combobox', { name: 'Versions on record' })).toBeFocused();
  await page.keyboard.type('recomm');
  await expect(page.getByRole('option', { name: /recommender/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'New model version' }).focus();
  await page.keyboard.press('Enter');
  await form
    .getByRole('group', { name: /New model version/ })
    .getByLabel('Name')
    .fill('ranker');
  await page.keyboard.press('Control+Enter');
  await expect(form.getByText(/needs “Version”/)).toBeVisible();
  await form.getByLabel('Version', { exact: true }).fill('4');
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(lane.getByRole('link', { name: /MOD-1/ })).toBeVisible();
  await expect(lane.getByRole('link', { name: /COD-1/ })).toBeVisible();
});

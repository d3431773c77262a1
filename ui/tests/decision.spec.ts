import { expect, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';

test.beforeAll(async ({ host }) => {
  await host.workspace('decision');
  made = await seed((name, args) => host.call(name, args));
});

test('dissent stands open: objection, concern, the harm, and who was not asked', async ({ page, host }) => {
  await open(page, host, `#/decision/${id('decision')}`);
  await expect(page.getByText('1 objection open')).toBeVisible();
  const objection = page.locator('li[data-position=object]');
  await expect(objection.locator('q')).toHaveText(
    'Small restaurants vanish from the first screen; we lose contracts.',
  );
  await expect(objection).toContainText('No answer yet.');
  await expect(objection).toContainText('recorded by Ines Duarte');
  await expect(page.locator('li[data-position=consent-with-concern] q')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Omar Haddad' })).toContainText('not asked');
  await expect(page.getByText('Method fixed beforehand: consent.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Rests on' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Choice is tiring/ })).toBeVisible();
});

test('a stance is recorded on behalf of who was not asked; an objection states the harm', async ({
  page,
  host,
}) => {
  await open(page, host, `#/decision/${id('decision')}`);
  await page.getByRole('button', { name: 'Record a stance of Omar Haddad' }).click();
  const form = page.getByRole('dialog', { name: 'Record a stance' });
  await expect(form.getByRole('link', { name: /Omar Haddad/ })).toBeVisible();
  await form.getByRole('radio', { name: 'Object' }).check();
  await expect(form.getByText('The harm it would do')).toBeVisible();
  await form.getByLabel('The harm it would do').fill('We have no GPUs in the second region.');
  const before = await host.position();
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(page.locator('li[data-position=object] q').filter({ hasText: 'no GPUs' })).toBeVisible();
});

test('what is typed into a stance survives closing the form', async ({ page, host }) => {
  await open(page, host, `#/decision/${id('decision')}`);
  await page
    .locator('li[data-position=object]')
    .filter({ hasText: 'Sara Lind' })
    .getByRole('button', { name: 'Answer', exact: true })
    .click();
  const form = page.getByRole('dialog', { name: 'Answer Sara Lind' });
  await expect(form.getByLabel('Answer')).toBeFocused();
  await page.keyboard.type('We cap the share of dear');
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await page.reload();
  await page
    .locator('li[data-position=object]')
    .filter({ hasText: 'Sara Lind' })
    .getByRole('button', { name: 'Answer', exact: true })
    .click();
  await expect(form.getByLabel('Answer')).toHaveValue('We cap the share of dear');
  await page.keyboard.press('End');
  await page.keyboard.type(' restaurants at a third.');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.locator('li[data-position=object]').filter({ hasText: 'Sara Lind' })).toContainText(
    'We cap the share of dear restaurants at a third.',
  );
  await expect(page.locator('li[data-position=object]').filter({ hasText: 'Sara Lind' })).not.toContainText(
    'No answer yet.',
  );
});

test('an option is added, the outcome is chosen, and the idea it stands for says so', async ({
  page,
  host,
}) => {
  await open(page, host, `#/decision/${id('decision')}`);
  await page.getByRole('button', { name: 'Add an option' }).click();
  const add = page.getByRole('dialog', { name: 'Add an option' });
  await add.getByLabel('Option', { exact: true }).fill('Time to order');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Time to order')).toBeVisible();

  await page.getByRole('button', { name: 'Choose an outcome' }).click();
  const choose = page.getByRole('dialog', { name: 'Accept with an outcome' });
  await choose.getByRole('radio', { name: /Expected order value/ }).check();
  await choose.getByLabel('What becomes of Time to order').selectOption('parked');
  await choose.getByLabel('Outcome').fill('Expected order value, capped.');
  await expect(choose).toContainText('objection has no answer');
  const before = await host.position();
  await choose.getByRole('button', { name: 'Accept' }).click();
  await expect(choose).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);

  const option = (name: string) => page.getByRole('listitem').filter({ hasText: name }).first();
  await expect(option('Expected order value')).toContainText('chosen');
  await expect(option('Click-through rate')).toContainText('rejected');
  await expect(option('Time to order')).toContainText('parked');
  const idea = await host.call('artefact.list', { kinds: ['idea'], limit: 10 });
  expect(idea.rows.find((r) => r.id === id('ranker'))?.outcome).toMatchObject({
    word: 'chosen',
    decision: id('decision'),
  });
});

test('a decision without options is accepted on its page, with the words it has', async ({ page, host }) => {
  const { short } = await host.add('decision', {
    title: 'May we use thumbs?',
    outcome: 'Yes, from October on.',
  });
  await open(page, host, `#/decision/${short}`);
  await page.getByRole('button', { name: 'Accept …' }).click();
  const accept = page.getByRole('dialog', { name: 'Accept with an outcome' });
  await expect(accept.getByText('What was chosen')).toHaveCount(0);
  await expect(accept.getByLabel('Outcome')).toHaveValue('Yes, from October on.');
  await accept.getByLabel('Rationale').fill('Stars are gone.');
  await accept.getByRole('button', { name: 'Accept' }).click();
  await expect(accept).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Accept …' })).toHaveCount(0);
  const made = await host.call('artefact.get', { id: short });
  expect(made.card.status).toBe('accepted');
  // What follows counts two decisions.
  await host.call('artefact.remove', { id: short, restore: false });
});

test('amending records only what differs, and marks earlier stances', async ({ page, host }) => {
  await open(page, host, `#/decision/${id('decision')}`);
  await expect(page.getByRole('button', { name: /Record a stance N/ })).toBeEnabled();
  await page.keyboard.press('e');
  const form = page.getByRole('dialog', { name: /^Amend DEC-/ });
  await expect(form).toBeVisible();
  const before = await host.position();
  await form.getByRole('button', { name: 'Amend' }).click();
  await expect(page.getByText('Nothing differed; nothing was recorded.')).toBeVisible();
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before);
  await page.keyboard.press('e');
  await form.getByLabel('Question').fill('What should the recommender maximise in 2027?');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.locator('p.question')).toHaveText('What should the recommender maximise in 2027?');
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText('Given on an older text').first()).toBeVisible();
});

test('the log is filtered by status, by words and by open objections', async ({ page, host }) => {
  await open(page, host, '#/decisions');
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'withdrawn', exact: true }).click();
  await expect(page.getByText('No decision matches.')).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Open objections only' }).check();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('What should the recommender maximise');
  await page.getByRole('checkbox', { name: 'Open objections only' }).uncheck();
  await page.getByRole('searchbox', { name: 'Filter by words' }).fill('shadow');
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole('link').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DEC-2');
});

test('the log is a list like the others: sorted both ways, on a board, copied, selected, kept as a view', async ({
  page,
  host,
}) => {
  await open(page, host, '#/decisions');
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await page.getByRole('columnheader', { name: 'Open objections' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Open objections' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Open objections' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(rows.first()).toContainText('open');
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
  await expect(rows.first()).toContainText('What should');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
  await expect(page.getByText('2 rows copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Open objections');

  await page.getByRole('checkbox', { name: 'Open objections only' }).check();
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Keep this view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('To answer');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'To answer' }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: 'Open objections only' })).toBeChecked();

  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByRole('article')).toContainText('open objections');
  await page.getByRole('checkbox', { name: 'Open objections only' }).uncheck();
  await expect(page.getByRole('article')).toHaveCount(2);
});

import { expect, link, open, test } from './host';

let n = 0;

/** A small release to begin with; each test has its own. */
test.beforeEach(async ({ host }) => {
  await host.workspace(`stages-${++n}`);
  const persona = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  const problem = await host.add('problem', { need: 'to decide quickly', because: 'choosing tires' }, [
    link('concerns', persona.id),
  ]);
  const insight = await host.add('insight', { title: 'They want to stop choosing' });
  const idea = await host.add('idea', { title: 'Show three dishes' }, [link('addresses', problem.id)]);
  await host.add('highlight', { quote: 'I give up.' }, [link('supports', insight.id)]);
  await host.add('prototype', { title: 'Most ordered near you', fidelity: 'baseline' }, [
    link('realises', idea.id),
  ]);
});

test('each stage takes its main artefact through its form', async ({ page, host }) => {
  await host.workspace(`fresh-${n}`);
  const form = page.getByRole('dialog');
  const begin = async (stage: string, kind: string) => {
    await open(page, host, `#/stage/${stage}`);
    await page.keyboard.press('n');
    const item = page.getByRole('menuitem', { name: new RegExp(`^${kind}\\b`) });
    const dialog = form.filter({ hasText: `New ${kind.toLowerCase()}` });
    await expect(item.or(dialog).first()).toBeVisible();
    if (await item.isVisible()) await item.click();
    await expect(dialog).toBeVisible();
  };
  const save = async (short: string) => {
    await form.getByRole('button', { name: 'Save Enter' }).click();
    await expect(
      page.getByTestId('toast').filter({ hasText: short }).getByRole('link', { name: short }),
    ).toBeVisible();
    await expect(form).toHaveCount(0);
  };
  const pick = async (label: string, text: string) => {
    await form.getByRole('combobox', { name: label, exact: true }).fill(text);
    await page.getByRole('option').filter({ hasText: text }).first().click();
  };

  await begin('empathise', 'Persona');
  await form.getByRole('textbox', { name: 'Name' }).fill('Hungry Hanna');
  await form.getByText('End user', { exact: true }).click();
  await save('PER-1');

  await begin('empathise', 'Evidence');
  await form.getByLabel('Method').selectOption('interview');
  await form.getByRole('textbox', { name: 'Date', exact: true }).fill('3 Aug 2026');
  await pick('Persona', 'Hungry');
  await save('EVD-1');

  await begin('empathise', 'Insight');
  await form.getByRole('textbox', { name: 'Insight' }).fill('They want to stop choosing');
  await save('INS-1');

  await begin('define', 'Problem');
  await pick('Persona', 'Hungry');
  await form.getByLabel('Need').fill('to decide in under a minute');
  await form.getByLabel('Because').fill('choosing tires her');
  await form.getByLabel('Because').press('Enter');
  await expect(page.getByRole('link', { name: 'PRB-1', exact: true })).toBeVisible();

  await begin('ideate', 'Idea');
  await form.getByRole('textbox', { name: 'Idea' }).fill('Show three dishes');
  await pick('Problem', 'decide');
  await save('IDE-1');

  await begin('prototype', 'Prototype');
  await form.getByRole('textbox', { name: 'Name' }).fill('Most ordered near you');
  await pick('Idea', 'three');
  await form.getByText('Baseline', { exact: true }).click();
  await save('PRT-1');

  await begin('test', 'Experiment');
  await form.getByLabel('We believe').fill('three dishes beat the full list');
  await save('EXP-1');

  await begin('build', 'Code version');
  await form.getByRole('textbox', { name: 'Repository' }).fill('recommender');
  await form.getByRole('textbox', { name: 'Commit', exact: true }).fill('5e1f0c2');
  await save('COD-1');

  await begin('build', 'Bundle');
  await form.getByRole('textbox', { name: 'Label' }).fill('2.0-beta');
  await pick('Versions', 'recommender');
  await save('BUN-1');

  await begin('live', 'Deployment');
  await pick('Bundle', '2.0');
  await form.getByText('Selected users', { exact: true }).click();
  await save('DEP-1');

  const problem = await host.call('artefact.get', { id: 'PRB-1', at: { mode: 'now' } });
  expect(problem.links.map((l) => `${l.label} ${l.other.short}`).sort()).toEqual([
    'concerns PER-1',
    'is addressed by IDE-1',
    'is part of REL-1',
  ]);
});

test('what was just recorded has the focus on its board', async ({ page, host }) => {
  await open(page, host, '#/people');
  await page.getByRole('button', { name: 'New team' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Operations');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Operations' })).toBeFocused();
});

test('a refused form says so beside the field and keeps what was typed', async ({ page, host }) => {
  const before = await host.position();
  await open(page, host, '#/stage/define');
  await page.getByRole('button', { name: 'New problem' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Need').fill('more sleep');
  await form.getByRole('button', { name: /More fields/ }).click();
  await form.getByLabel('Horizon').fill('soon');
  await form.getByLabel('Horizon').press('Enter');
  await expect(form.getByLabel('Horizon')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.locator('[data-field=horizon]').getByRole('alert')).toBeVisible();
  await expect(form.getByLabel('Horizon')).toBeFocused();
  await expect(form.getByLabel('Need')).toHaveValue('more sleep');
  expect(await host.position()).toBe(before);
});

test('saving always works, and what is still missing is said', async ({ page, host }) => {
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'New highlight' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Quote').fill('The same pizza as always.');
  await form.getByLabel('Quote').press('Control+Enter');
  await expect(page.getByText('Still to say: taken from.')).toBeVisible();
  await page.getByRole('link', { name: 'HLT-2', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Taken from (needed)' })).toBeVisible();
});

test('a picker makes what it does not find, in place', async ({ page, host }) => {
  await open(page, host, '#/stage/ideate');
  await page.getByRole('button', { name: 'New idea' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Idea' }).fill('A surprise button');
  await form.getByRole('combobox', { name: 'Proposing team' }).fill('Data science');
  await page.getByRole('option', { name: 'New team “Data science”' }).click();
  await expect(form.getByRole('link', { name: 'Data science' })).toBeVisible();
  await form.getByRole('button', { name: 'Save Enter' }).click();
  await expect(form).toHaveCount(0);
  const idea = (await host.call('artefact.suggest', { text: 'surprise', kinds: ['idea'], limit: 1 })).rows[0];
  const page_ = await host.call('artefact.get', { id: idea?.id ?? '', at: { mode: 'now' } });
  expect(page_.links.some((l) => l.type === 'proposed-by' && l.other.title === 'Data science')).toBe(true);
});

test('Enter before the answer is there waits for what is found, and makes nothing new', async ({
  page,
  host,
}) => {
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name === 'artefact.suggest') await new Promise((done) => setTimeout(done, 700));
    return route.fallback();
  });
  await open(page, host, '#/stage/ideate');
  await page.getByRole('button', { name: 'New idea' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Problem' }).fill('decide');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('link', { name: /to decide quickly/ })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('prototypes stand in columns by fidelity, and outcomes lead to their decision', async ({
  page,
  host,
}) => {
  const idea = (await host.call('artefact.suggest', { text: 'three dishes', kinds: ['idea'], limit: 1 }))
    .rows[0];
  await host.add(
    'decision',
    { title: 'Which first?', outcome: 'Three dishes', rationale: 'Cheap', status: 'accepted' },
    [{ type: 'decides', other: idea?.id ?? '', out: true, fields: { outcome: 'chosen' } }],
  );
  await open(page, host, '#/stage/prototype');
  await expect(
    page.getByRole('region', { name: 'Baseline' }).getByRole('link', { name: 'Most ordered near you' }),
  ).toBeVisible();
  await open(page, host, '#/stage/ideate');
  await page.getByRole('link', { name: 'chosen' }).click();
  await expect(page).toHaveURL(/#\/decision\//);
});

test('a table sorts, filters and copies what it shows', async ({ page, host }) => {
  for (const title of ['Zebra', 'Apple', 'Mango, ripe']) await host.add('metric', { title });
  await host.add('insight', { title: 'Zebras are rare' }, []);
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByLabel('Kind').selectOption('insight');
  const titles = page.locator('tbody a');
  await expect(titles).toHaveCount(2);
  await page.getByRole('button', { name: 'Title' }).click();
  await expect(titles.first()).toHaveText('They want to stop choosing');
  await page.getByRole('button', { name: 'Title' }).click();
  await expect(titles.first()).toHaveText('Zebras are rare');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
  await expect(page.getByText('2 rows copied.')).toBeVisible();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split('\r\n')[1]).toContain('Zebras are rare');
  await page.getByRole('searchbox', { name: 'Filter empathise' }).fill('rare');
  await expect(titles).toHaveCount(1);
  await page.getByLabel('Select INS-2').check();
  await page.getByLabel('Add a tag to all selected').fill('animals');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 artefact changed.')).toBeVisible();
  const tagged = await host.call('artefact.get', { id: 'INS-2', at: { mode: 'now' } });
  expect(tagged.card.tags).toEqual(['animals']);
});

test('a stage with nothing in it says what belongs there and has one button', async ({ page, host }) => {
  await host.workspace('bare');
  await open(page, host, '#/stage/define');
  await expect(page.getByRole('heading', { name: 'Nothing in Define yet' })).toBeVisible();
  await expect(page.locator('.empty').getByRole('button')).toHaveCount(1);
});

test('a view is given a name, comes back by it with filter, sorting and columns, and is forgotten again', async ({
  page,
  host,
}) => {
  await host.add('idea', { title: 'A swipe deck' });
  await open(page, host, '#/stage/ideate');
  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByLabel('Kind', { exact: true }).selectOption('idea');
  await page.getByRole('button', { name: 'Title' }).click();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name: 'Status' }).click();
  await page.getByRole('searchbox', { name: 'Filter ideate' }).fill('dishes');
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Keep this view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Dishes only');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Dishes only' })).toBeVisible();

  await page.reload();
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Views' })).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Dishes only' }).click();
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByRole('columnheader', { name: 'Status' })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Show three dishes/ })).toBeVisible();

  await page.getByRole('button', { name: 'Dishes only' }).click();
  await page.getByRole('menuitem', { name: 'Forget “Dishes only”' }).click();
  await expect(page.getByRole('button', { name: 'Views' })).toBeVisible();
});

test('six columns fit the smallest window, and none of their buttons is cut', async ({ page, host }) => {
  const code = await host.add('code-version', { repository: 'r', commit: '5e1f0c2' });
  await host.add('data-version', { title: 'orders', version: '1' });
  const model = await host.add('model-version', { title: 'ranker', version: '1' }, [
    link('built-from', code.id),
  ]);
  await host.add('bundle', { title: '1.0' }, [link('ships', model.id)]);
  await host.add('activity', { title: 'Training', phase: 'training' });
  await host.add('component', { title: 'Ranker', type: 'ml-code' });
  await open(page, host, '#/stage/build');
  const add = page.getByRole('button', { name: /^New / });
  await expect(add).toHaveCount(6);
  for (const button of await add.all()) await expect(button).toBeInViewport({ ratio: 1 });
});

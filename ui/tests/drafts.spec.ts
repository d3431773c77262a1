import { expect, open, test } from './host';

test.beforeAll(async ({ host }) => {
  await host.workspace('drafts');
  await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
});

const words = 'I scroll for ten minutes and then I order the usual. '.repeat(40).slice(0, 2000);

test('a new form is there again after the page went away without a word', async ({ page, host }) => {
  const before = await host.position();
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'New persona' }).first().click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await name.pressSequentially('Tired Tom', { delay: 5 });
  await expect.poll(async () => (await host.call('draft.list')).rows.length, { timeout: 1500 }).toBe(1);
  await page.reload();
  await expect(page.getByText('Draft persona')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText(/Restored what you typed on/)).toBeVisible();
  await expect(name).toHaveValue('Tired Tom');
  expect(await host.position()).toBe(before);
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(name).toHaveValue('');
  expect((await host.call('draft.list')).rows).toEqual([]);
});

test('who types before the draft has come goes on where they type, on top of the draft', async ({
  page,
  host,
}) => {
  await host.call('draft.save', {
    key: 'add:persona',
    form: { fields: { title: 'Tired Tom', goals: 'To sleep' }, refs: {} },
  });
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name === 'draft.list') await new Promise((done) => setTimeout(done, 900));
    return route.fallback();
  });
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'New persona' }).first().click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await name.pressSequentially('Late Lea');
  await expect(page.getByText(/Restored what you typed on/)).toBeVisible();
  await expect(name).toHaveValue('Late Lea');
  await expect(name).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Goals' })).toHaveValue('To sleep');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(name).toHaveValue('');
});

test('leaving a form with something in it keeps a draft, saving it throws the draft away', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'New insight' }).first().click();
  await page.getByRole('textbox', { name: 'Insight' }).fill('Choice is tiring');
  await page.keyboard.press('Escape');
  await expect(page.getByText('What you typed is kept as a draft')).toBeVisible();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Choice is tiring' })
    .getByRole('button', { name: 'Go on' })
    .click();
  await page.getByRole('textbox', { name: 'Insight' }).press('Control+Enter');
  await expect(page.getByRole('link', { name: 'INS-1', exact: true })).toBeVisible();
  await expect(page.getByText('Draft insight')).toHaveCount(0);
  expect((await host.call('draft.list')).rows).toEqual([]);
});

test('2,000 characters typed into an artefact survive a reload, and the log grows by one change at most', async ({
  page,
  host,
}) => {
  const before = await host.position();
  await open(page, host, '#/artefact/PER-1');
  await page.getByRole('button', { name: 'Notes', exact: true }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeFocused();
  await page.keyboard.insertText(words);
  await expect
    .poll(async () => JSON.stringify((await host.call('draft.list')).rows), { timeout: 1500 })
    .toContain(words.trim().slice(-60));
  await page.reload();
  await expect(page.getByText(/Restored what you typed on/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(words);
  expect((await host.position()) - before).toBeLessThanOrEqual(1);
  await page.getByRole('textbox', { name: 'Notes' }).press('Control+Enter');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  expect((await host.position()) - before).toBe(1);
  const kept = await host.call('artefact.get', { id: 'PER-1', at: { mode: 'now' } });
  expect(kept.fields.find((f) => f.name === 'notes')?.value).toBe(words);
  expect((await host.call('draft.list')).rows).toEqual([]);
});

test('leaving a field seals it; a field that does not differ seals nothing', async ({ page, host }) => {
  await open(page, host, '#/artefact/PER-1');
  const before = await host.position();
  await page.getByRole('button', { name: 'Goals', exact: true }).click();
  await page.getByRole('textbox', { name: 'Goals' }).fill('Eat well');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  expect(await host.position()).toBe(before + 1);

  await page.getByRole('button', { name: 'Edit Goals' }).focus();
  await page.keyboard.press('Enter');
  const goals = page.getByRole('textbox', { name: 'Goals' });
  await goals.fill('Eat better');
  await goals.fill('Eat well');
  await goals.press('Control+Enter');
  await expect(goals).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  expect((await host.call('draft.list')).rows).toEqual([]);
});

test('a field that rests for half a minute is sealed, and stays open', async ({ page, host }) => {
  await page.clock.install();
  await open(page, host, '#/artefact/PER-1');
  const before = await host.position();
  await page.getByRole('button', { name: 'Pains', exact: true }).click();
  const pains = page.getByRole('textbox', { name: 'Pains' });
  await pains.fill('Choosing');
  await page.clock.runFor(29_000);
  expect(await host.position()).toBe(before);
  await page.clock.runFor(1_500);
  await expect.poll(() => host.position()).toBe(before + 1);
  await expect(pains).toHaveValue('Choosing');
});

test('Escape puts back what was there, and offers what was typed', async ({ page, host }) => {
  await host.call('artefact.set', { id: 'PER-1', fields: { goals: 'Eat well' } });
  await open(page, host, '#/artefact/PER-1');
  const before = await host.position();
  await page.getByRole('button', { name: 'Edit Goals' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Goals' }).fill('Something else');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Eat well', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Take what I typed' }).click();
  await expect(page.getByRole('textbox', { name: 'Goals' })).toHaveValue('Something else');
  await page.keyboard.press('Escape');
  expect(await host.position()).toBe(before);
});

test('several fields of a new form are one change, with its reason', async ({ page, host }) => {
  await open(page, host, '#/stage/empathise');
  await page.getByRole('button', { name: 'New persona' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('Courier Carl');
  await form.getByText('Affected', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Goals' }).fill('Short waits');
  await form.getByRole('button', { name: 'Say why' }).click();
  await form.getByRole('textbox', { name: 'Why' }).fill('met at the restaurant');
  const before = await host.position();
  await form.getByRole('textbox', { name: 'Why' }).press('Enter');
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  const [latest] = (await host.call('log', { limit: 1 })).rows;
  expect(latest?.reason).toBe('met at the restaurant');
});

test('what was typed is there again after the process was killed', async ({ page, host, faults }) => {
  await host.workspace('killed');
  await host.add('persona', { title: 'Tired Tom', type: 'end-user' });
  const before = await host.position();
  await open(page, host, '#/artefact/PER-1');
  await page.getByRole('button', { name: 'Notes', exact: true }).click();
  // Most of it at once: two thousand single keys take minutes on a busy machine.
  await page.keyboard.insertText(words.slice(0, 1960));
  await page.getByRole('textbox', { name: 'Notes' }).pressSequentially(words.slice(1960));
  await page.waitForTimeout(300);
  host.kill();
  await page.goto('about:blank');
  // The page may have asked a host that was no longer there.
  faults.length = 0;
  await host.start();
  await host.call('workspace.open', { path: `${host.home}/killed.throughline`, read_only: false });
  expect((await host.position()) - before).toBeLessThanOrEqual(1);
  await open(page, host, '#/artefact/PER-1');
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue(words);
});

test('a # inside a text tags the artefact, offers the tags in use, and goes with the text it stands in', async ({
  page,
  host,
}) => {
  await host.add('idea', { title: 'Three dishes', tags: ['dinner'] });
  const idea = await host.add('idea', { title: 'A swipe deck' });
  const tags = async () =>
    (await host.call('artefact.get', { id: idea.short })).fields.find((f) => f.name === 'tags')?.value ?? [];
  await open(page, host, `#/artefact/${idea.short}`);
  await page.getByRole('button', { name: 'Notes', exact: true }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await notes.pressSequentially('For #din');
  await page.getByRole('option', { name: /dinner/ }).waitFor();
  await page.keyboard.press('Enter');
  await notes.pressSequentially('and #late evenings, see #12');
  await page.keyboard.press('Control+Enter');
  await expect.poll(tags).toEqual(['dinner', 'late']);

  await page.getByRole('button', { name: 'Edit Notes', exact: true }).click();
  await notes.pressSequentially(' or #never mind');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Notes: put back as it was.')).toBeVisible();
  await page.getByRole('button', { name: 'Edit Notes', exact: true }).click();
  await notes.pressSequentially(' then');
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(async () => JSON.stringify((await host.call('artefact.get', { id: idea.short })).fields))
    .toContain('see #12 then');
  expect(await tags()).toEqual(['dinner', 'late']);
});

test('a form that lies over one of its own kind has a draft of its own', async ({ page, host }) => {
  await open(page, host, '#/decisions');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('new decision');
  await page.getByRole('option', { name: 'New decision', exact: true }).click();
  const first = page.getByRole('dialog', { name: 'New decision' }).first();
  const second = page.getByRole('dialog', { name: 'New decision' }).nth(1);
  await first.getByRole('textbox', { name: 'Question' }).fill('What to maximise?');
  await expect.poll(async () => JSON.stringify(await host.call('draft.list'))).toContain('maximise');
  const more = first.getByRole('button', { name: /More fields/ });
  if (await more.isVisible()) await more.click();
  await first.getByRole('combobox', { name: 'Supersedes' }).fill('What in spring?');
  await page.getByRole('option', { name: 'New decision “What in spring?”' }).click();
  await expect(second.getByRole('textbox', { name: 'Question' })).toHaveValue('What in spring?');
  await expect(second.getByText(/Restored what you typed/)).toHaveCount(0);
  await second.getByRole('textbox', { name: 'Question' }).press('Control+Enter');
  await expect(second).toHaveCount(0);
  await expect(first.getByRole('link', { name: /What in spring/ })).toBeVisible();
  await expect(first.getByRole('textbox', { name: 'Question' })).toHaveValue('What to maximise?');
  expect((await host.call('draft.list')).rows.map((d) => d.key)).toContain('add:decision');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(first.getByRole('textbox', { name: 'Question' })).toHaveValue('What to maximise?');
  await first.getByRole('button', { name: 'Discard' }).click();
});

test('a text that ends in a tag tags only with what is typed', async ({ page, host }) => {
  const idea = await host.add('idea', { title: 'A deck', notes: 'For #dinner' });
  const tags = async () =>
    (await host.call('artefact.get', { id: idea.short })).fields.find((f) => f.name === 'tags')?.value ?? [];
  await open(page, host, `#/artefact/${idea.short}`);
  const before = await host.position();
  await page.getByRole('button', { name: 'Edit Notes', exact: true }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeFocused();
  await notes.press('Control+Enter');
  await expect(notes).toHaveCount(0);
  expect(await host.position()).toBe(before);
  expect(await tags()).toEqual([]);

  await page.getByRole('button', { name: 'Edit Notes', exact: true }).click();
  await notes.press('Home');
  await notes.pressSequentially('Not ');
  await notes.press('Control+Enter');
  await expect(notes).toHaveCount(0);
  await expect.poll(() => host.position()).toBe(before + 1);
  expect(await tags()).toEqual([]);

  await page.getByRole('button', { name: 'Edit Notes', exact: true }).click();
  await notes.press('End');
  await notes.press('Enter');
  await notes.pressSequentially('and #soon');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Take what I typed' }).click();
  await page.keyboard.press('Control+Enter');
  await notes.press('Control+Enter');
  await expect.poll(tags).toEqual(['soon']);
});

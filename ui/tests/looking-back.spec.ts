import { violations } from './axe';
import { expect, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';
/** Length of the log before the problem was worded anew. */
let before = 0;

test.beforeAll(async ({ host }) => {
  await host.workspace('back');
  made = await seed((name, args) => host.call(name, args));
  before = await host.position();
  await host.call('artefact.set', {
    id: id('problem'),
    fields: { need: 'to decide in under two minutes' },
    links: [],
    unlinks: [],
  });
  await host.add('persona', { title: 'Late orderer' });
});

test('from a line of the history the whole app goes back, and the banner switches what is shown', async ({
  page,
  host,
}) => {
  await open(page, host, '#/history');
  const row = page.locator(`li.change[data-position="${before}"]`);
  await row.getByRole('button').first().click();
  await row.getByRole('button', { name: 'Look at the workspace as of this change' }).click();
  const banner = page.locator('.moment');
  await expect(banner).toContainText(`As of change ${before}`);
  // The history ends there, and the counts beside the navigation are of that moment.
  await expect(page.locator('li.change').first()).toHaveAttribute('data-position', String(before));
  const nav = page.getByRole('navigation', { name: 'Main' });
  const empathise = nav.getByRole('link', { name: /Empathise/ }).locator('em');
  const then = Number(await empathise.textContent());
  await banner.getByRole('button', { name: 'so then' }).click();
  await expect(banner).toContainText('what we now know was so then');
  await banner.getByRole('button', { name: 'known then' }).click();
  await expect(banner).toContainText('what was known then');
  await banner.getByRole('button', { name: 'Back to now' }).click();
  await expect(banner).toHaveCount(0);
  await expect(empathise).toHaveText(String(then + 1));
});

test('a day is picked in a field, and the banner takes another one', async ({ page, host }) => {
  await open(page, host, '#/history');
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel('Look at the workspace as of').fill(today);
  const banner = page.locator('.moment');
  await expect(banner).toContainText('As of');
  await expect(banner.getByLabel('Another day')).toHaveValue(today);
  // It is the whole app that looks back, not one page.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(banner).toContainText('As of');
  await banner.getByRole('button', { name: 'Back to now' }).click();
  await expect(banner).toHaveCount(0);
});

test('two moments are compared, by stage and field by field, and one is restored with its reason', async ({
  page,
  host,
}) => {
  await open(page, host, `#/history/compare?of=%23${before}&with=now`);
  await page.getByRole('button', { name: 'Whole workspace' }).click();
  await expect(page.locator('.sum')).toContainText('1 added, 1 changed, 0 removed');
  const row = page.locator('li[data-short="PRB-1"]');
  await expect(row).toContainText('changed');
  await expect(row.locator('ins').first()).toContainText('two');
  await expect(page.locator('li[data-short="PER-2"]')).toContainText('added');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: /^Define/ }).click();
  await expect(page.locator('li[data-short]')).toHaveCount(1);

  const length = await host.position();
  await row.getByRole('button', { name: 'Restore PRB-1 as it was' }).click();
  const dialog = page.getByRole('dialog', { name: /^Restore PRB-1/ });
  await expect(dialog).toContainText('This is what changes');
  await expect(dialog.getByLabel('Why')).toBeFocused();
  await dialog.getByLabel('Why').fill('the interviews said a minute');
  await dialog.getByRole('button', { name: 'Restore as a new change' }).click();
  await expect(page.getByText(/^PRB-1 restored: 1 field/)).toBeVisible();
  expect(await host.position()).toBe(length + 1);
  const problem = await host.call('artefact.get', { id: id('problem') });
  expect(problem.fields.find((f) => f.name === 'need')?.value).toBe('to decide in under a minute');
  const log = await host.call('log', { limit: 1 });
  expect(log.rows[0]?.reason).toContain('the interviews said a minute');

  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(/^Undone:/).first()).toBeVisible();
});

test('the moments of a comparison are chosen by keyboard, and a wrong one says what can be written', async ({
  page,
  host,
}) => {
  await open(page, host, '#/history/compare?of=%231&with=now');
  const kind = page.getByRole('combobox', { name: 'To: kind of moment' });
  await kind.focus();
  await kind.selectOption({ label: 'at a change' });
  await expect(page).toHaveURL(/with=%23\d+/);
  const number = page.getByRole('spinbutton', { name: 'To: number of the change' });
  await number.fill(String(before));
  await number.press('Enter');
  await number.blur();
  await expect(page).toHaveURL(new RegExp(`with=%23${before}`));
  await page.getByRole('button', { name: 'The other way round' }).click();
  await expect(page).toHaveURL(new RegExp(`of=%23${before}&with=%231$`));
  await open(page, host, '#/history/compare?of=yesterday&with=now');
  await expect(page.getByRole('alert')).toContainText('“yesterday” is no moment');
});

test('an artefact, a link, a person and a release have a history at an address of their own', async ({
  page,
  host,
}) => {
  await open(page, host, `#/artefact/${id('problem')}`);
  await page.getByRole('link', { name: 'on a page of its own' }).click();
  await expect(page).toHaveURL(/#\/history\/artefact\?of=PRB-1$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('History of PRB-1');
  await expect(page.locator('li.change').first()).toContainText('need of PRB-1');

  await open(page, host, `#/artefact/${id('problem')}`);
  const link = page.getByRole('link', { name: /^History of the link/ }).first();
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('History of the link');
  await expect(page.locator('li.change')).toHaveCount(1);
  expect(await violations(page)).toEqual([]);

  // What a field refers to is a link as well.
  await open(page, host, `#/artefact/${id('problem')}`);
  const field = page.locator('[data-field=persona]').getByRole('link', { name: /^History of the link/ });
  await field.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('History of the link');
  await expect(page.locator('li.change')).toHaveCount(1);

  await open(page, host, `#/history/person?of=${made['ines']?.short}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Recorded by');
  await expect(page.locator('li.change').first()).toContainText('Ines Duarte');

  await open(page, host, '#/history/release?of=1.0');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('History of all in');
  await expect(page.locator('li.change').first()).toBeVisible();
});

test('one field is brought back from its line in the history', async ({ page, host }) => {
  const saved = await host.call('artefact.set', {
    id: id('problem'),
    fields: { because: 'it is late', need: 'to eat' },
    links: [],
    unlinks: [],
  });
  await open(page, host, '#/history/artefact?of=PRB-1');
  const row = page.locator(`li.change[data-position="${saved.position}"]`);
  await row.getByRole('button').first().click();
  await row.getByRole('button', { name: /^Restore the earlier value …\s*of .*need.* of PRB-1/i }).click();
  const dialog = page.getByRole('dialog', { name: /^Restore PRB-1/ });
  await expect(dialog.locator('dt')).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Restore as a new change' }).click();
  await expect(page.getByText(/^PRB-1 restored: 1 field/)).toBeVisible();
  const problem = await host.call('artefact.get', { id: id('problem') });
  expect(problem.fields.find((f) => f.name === 'because')?.value).toBe('it is late');
});

test('a reason for bringing something back is kept, and where nothing differs nothing is brought back', async ({
  page,
  host,
}) => {
  const now = await host.position();
  const row = page.locator('li[data-short="PRB-1"]');
  const dialog = page.getByRole('dialog', { name: /^Restore PRB-1/ });
  const button = dialog.getByRole('button', { name: 'Restore as a new change' });
  await open(page, host, `#/history/compare?of=%23${before}&with=now`);
  await page.getByRole('button', { name: 'Whole workspace' }).click();
  await row.getByRole('button', { name: 'Restore PRB-1 as it was' }).click();
  await dialog.getByLabel('Why').fill('the interviews said so');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await row.getByRole('button', { name: 'Restore PRB-1 as it was' }).click();
  await expect(dialog.getByLabel('Why')).toHaveValue('the interviews said so');
  await expect(button).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  // From the page of an artefact as it was.
  const lookAt = async (position: number) => {
    await page.goto(`${host.url}/#/history`);
    const line = page.locator(`li.change[data-position="${position}"]`);
    await line.getByRole('button').first().click();
    await line.getByRole('button', { name: 'Look at the workspace as of this change' }).click();
    await expect(page.locator('.moment')).toContainText(`As of change ${position}`);
    await page.goto(`${host.url}/#/artefact/${id('problem')}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Restore as it is here …' }).click();
  };
  await lookAt(now);
  await expect(dialog).toContainText('Nothing differs');
  await expect(button).toBeDisabled();
  await expect(button).toHaveAttribute('title', /Nothing differs/);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeVisible();
  expect(await host.position()).toBe(now);
  await page.keyboard.press('Escape');
  await page.locator('.moment').getByRole('button', { name: 'Back to now' }).click();
  await lookAt(before);
  await button.click();
  await expect(page.locator('.moment')).toHaveCount(0);
  await expect(page.getByText(/^PRB-1 restored: /)).toBeVisible();
  expect(await host.position()).toBe(now + 1);
});

test('a change by somebody else is taken back only after the page named who made it and what goes', async ({
  page,
  host,
}) => {
  await host.call('workspace.context', { actor: id('omar') });
  const theirs = await host.call('artefact.set', {
    id: id('problem'),
    fields: { because: 'the kitchen is closed' },
    links: [],
    unlinks: [],
  });
  await host.call('workspace.context', { actor: id('ines') });
  const length = await host.position();
  await open(page, host, '#/history');
  const row = page.locator(`li.change[data-position="${theirs.position}"]`);
  await row.getByRole('button').first().click();
  await row.getByRole('button', { name: 'Undo this change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take back somebody else’s change?' });
  await expect(dialog).toContainText('Omar Haddad');
  await expect(dialog).toContainText('the kitchen is closed');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await host.position()).toBe(length);
  await row.getByRole('button', { name: 'Undo this change' }).click();
  await dialog.getByRole('button', { name: 'Undo anyway' }).click();
  await expect(page.getByText(/^Undone:/).first()).toBeVisible();
  expect(await host.position()).toBe(length + 1);
});

test('what came late is marked on its page and in the outline of the thread', async ({ page, host }) => {
  const interview = made['interview'];
  await open(page, host, `#/artefact/${interview?.id}`);
  const mark = page.getByRole('link', { name: 'back-dated' });
  await expect(mark).toHaveAttribute('title', /It says it was so on/);
  await open(page, host, `#/thread/${id('problem')}`);
  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(page.locator(`[data-id="${interview?.id}"]`).first()).toContainText('back-dated');
});

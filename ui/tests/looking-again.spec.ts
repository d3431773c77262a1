import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, link, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';

test.beforeAll(async ({ host }) => {
  await host.workspace('again');
  made = await seed((name, args) => host.call(name, args));
});

/** Opens a menu item of the decision that is looked at. */
async function more(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a link whose end changed says what differs; it holds again with a reason, and asks again after undo, by keyboard alone', async ({
  page,
  host,
}) => {
  await host.call('artefact.set', { id: id('insight'), fields: { title: 'Choice is tiring at any time' } });
  await open(page, host, `#/artefact/${id('problem')}`);
  const links = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Links' }) });
  const suspect = links.locator('summary', { hasText: 'INS-1 changed since' });
  await suspect.focus();
  await page.keyboard.press('Enter');
  await expect(links.locator('del')).toHaveText('Choice is tiring at dinner time');
  await expect(links.locator('ins')).toHaveText('Choice is tiring at any time');
  await expect(links).toContainText('Ines Duarte');

  const holds = links.getByRole('button', { name: 'It still holds …' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(holds).toBeFocused();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Does the link still hold?' });
  await expect(form.getByLabel('Reason')).toBeFocused();
  const before = await host.position();
  await page.keyboard.press('Control+Enter');
  await expect(form.getByRole('alert')).toContainText('Say why the link still holds');
  expect(await host.position()).toBe(before);
  await page.keyboard.type('The need is the same at lunch.');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(suspect).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);

  await page.keyboard.press('Control+z');
  await expect(suspect).toBeVisible();
});

test('a field that refers to what has changed asks for a look too', async ({ page, host }) => {
  await host.call('artefact.set', { id: id('couriers'), fields: { need: 'waits of under five minutes' } });
  const idea = await host.add('idea', { title: 'Tell couriers when it is ready' }, [
    link('addresses', id('couriers')),
  ]);
  await open(page, host, `#/artefact/${idea.id}`);
  await expect(page.getByRole('link', { name: /Couriers wait/ })).toBeVisible();
  await expect(page.getByText('changed since')).toHaveCount(0);
  await host.call('artefact.set', { id: id('couriers'), fields: { need: 'no waits' } });
  const field = page.locator('[data-field=problem]');
  await field.getByText('PRB-2 changed since').click();
  await expect(field.locator('ins')).toHaveText('no waits');
  await field.getByRole('button', { name: 'It still holds …' }).click();
  const form = page.getByRole('dialog', { name: 'Does the link still hold?' });
  await form.getByLabel('Reason').fill('Telling them helps either way.');
  await form.getByRole('button', { name: 'It still holds' }).click();
  await expect(form).toHaveCount(0);
  await expect(field.getByText('changed since')).toHaveCount(0);
  // Nothing of this began to edit the field.
  await expect(field.getByRole('combobox')).toHaveCount(0);
});

test('what came of a doubtful link says so on its page and in the thread: on the map, in the outline, in the inspector', async ({
  page,
  host,
}) => {
  // The insight changed: what supports it, and what it motivates.
  expect((await host.call('suspects', { id: id('model') })).rows).toHaveLength(3);
  await open(page, host, `#/artefact/${id('proto')}`);
  const notice = page.getByRole('status').filter({ hasText: 'May be affected' });
  await expect(notice).toContainText('3 links on the way here ask for a look');
  await notice.locator('summary').first().click();
  await expect(notice.getByRole('link', { name: /INS-1/ }).first()).toBeVisible();
  await expect(notice).toContainText('motivates');
  // What lies before the doubt is not in doubt.
  await open(page, host, `#/artefact/${id('proto-base')}`);
  await expect(page.getByRole('status').filter({ hasText: 'May be affected' })).toHaveCount(1);

  await open(page, host, `#/thread/${id('model')}`);
  await expect(page.getByRole('link', { name: '3 links ask for a look' })).toBeVisible();
  const node = (key: string) => page.locator(`[data-testid=thread-map] [data-id="${id(key)}"]`);
  for (const key of ['problem', 'ranker', 'proto', 'model']) await expect(node(key)).toHaveClass(/affected/);
  await expect(node('model')).toContainText('may be affected');
  for (const key of ['quote', 'interview', 'data']) await expect(node(key)).not.toHaveClass(/affected/);
  const inspector = page.getByRole('complementary', { name: 'What is selected' });
  await expect(inspector.getByText('may be affected')).toBeVisible();
  await node('quote').click();
  await expect(inspector).toContainText('I scroll for ten minutes');
  await expect(inspector.getByText('may be affected')).toHaveCount(0);
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree').first();
  await expect(tree.getByRole('treeitem').filter({ hasText: 'may be affected' }).first()).toBeVisible();
});

test('a stance on an older text is asked again; what was said before stays in sight', async ({
  page,
  host,
}) => {
  await host.call('artefact.set', {
    id: id('decision'),
    fields: { context: 'Product, sales and data science each want another number.' },
  });
  await open(page, host, `#/decision/${id('decision')}`);
  const sara = page.getByRole('listitem').filter({ hasText: 'Sara Lind' });
  await expect(sara).toContainText('Given on an older text of this decision.');
  await sara.getByRole('button', { name: 'Ask again' }).click();
  const form = page.getByRole('dialog', { name: 'Stance of Sara Lind' });
  await form.getByRole('radio', { name: 'Consent', exact: true }).check();
  await form.getByLabel('Reason').fill('With the cap we can live.');
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(form).toHaveCount(0);
  await expect(sara).toContainText('consents');
  await expect(sara).not.toContainText('older text');
  await expect(sara).toContainText(/Until .*: objects/);
  await expect(sara.locator('q')).toHaveText(
    'Small restaurants vanish from the first screen; we lose contracts.',
  );
  await expect(sara).toContainText('recorded by Ines Duarte');
});

test('one’s own stance is given by oneself, which is no signature, and nobody gives another’s', async ({
  page,
  host,
}) => {
  const decision = await host.add('decision', { title: 'Do we rent GPUs?' });
  await open(page, host, `#/decision/${decision.id}`);
  for (const [who, key] of [
    ['Ines Duarte', 'ines'],
    ['Omar Haddad', 'omar'],
  ] as const) {
    await page
      .getByRole('listitem')
      .filter({ hasText: who })
      .filter({ has: page.locator(`a[href='#/artefact/${id(key)}']`) })
      .getByRole('button')
      .click();
    const form = page.getByRole('dialog', { name: 'Record a stance' });
    await form.getByRole('radio', { name: /^(Stance )?Consent$/ }).check();
    await form.getByRole('button', { name: 'Record' }).click();
    await expect(form).toHaveCount(0);
  }
  const of = (who: string) => page.locator('li[data-position]').filter({ hasText: who });
  const own = of('Ines Duarte').first();
  await expect(own).toContainText('given by themselves');
  await expect(own).not.toContainText('signed');
  await expect(of('Omar Haddad')).toContainText('recorded by Ines Duarte');
  await open(page, host, '#/audit/decided');
  const listed = page.getByRole('region', { name: 'Do we rent GPUs?' });
  await expect(listed).toContainText('given by themselves');
  await expect(listed).toContainText('recorded by Ines Duarte');
});

test('a review keeps what happened and the next date, without asking for a reason', async ({
  page,
  host,
}) => {
  const decision = await host.add('decision', {
    title: 'Do we keep the baseline?',
    status: 'accepted',
    outcome: 'Yes',
    rationale: 'It is cheap',
    'review-date': '2026-09-01',
  });
  await open(page, host, `#/decision/${decision.id}`);
  const notice = page.getByRole('status').filter({ hasText: 'asks for another look' });
  await expect(notice).toContainText('Its review was due on 1 Sep 2026.');
  await notice.getByRole('button', { name: 'Review …' }).click();
  const form = page.getByRole('dialog', { name: /^Review DEC-/ });
  await form.getByLabel('What happened, row 1').fill('Orders rose by two points.');
  await form.getByLabel('As expected, row 1').selectOption('as-expected');
  await form.getByLabel('Review date').fill('2027-03-01');
  const before = await host.position();
  await form.getByRole('button', { name: 'Keep' }).click();
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await expect(page.getByText('Orders rose by two points.')).toBeVisible();
  await expect(page.getByText('Review due 1 Mar 2027.')).toBeVisible();
  await expect(page.getByText('as expected', { exact: true })).toBeVisible();
});

test('a decision is withdrawn with a reason, which is asked for at its field', async ({ page, host }) => {
  const decision = await host.add('decision', {
    title: 'Do we show ads?',
    status: 'accepted',
    outcome: 'Yes',
    rationale: 'They pay',
  });
  await open(page, host, `#/decision/${decision.id}`);
  await more(page, 'Withdraw …');
  const form = page.getByRole('dialog', { name: /^Withdraw DEC-/ });
  const reason = form.getByLabel('Reason');
  await expect(reason).toBeFocused();
  const before = await host.position();
  await form.getByRole('button', { name: 'Withdraw' }).click();
  await expect(form.getByRole('alert')).toContainText('Say why it no longer holds');
  await expect(reason).toBeFocused();
  expect(await host.position()).toBe(before);
  await page.keyboard.type('Nobody came back after the first week.');
  await expect(form.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByText('withdrawn', { exact: true }).first()).toBeVisible();
  const [last] = (await host.call('log', { id: decision.id })).rows;
  expect(last?.reason).toBe('Nobody came back after the first week.');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: 'Withdraw …' })).toBeDisabled();
});

test('a decision is superseded once the one that takes its question over is accepted', async ({
  page,
  host,
}) => {
  const old = await host.add('decision', {
    title: 'Which model do we ship?',
    status: 'accepted',
    outcome: 'The small one',
    rationale: 'It fits',
  });
  await open(page, host, `#/decision/${old.id}`);
  await more(page, 'Supersede with a new decision …');
  const form = page.getByRole('dialog', { name: 'New decision' });
  await expect(form.getByLabel('Question')).toHaveValue('Which model do we ship?');
  await form.getByLabel('Outcome').fill('The large one');
  await form.getByLabel('Rationale').fill('It pays by now');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  const notice = page.getByRole('status').filter({ hasText: 'Superseded by' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(`${host.url}/#/decision/${old.id}`);
  await expect(page.locator('.question')).toHaveText('Which model do we ship?');
  await expect(notice).toHaveCount(0);
  const decisions = await host.call('artefact.list', { kinds: ['decision'], limit: 50 });
  const next = decisions.rows.find(
    (d) => d.title === old.short || (d.title === 'Which model do we ship?' && d.id !== old.id),
  );
  await host.call('artefact.set', { id: next?.id ?? '', fields: { status: 'accepted' } });
  await expect(notice).toBeVisible();
  await notice.getByRole('link').press('Enter');
  await expect(page.getByText('The large one')).toBeVisible();
});

test('decisions that wait are listed with every reason and what they turned down, and stand on the overview', async ({
  page,
  host,
}) => {
  const decide = (title: string, links = [] as Parameters<typeof host.add>[2], more = {}) =>
    host.add('decision', { title, status: 'accepted', outcome: 'Yes', rationale: 'So', ...more }, links);
  const assumption = await host.add('assumption', { title: 'People trust three dishes' });
  const data = await host.add('data-version', { title: 'clicks', version: '1' });
  const told = await host.add('insight', { title: 'Waiting annoys' });
  const due = await decide('Is the map worth it?', [], { 'review-date': '2026-08-01' });
  const trust = await decide('Do we show three dishes?', [link('rests-on', assumption.id)]);
  await decide('Is the ranker good enough?', [link('rests-on', data.id)]);
  const heard = await decide('Do we show the wait?', [link('rests-on', told.id)]);
  const nine = await host.add('option', { title: 'Show nine' }, [link('option-of', trust.id)]);
  await host.call('link.add', {
    from: trust.id,
    type: 'decides',
    to: nine.id,
    fields: { outcome: 'rejected' },
  });
  await host.call('artefact.set', { id: assumption.id, fields: { status: 'refuted' } });
  await host.add('data-version', { title: 'clicks', version: '2' }, [link('derived-from', data.id)]);
  await host.call('artefact.set', { id: told.id, fields: { title: 'Not knowing annoys, waiting does not' } });

  await open(page, host, '#/review');
  const row = (title: string) =>
    page.locator('.rows > li').filter({ has: page.getByRole('link', { name: title }) });
  await expect(row('Is the map worth it?')).toContainText('Its review was due on 1 Aug 2026.');
  await expect(row('Is the map worth it?').getByText('due', { exact: true })).toBeVisible();
  await expect(row('Do we show three dishes?')).toContainText('assumption refuted');
  await expect(
    row('Do we show three dishes?').getByRole('link', { name: 'People trust three dishes' }),
  ).toBeVisible();
  await expect(row('Do we show three dishes?')).toContainText('Rejected then, and in question again: OPT-');
  await expect(row('Is the ranker good enough?')).toContainText('newer data');
  await expect(row('Do we show the wait?')).toContainText('grounds changed');

  await open(page, host, '#/');
  const card = page.locator('section').filter({ hasText: 'What asks for attention' });
  const again = card.getByRole('listitem').filter({ hasText: 'asks for another look' });
  // Due and changed grounds are gaps of their rules, and told once.
  await expect(again).toHaveCount(2);
  await expect(again.filter({ hasText: due.short })).toHaveCount(0);
  await expect(again.filter({ hasText: heard.short })).toHaveCount(0);
  await again.filter({ hasText: trust.short }).getByRole('link', { name: 'Look again' }).press('Enter');
  await expect(page.locator('.question')).toHaveText('Do we show three dishes?');
  await page.getByRole('button', { name: 'Review …' }).click();
  await expect(page.getByRole('dialog', { name: `Review ${trust.short}` })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no fault in what asks for another look, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await host.call('artefact.set', {
      id: id('insight'),
      fields: { title: `Choice is tiring, in ${theme}` },
    });
    await open(page, host, `#/artefact/${id('problem')}`);
    const suspect = page.locator('summary', { hasText: 'changed since' }).first();
    await suspect.click();
    await look('a suspect link');
    await page.getByRole('button', { name: 'It still holds …' }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('its confirmation');
    await open(page, host, `#/decision/${id('decision')}`);
    await more(page, 'Review …');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('a review');
    await page.keyboard.press('Escape');
    await more(page, 'Withdraw …');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('a withdrawal');
    expect(faults).toEqual([]);
  });
}

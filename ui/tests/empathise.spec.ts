import type { Page } from '@playwright/test';
import { expect, type Host, link, open, test } from './host';

let n = 0;

test.beforeEach(async ({ host }) => {
  await host.workspace(`empathise-${++n}`);
});

const TALK = '38 minutes. 😀\n\nI scroll for ten minutes. Then I order the same chicken.';

/** Selects words in the text with Shift and the arrow keys alone. */
async function selectByKeys(page: Page, text: string, words: string): Promise<void> {
  const before = [...text.slice(0, text.indexOf(words))].length;
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < before; i++) await page.keyboard.press('ArrowRight');
  for (const _ of words) await page.keyboard.press('Shift+ArrowRight');
}

test('a transcript is pasted, marked by keyboard, and becomes an insight with its people counted', async ({
  page,
  host,
}) => {
  await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  await open(page, host, '#/stage/empathise/reader');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Add evidence' });
  await dialog.getByRole('textbox', { name: /Paste a transcript/ }).fill(TALK);
  await dialog.getByRole('textbox', { name: /Participant code/ }).fill('P07');
  await dialog.getByLabel('Consent').selectOption('quote-anonymously');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/reader\?of=EVD-1/);

  const text = page.getByRole('textbox', { name: 'Text of EVD-1' });
  await text.focus();
  await selectByKeys(page, TALK, 'I scroll for ten minutes.');
  await page.keyboard.press('Enter');
  const tags = page.getByRole('textbox', { name: 'Tags' });
  await expect(tags).toBeFocused();
  await page.keyboard.type('evening');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const highlights = page.getByRole('region', { name: 'Highlights' });
  await expect(highlights.getByText('1 highlight', { exact: true })).toBeVisible();
  await expect(highlights.getByText('#evening')).toBeVisible();
  const read = await host.call('evidence.read', { id: 'EVD-1' });
  expect(read.passages[0]).toMatchObject({
    quote: 'I scroll for ten minutes.',
    place: 'kept',
    span: { from: 15, to: 40 },
  });

  // A passage may be typed as well; it is found.
  await page.getByRole('searchbox', { name: /type a passage/ }).fill('the same chicken');
  await expect(page.getByText('Found once.')).toBeVisible();
  await page.getByRole('button', { name: 'Keep as highlight' }).click();
  await expect(highlights.getByText('2 highlights', { exact: true })).toBeVisible();

  await highlights.getByRole('checkbox', { name: 'Choose HLT-1' }).check();
  await highlights.getByRole('checkbox', { name: 'Choose HLT-2' }).check();
  await highlights.getByRole('button', { name: 'Make an insight from 2' }).click();
  const before = await host.position();
  await page.keyboard.type('They want to stop choosing');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('toast').filter({ hasText: '1 person for' })).toBeVisible();
  expect(await host.position()).toBe(before + 1);

  await open(page, host, '#/stage/empathise/insights');
  await expect(page.getByText('It rests on one person.')).toBeVisible();
  await page.getByRole('link', { name: 'I scroll for ten minutes.' }).click();
  await expect(page).toHaveURL(/artefact\/EVD-1\?at=HLT-1/);
  await expect(page.locator('mark.current')).toHaveText('I scroll for ten minutes.');
});

test('the text cannot be typed into, and its edit leaves marks findable or says that the words are gone', async ({
  page,
  host,
}) => {
  await host.add('evidence', { method: 'interview', date: '2026-08-03', transcript: TALK });
  await host.add('highlight', {
    quote: 'I scroll for ten minutes.',
    evidence: 'EVD-1',
    'span-from': 15,
    'span-to': 40,
  });
  await open(page, host, '#/artefact/EVD-1?at=HLT-1');
  const text = page.getByRole('textbox', { name: 'Text of EVD-1' });
  await text.focus();
  await page.keyboard.type('nonsense');
  await expect(text).toHaveText(TALK);
  const edit = async (words: string) => {
    await page.getByRole('button', { name: 'Edit text' }).click();
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill(words);
    await page.getByRole('button', { name: 'Save text' }).click();
  };
  await edit(`A line before. ${TALK}`);
  await expect(page.getByText('Found by its words')).toBeVisible();
  await page.getByRole('button', { name: 'Keep this place' }).click();
  await expect(page.getByText('Found by its words')).toHaveCount(0);
  await edit('She spoke of something else.');
  await expect(page.getByText('The words are no longer in the text.')).toBeVisible();
});

test('an address, a number and a name are pointed out in the dialog, the form and the reader, and nothing is refused', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/empathise/reader');
  await page.getByRole('button', { name: 'Add evidence' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add evidence' });
  await dialog
    .getByRole('textbox', { name: /Paste a transcript/ })
    .fill('On 2026-08-03 she wrote from hanna@example.org.');
  await expect(dialog.getByText(/looks like 1 e-mail address: hanna@example.org/)).toBeVisible();
  await dialog.getByRole('textbox', { name: /Participant code/ }).fill('Hanna Berg');
  await expect(dialog.getByText(/Hanna Berg\s+looks like a name/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByText(/what looks like 1 e-mail address/)).toBeVisible();
  await expect(page.getByText(/participant code “Hanna Berg” looks like a name/)).toBeVisible();
  await expect(page.locator('mark.contact')).toHaveText('hanna@example.org');

  await open(page, host, '#/stage/empathise');
  await page.keyboard.press('n');
  await page.getByRole('menuitem', { name: /^Evidence\b/ }).click();
  const form = page.getByRole('dialog', { name: 'New evidence' });
  const more = form.getByRole('button', { name: /More fields/ });
  if (await more.isVisible()) await more.click();
  await form.getByRole('textbox', { name: 'Transcript' }).fill('Call me: +351 912 345 678');
  await expect(form.getByText(/looks like 1 phone number/)).toBeVisible();
});

test('a survey is looked at first, its bad row named, and taken in row by row as one change', async ({
  page,
  host,
}) => {
  await open(page, host, '#/stage/empathise/reader');
  await page.getByRole('button', { name: 'Add evidence' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add evidence' });
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'dinner.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('participant,answer\nP1,By price\nP2,a,b\nP3,I give up\n'),
  });
  await expect(dialog.getByText('2 rows become 1 piece of evidence')).toBeVisible();
  await expect(dialog.getByText(/line 3, it has 3 cells/)).toBeVisible();
  await dialog.getByRole('button', { name: 'One per row' }).click();
  const before = await host.position();
  await dialog.getByRole('button', { name: 'Add 2 pieces' }).click();
  await expect(page.getByTestId('toast').filter({ hasText: '2 pieces of evidence recorded' })).toBeVisible();
  expect(await host.position()).toBe(before + 1);
});

test('what was pasted and not saved comes back', async ({ page, host }) => {
  await open(page, host, '#/stage/empathise/reader');
  await page.getByRole('button', { name: 'Add evidence' }).first().click();
  await page.getByRole('textbox', { name: /Paste a transcript/ }).fill(TALK);
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByRole('button', { name: 'Add evidence' }).first().click();
  await expect(page.getByRole('textbox', { name: /Paste a transcript/ })).toHaveValue(TALK);
});

/** Three quotes of two people. */
async function quotes(host: Host): Promise<void> {
  for (const [i, code] of ['P07', 'P11'].entries()) {
    await host.add('evidence', { method: 'interview', date: `2026-08-0${i + 3}`, participant: code });
  }
  await host.add('highlight', { quote: 'I scroll for ten minutes.', evidence: 'EVD-1' });
  await host.add('highlight', { quote: 'Then I give up.', evidence: 'EVD-1' });
  await host.add('highlight', { quote: 'I like looking around.', evidence: 'EVD-2', cluster: 'Joy' });
}

test('quotes are grouped by keyboard alone, undone, renamed, and a group becomes an insight', async ({
  page,
  host,
}) => {
  await quotes(host);
  await open(page, host, '#/stage/empathise/affinity');
  const board = page.getByRole('group', { name: 'Board' });
  const joy = board.getByRole('region', { name: 'Joy' });
  const loose = board.getByRole('region', { name: 'No group yet' });
  await expect(loose.locator('[data-card]')).toHaveCount(2);

  await loose.locator('[data-card]').first().focus();
  await page.keyboard.press('ArrowDown');
  const before = await host.position();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Over Joy, 1 quote.')).toBeAttached();
  await page.keyboard.press('Space');
  await expect(joy.locator('[data-card]')).toHaveCount(2);
  expect(await host.position()).toBe(before + 1);
  await expect(joy.getByRole('button', { name: 'Then I give up.' })).toBeFocused();
  await expect(joy.getByText('2 people', { exact: true })).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(joy.locator('[data-card]')).toHaveCount(1);

  // Escape puts back, and records nothing.
  await loose.locator('[data-card]').first().focus();
  const still = await host.position();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  expect(await host.position()).toBe(still);

  // The list of groups does the same, with a new one.
  await page.keyboard.press('m');
  const move = page.getByRole('dialog', { name: /Move 1 quote/ });
  await move.getByRole('textbox', { name: 'Or to a new group' }).fill('Tired');
  await page.keyboard.press('Enter');
  const tired = board.getByRole('region', { name: 'Tired' });
  await expect(tired.locator('[data-card]')).toHaveCount(1);

  await tired.getByRole('button', { name: 'Group Tired' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name of Tired' }).fill('Too tired to choose');
  await page.keyboard.press('Enter');
  const renamed = board.getByRole('region', { name: 'Too tired to choose' });
  await expect(renamed.locator('[data-card]')).toHaveCount(1);

  await renamed.getByRole('button', { name: 'Group Too tired to choose' }).click();
  await page.getByRole('menuitem', { name: 'Make an insight of it' }).click();
  const make = page.getByRole('dialog', { name: 'Make an insight' });
  await expect(make.getByRole('textbox', { name: /What you learned/ })).toHaveValue('Too tired to choose');
  await make.getByRole('button', { name: 'Make the insight' }).click();
  await expect(page.getByTestId('toast').filter({ hasText: 'Insight recorded' })).toBeVisible();
});

test('a quote is dragged to a group, and the outline says the same as the board', async ({ page, host }) => {
  await quotes(host);
  await open(page, host, '#/stage/empathise/affinity');
  const joy = page.getByRole('group', { name: 'Board' }).getByRole('region', { name: 'Joy' });
  await page.getByRole('button', { name: 'I scroll for ten minutes.' }).dragTo(joy);
  await expect(joy.locator('[data-card]')).toHaveCount(2);
  const outline = page.getByRole('region', { name: 'Outline' });
  await expect(outline.getByText('2 quotes, 2 people')).toBeVisible();
  await outline.getByText('Joy', { exact: true }).click();
  await expect(outline.getByRole('link', { name: 'I scroll for ten minutes.' })).toBeVisible();
});

test('five hundred quotes are grouped without waiting', async ({ page, host }) => {
  test.setTimeout(120_000);
  await host.add('evidence', { method: 'survey', date: '2026-08-03' });
  for (let i = 0; i < 500; i++)
    await host.add('highlight', {
      quote: `Answer ${i} about dinner.`,
      evidence: 'EVD-1',
      ...(i % 5 === 0 ? {} : { cluster: `Pile ${i % 5}` }),
    });
  await open(page, host, '#/stage/empathise/affinity');
  await expect(page.getByText('400 of 500 grouped')).toBeVisible();
  const board = page.getByRole('group', { name: 'Board' });
  await board.getByRole('region', { name: 'No group yet' }).locator('[data-card]').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByText('401 of 500 grouped')).toBeVisible();
});

test('personas are told apart by type, and assumed until somebody was heard', async ({ page, host }) => {
  const hanna = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  await host.add('persona', { title: 'Rui', type: 'affected' });
  await host.add('evidence', { method: 'interview', date: '2026-08-03' }, [link('from', hanna.id)]);
  await open(page, host, '#/stage/empathise/personas');
  const type = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(type('End users').getByRole('link', { name: 'Hungry Hanna' })).toBeVisible();
  await expect(type('End users').getByText('assumed')).toHaveCount(0);
  await expect(type('Affected people').getByText('assumed', { exact: true })).toBeVisible();
  await expect(type('Internal teams').getByText(/No internal team is named/)).toBeVisible();
  await type('Affected people').getByRole('link', { name: 'Rui' }).click();
  await expect(page.getByText(/No evidence tells about this persona yet/)).toBeVisible();
});

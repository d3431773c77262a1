import { violations } from './axe';
import { expect, link, open, test } from './host';

const id: Record<string, string> = {};

type Call = (typeof import('./host'))['Host']['prototype']['call'];

test.beforeAll(async ({ host }) => {
  await host.workspace('readiness');
  const persona = await host.add('persona', { title: 'Courier', type: 'affected' });
  const idea = await host.add('idea', { title: 'Show three dishes' });
  const loop = await host.add('loop-back', {
    reason: 'Families order otherwise',
    from: 'test',
    to: 'ideate',
  });
  const decision = await host.add('decision', { title: 'Which first?', status: 'accepted' });
  const stance = await host.add('stance', { position: 'object', reason: 'No GPUs.' }, [
    link('on', decision.id),
  ]);
  Object.assign(id, {
    persona: persona.id,
    idea: idea.id,
    loop: loop.id,
    decision: decision.id,
    stance: stance.id,
  });
});

/** Leaves every blocking gap of a freeze open knowingly. */
async function waiveAll(call: Call): Promise<void> {
  const { rules } = await call('readiness', { freezing: true });
  for (const rule of rules.filter((r) => r.severity === 'blocking' && r.state === 'open'))
    await call('release.waive', { rule: rule.name, reason: 'A draft for the board' });
}

test('gaps come with a reason, what blocks a freeze first, and one button each', async ({ page, host }) => {
  await open(page, host, '#/');
  const card = page.locator('section').filter({ hasText: 'What asks for attention' });
  const first = card.getByRole('listitem').first();
  await expect(first).toContainText('No persona is an end user');
  await expect(first).toContainText('Blocks the freeze');
  await expect(first).toContainText('every number measures something else');
  // An objection and a loop-back are told once, as gaps.
  await expect(card.getByText(/An objection to DEC-1/)).toHaveCount(1);
  await expect(card.getByText(/LPB-1 .* is still open/)).toHaveCount(1);
  await expect(card.getByRole('button', { name: 'Name the end user' })).toBeVisible();
});

test('the button opens the form filled in, and the gap is closed with it, by keyboard alone', async ({
  page,
  host,
}) => {
  await open(page, host, '#/');
  const button = page.getByRole('button', { name: 'Add the next missing item' });
  await expect(button).toHaveAttribute('title', /No persona is an end user/);
  await button.focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'New persona' });
  await expect(form.getByRole('radio', { name: 'End user' })).toBeChecked();
  await form.getByLabel('Name').fill('Hungry Hanna');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByText('No persona is an end user')).toHaveCount(0);
});

test('a gap leads to the artefact it is about', async ({ page, host }) => {
  await open(page, host, '#/readiness');
  const rule = page.locator('[data-rule="28"]');
  await rule.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`#/decision/${id.decision}`));
});

test('a gap is left open knowingly: what is typed is kept, and it says by whom', async ({ page, host }) => {
  await open(page, host, '#/readiness');
  const rule = page.locator('[data-rule="31"]');
  await expect(rule).toContainText('missing');
  const waive = async () => {
    await rule.getByRole('button', { name: /^More about/ }).click();
    await page.getByRole('menuitem', { name: 'Leave open knowingly …' }).click();
  };
  await waive();
  const form = page.getByRole('dialog', { name: 'Leave open knowingly' });
  await form.getByRole('button', { name: 'Leave open', exact: true }).click();
  await expect(form.getByText(/say why it may stay/)).toBeVisible();
  await form.getByLabel('Reason').fill('It waits for spring');
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await waive();
  await expect(form.getByLabel('Reason')).toHaveValue('It waits for spring');
  await form.getByLabel('Reason').press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(rule).toContainText('left open knowingly');
  await expect(rule).toContainText('Left open by Ines Duarte: It waits for spring');
});

test('every rule is listed by stage with its question, and the open ones alone on demand', async ({
  page,
  host,
}) => {
  await open(page, host, '#/readiness');
  await expect(page.locator('[data-rule]')).toHaveCount(32);
  await expect(page.locator('[data-rule="23"]')).toContainText('no model planned');
  await expect(page.locator('[data-rule="1"]')).toContainText('yes');
  await page.getByRole('button', { name: 'Only what is open' }).click();
  await expect(page.locator('[data-rule="1"]')).toHaveCount(0);
  await expect(page.locator('[data-rule="31"]')).toBeVisible();
});

test('a freeze is refused while something blocks it, and says what', async ({ page, host }) => {
  await open(page, host, '#/readiness');
  await page.getByRole('button', { name: 'Freeze this release' }).click();
  const form = page.getByRole('dialog', { name: 'Freeze 1.0' });
  await expect(form.getByText('Still open, and in the way')).toBeVisible();
  await expect(form).toContainText('No prototype is a baseline');
  await expect(form.getByRole('button', { name: 'Freeze', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
});

test('a freeze seals the release, and what changes after it is told on the overview and its page', async ({
  page,
  host,
}) => {
  await waiveAll((name, args) => host.call(name, args));
  await open(page, host, '#/readiness');
  await page.getByRole('button', { name: 'Freeze this release' }).click();
  const form = page.getByRole('dialog', { name: 'Freeze 1.0' });
  await expect(form.getByText('Nothing stands in the way.')).toBeVisible();
  await form.getByLabel('Why now').fill('To the board');
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByText('Nothing changed after the freeze.')).toBeVisible();
  await expect(page.getByText(/Frozen just now by Ines Duarte: To the board/)).toBeVisible();

  await host.call('artefact.set', { id: id.persona ?? '', fields: { goals: 'Home by ten' } });
  await open(page, host, '#/');
  await expect(page.getByText('1 changed after the freeze')).toBeVisible();
  await expect(page.getByText(/After the freeze 1 artefact changed/)).toBeVisible();
  const release = (await host.call('workspace.state')).release;
  await open(page, host, `#/artefact/${release?.id}`);
  await expect(page.getByText(/After the freeze 1 artefact changed/)).toBeVisible();
  await expect(page.getByRole('link', { name: /PER-1 Courier/ }).first()).toBeVisible();
});

test('an undo right after a freeze asks first, says what stands between, and can be left', async ({
  page,
  host,
}) => {
  const release = (await host.call('workspace.state')).release?.id ?? '';
  await host.call('artefact.set', { id: id.persona ?? '', fields: { goals: 'Home by nine' } });
  await host.call('release.freeze', { release });
  const goals = async () =>
    (await host.call('artefact.get', { id: id.persona ?? '' })).fields.find((f) => f.name === 'goals')?.value;
  await open(page, host, '#/readiness');
  const length = await host.position();
  const dialog = page.getByRole('dialog', { name: 'Take back what a freeze has sealed?' });
  await page.keyboard.press('Control+z');
  await expect(dialog).toContainText('A freeze stands between');
  await expect(dialog).toContainText('The seal stays as it is');
  await expect(dialog.getByRole('button', { name: 'Leave it as it is' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await host.position()).toBe(length);
  expect(await goals()).toBe('Home by nine');
  await page.keyboard.press('Control+z');
  await dialog.getByRole('button', { name: 'Undo anyway' }).press('Enter');
  await expect(page.getByText(/^Undone:/).first()).toBeVisible();
  expect(await goals()).toBe('Home by ten');
  await expect(page.getByText(/After the freeze 1 artefact changed/)).toBeVisible();
});

test('a freeze is signed where it is shown, once nothing changed since', async ({ page, host }) => {
  await open(page, host, '#/readiness');
  const begin = page.getByRole('button', { name: 'Sign this freeze …' });
  await expect(page.getByText('the release has to be frozen anew')).toBeVisible();
  await expect(begin).toHaveCount(0);
  await page.getByRole('button', { name: 'Freeze this release' }).click();
  const form = page.getByRole('dialog', { name: 'Freeze 1.0' });
  await form.getByRole('button', { name: 'Freeze', exact: true }).click();
  await expect(form).toHaveCount(0);
  await begin.press('Enter');
  const sign = page.getByRole('dialog', { name: /^Sign REL-/ });
  await expect(sign).toContainText('Everything the freeze sealed');
  await expect(sign.getByLabel('Statement')).toHaveValue(/this release as it was frozen/);
  const button = sign.getByRole('button', { name: 'Sign as Ines Duarte' });
  await expect(button).toBeDisabled();
  await sign.getByRole('checkbox', { name: /Sign with the key alone/ }).check();
  await button.press('Enter');
  await expect(sign).toHaveCount(0);
  const shown = page.locator('[data-signature]');
  await expect(shown).toContainText('Ines Duarte');
  await expect(shown).toContainText('approval');
  await expect(shown).toContainText('without a passphrase');
  // The signature itself changes nothing of what was sealed.
  await expect(page.getByText('Nothing changed after the freeze.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const release = (await host.call('workspace.state')).release?.id ?? '';
  await open(page, host, `#/artefact/${release}`);
  await expect(page.locator('[data-signature]').first()).toContainText('approval');
  await expect(page.getByRole('button', { name: 'Sign this freeze …' })).toBeVisible();
});

test('the palette and the keys lead to readiness', async ({ page, host }) => {
  await open(page, host, '#/');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { level: 1, name: 'Readiness' })).toBeVisible();
  await page.goto(`${host.url}/#/`);
  // Leaving a page closes what lies over it, the palette too.
  await expect(page.getByRole('heading', { level: 1, name: '1.0' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('readiness');
  await page.getByRole('option', { name: /Readiness/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Readiness' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no fault in the gaps, their waiver and the freeze, ${theme}`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const faults: string[] = [];
    const look = async (what: string) => {
      for (const fault of await violations(page)) faults.push(`${what} ${fault}`);
    };
    await open(page, host, '#/readiness');
    const more = page.getByRole('button', { name: /^More about/ }).first();
    await expect(more).toBeVisible();
    await look('rules');
    await more.click();
    await page.getByRole('menuitem', { name: 'Leave open knowingly …' }).click();
    await expect(page.getByRole('dialog', { name: 'Leave open knowingly' })).toBeVisible();
    await look('waiver');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Freeze this release' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('freeze');
    expect(faults).toEqual([]);
  });
}

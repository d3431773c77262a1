import type { Page } from '@playwright/test';
import { expect, link, open, test } from './host';

let problem = '';

test.beforeAll(async ({ host }) => {
  await host.workspace('artefact');
  const persona = await host.add('persona', { title: 'Hungry Hanna', type: 'end-user' });
  const insight = await host.add('insight', { title: 'They want to stop choosing' });
  problem = (
    await host.add(
      'problem',
      { need: 'to decide quickly', because: 'choosing tires', notes: 'A **bold** word and <b>html</b>' },
      [link('concerns', persona.id), link('motivates', insight.id, false)],
    )
  ).id;
});

test('links stand in groups by the flow and by their words', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  const aside = page.getByRole('complementary');
  await expect(aside.getByRole('heading', { name: 'Led here' })).toBeVisible();
  await expect(aside.getByText('Is motivated by')).toBeVisible();
  await expect(aside.getByRole('link', { name: /They want to stop choosing/ })).toBeVisible();
  await page.getByRole('link', { name: 'Show thread' }).click();
  await expect(page).toHaveURL(new RegExp(`#/thread/${problem}`));
});

test('Markdown is rendered, and its HTML is not', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  const notes = page.locator('[data-field=notes]');
  await expect(notes.locator('strong')).toHaveText('bold');
  await notes.hover();
  await page.getByRole('button', { name: 'Edit Notes' }).click();
  await page.getByRole('textbox', { name: 'Notes' }).fill('- one');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('- one\n- two');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(notes.locator('li')).toHaveText(['one', 'two']);
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByRole('textbox', { name: 'Notes' }).press('Control+Enter');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
});

test('an @ mentions an artefact by its address', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  await page.locator('[data-field=notes]').hover();
  await page.getByRole('button', { name: 'Edit Notes' }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await notes.fill('');
  await notes.pressSequentially('as @Hanna', { delay: 20 });
  await page.getByRole('option', { name: /Hungry Hanna/ }).click();
  await expect(notes).toHaveValue(/^as \[PER-1\]\(throughline:\/\/[0-9a-f]+\/[0-9a-f-]+\) $/);
  await notes.press('Control+Enter');
  await page.locator('[data-field=notes]').getByRole('link', { name: 'PER-1' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('PER-1');
});

test('two are linked by picking how and with what', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  await page.getByRole('button', { name: 'Link …' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('How').selectOption({ label: 'relates to' });
  await form.getByRole('combobox', { name: 'With' }).fill('stop choosing');
  await page.getByRole('option', { name: /They want/ }).click();
  await form.getByRole('button', { name: 'Link', exact: true }).last().click();
  await expect(page.getByText('Linked: PRB-1 relates to INS-1.')).toBeVisible();
  const page_ = await host.call('artefact.get', { id: 'PRB-1', at: { mode: 'now' } });
  expect(page_.links.some((l) => l.type === 'relates-to' && l.other.short === 'INS-1')).toBe(true);
});

test('a file is attached and a text is read where it stands', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  await page
    .getByLabel('Files to attach')
    .setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from('day,orders\n1,12\n') });
  await expect(page.getByText('orders.csv', { exact: true })).toBeVisible();
  await page.getByText('Show the text of orders.csv').click();
  await expect(page.getByRole('region', { name: 'orders.csv' })).toContainText('1,12');
});

test('an image that is dropped is attached and shown', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  await expect(page.getByRole('heading', { name: 'Attachments' })).toBeVisible();
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true, bubbles: true }));
  }, png);
  const image = page.getByRole('img', { name: 'dot.png' });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
});

test('removing keeps, undo brings back and says what it undid', async ({ page, host }) => {
  const idea = await host.add('idea', { title: 'A swipe deck' });
  await open(page, host, `#/artefact/${idea.short}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByText('Removed. It is kept, with all')).toBeVisible();
  await page.getByRole('heading', { level: 2, name: 'A swipe deck' }).waitFor();
  await page.locator('main').focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('toast').filter({ hasText: /^Undone: .*A swipe deck/ })).toBeVisible();
  await expect(page.getByText('Removed. It is kept, with all')).toHaveCount(0);
});

test('an undo that would lose a later value asks first', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  const asked: string[] = [];
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string; args: { force?: boolean } };
    if (body.name !== 'undo') return route.fallback();
    asked.push(String(body.args.force));
    if (body.args.force) return route.fulfill({ json: { position: 1, sentence: 'need of PRB-1' } });
    return route.fulfill({
      status: 422,
      json: {
        code: 'undo-conflict',
        message: 'Need was set again since, by Bo.',
        hint: 'Undo anyway loses that value.',
      },
    });
  });
  await page.locator('main').focus();
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Undo anyway' }).click();
  await expect(page.getByText('Undone: need of PRB-1')).toBeVisible();
  expect(asked).toEqual(['false', 'true']);
});

test('values that met show both authors, and one click keeps one', async ({ page, host }) => {
  let sent: unknown;
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string; args: Record<string, unknown> };
    if (body.name === 'artefact.set') {
      sent = body.args['fields'];
      return route.fallback();
    }
    if (body.name !== 'artefact.get' || sent !== undefined) return route.fallback();
    const response = await route.fetch();
    const answer = (await response.json()) as { fields: Record<string, unknown>[] };
    const need = answer.fields.find((f) => f['name'] === 'need');
    const stamp = (by: string, n: number) => ({ address: `c.${n}`, at: '2026-11-01T10:00:00Z', by });
    if (need) {
      need['conflict'] = [
        { value: 'more sleep', set: stamp('Bo Lind', 1) },
        { value: 'to decide quickly', set: stamp('Ines Duarte', 2) },
      ];
    }
    return route.fulfill({ json: answer });
  });
  await open(page, host, '#/artefact/PRB-1');
  const conflict = page.getByRole('group', { name: 'Need: several values' });
  await expect(conflict).toContainText('Bo Lind');
  await expect(conflict).toContainText('Ines Duarte');
  await conflict
    .getByRole('listitem')
    .filter({ hasText: 'more sleep' })
    .getByRole('button', { name: 'Keep this' })
    .click();
  await expect(conflict).toHaveCount(0);
  expect(sent).toEqual({ need: 'more sleep' });
});

/** Puts a conflict into what the host says of an artefact, until something is written; answers what was. */
async function meet(page: Page, field: string, conflict: (view: Record<string, unknown>) => void) {
  const written: unknown[] = [];
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string; args: Record<string, unknown> };
    if (body.name === 'artefact.set') {
      written.push(body.args['fields']);
      return route.fallback();
    }
    if (body.name !== 'artefact.get' || written.length > 0) return route.fallback();
    const response = await route.fetch();
    const answer = (await response.json()) as { fields: Record<string, unknown>[] };
    const view = answer.fields.find((f) => f['name'] === field);
    if (view) conflict(view);
    return route.fulfill({ json: answer });
  });
  return written;
}
const stamp = (by: string, n: number) => ({ address: `c.${n}`, at: '2026-11-01T10:00:00Z', by });

test('long texts that met are shown merged, and one click keeps both', async ({ page, host }) => {
  const merged = 'One evening.\n\nAll three dishes.';
  const written = await meet(page, 'notes', (view) => {
    view['conflict'] = [
      { value: 'One evening.\n\nTwo dishes.', set: stamp('Bo Lind', 1) },
      { value: 'An evening.\n\nAll three dishes.', set: stamp('Ines Duarte', 2) },
    ];
    view['merged'] = { text: merged, both_kept: 1 };
  });
  await open(page, host, '#/artefact/PRB-1');
  const conflict = page.getByRole('group', { name: 'Notes: several values' });
  const offer = conflict.getByRole('group', { name: /^Merged: all that either of them changed/ });
  await expect(offer).toContainText('one place');
  await expect(offer).toContainText('All three dishes.');
  const before = await host.position();
  await offer.getByRole('button', { name: 'Keep both, merged' }).click();
  await expect(conflict).toHaveCount(0);
  expect(written).toEqual([{ notes: merged }]);
  expect(await host.position()).toBe(before + 1);
});

test('references that met are shown as links, and one click keeps one', async ({ page, host }) => {
  const persona = await host.add('persona', { title: 'Night nurse', type: 'end-user' });
  const written = await meet(page, 'persona', (view) => {
    const [link] = view['refs'] as { other: Record<string, unknown> }[];
    const other = { ...link?.other, id: persona.id, short: persona.short, title: 'Night nurse' };
    view['conflict'] = [
      { value: link?.other['id'], set: stamp('Bo Lind', 1), link },
      { value: persona.id, set: stamp('Ines Duarte', 2), link: { ...link, id: 'other', other } },
    ];
  });
  await open(page, host, '#/artefact/PRB-1');
  const conflict = page.getByRole('group', { name: 'Persona: several values' });
  await expect(conflict).toContainText('Bo Lind');
  const nurse = conflict.getByRole('listitem').filter({ hasText: 'Night nurse' });
  await expect(nurse.getByRole('link', { name: persona.short })).toBeVisible();
  await expect(nurse).toContainText('Ines Duarte');
  await nurse.getByRole('button', { name: 'Keep this' }).click();
  await expect(conflict).toHaveCount(0);
  expect(written).toEqual([{ persona: persona.id }]);
  await expect(page.locator('[data-field=persona]')).toContainText('Night nurse');
});

test('a field says who set it and when', async ({ page, host }) => {
  await open(page, host, '#/artefact/PRB-1');
  const because = page.locator('[data-field=because]');
  // What the page still fetches moves the row from under the pointer, which then has to be led there again.
  await expect(async () => {
    await because.hover();
    await expect(because.getByText(/Ines Duarte, (just now|\d+ min ago)/)).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('a number stands with what it is in, in the words of the artefact', async ({ page, host }) => {
  await host.call('artefact.set', {
    id: 'PRB-1',
    fields: { benefit: { low: '40000', likely: '90000', high: '140000' }, horizon: 18, currency: 'EUR' },
  });
  await open(page, host, '#/artefact/PRB-1');
  await expect(page.locator('[data-field=benefit] .number')).toHaveText('90,000 (40,000 to 140,000) EUR');
  await expect(page.locator('[data-field=horizon] .number')).toHaveText('18 months');
  await open(page, host, '#/stage/define');
  const card = page.getByRole('article').filter({ hasText: 'PRB-1' });
  await expect(card).toContainText('over 18\u00a0months');
  await expect(card).toContainText('benefit 90,000 (40,000 to 140,000) EUR');
});

test('long texts that met are shown as they read', async ({ page, host }) => {
  await page.route('**/call', async (route) => {
    const body = route.request().postDataJSON() as { name: string };
    if (body.name !== 'artefact.get') return route.fallback();
    const answer = (await (await route.fetch()).json()) as { fields: Record<string, unknown>[] };
    const stamp = (by: string) => ({ address: by, at: '2026-11-01T10:00:00Z', by });
    const notes = answer.fields.find((f) => f['name'] === 'notes');
    if (notes)
      notes['conflict'] = [
        { value: '**Bold** words', html: '<p><strong>Bold</strong> words</p>', set: stamp('Bo Lind') },
        { value: 'Plain words', html: '<p>Plain words</p>', set: stamp('Ines Duarte') },
      ];
    return route.fulfill({ json: answer });
  });
  await open(page, host, '#/artefact/PRB-1');
  const conflict = page.getByRole('group', { name: 'Notes: several values' });
  await expect(conflict.locator('strong')).toHaveText('Bold');
  await expect(conflict).not.toContainText('**');
  await expect(conflict).toContainText('Plain words');
});

test('the page of an artefact tells its history, and a change says why it was made', async ({
  page,
  host,
}) => {
  const persona = await host.add('persona', { title: 'Late Lea' });
  await host.add('persona', { title: 'Somebody else' });
  await open(page, host, `#/artefact/${persona.short}`);
  await page.getByRole('button', { name: 'Goals', exact: true }).click();
  await page.getByRole('textbox', { name: 'Goals' }).fill('A warm dinner after ten');
  await page.getByRole('button', { name: 'Say why' }).click();
  await expect(page.getByRole('textbox', { name: 'Why' })).toBeFocused();
  await page.keyboard.type('she said so twice');
  await page.keyboard.press('Enter');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  const changes = page.locator('li.change');
  await expect(changes).toHaveCount(2);
  await expect(changes.first()).toContainText(`changed goals of ${persona.short}`);
  await expect(changes.first()).toContainText('because she said so twice');
  await expect(changes.last()).toContainText('added the persona');
  await expect(page.getByText('Somebody else')).toHaveCount(0);
  const [latest] = (await host.call('log', { limit: 1 })).rows;
  expect(latest?.reason).toBe('she said so twice');

  // The next change is another one, with a reason of its own.
  await page.getByRole('button', { name: 'Edit Goals' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Say why' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Why' })).toHaveValue('');
  await page.getByRole('textbox', { name: 'Why' }).fill('a slip');
  await page.getByRole('textbox', { name: 'Why' }).fill('');
  await page.getByRole('textbox', { name: 'Goals' }).fill('A warm dinner');
  await page.getByRole('textbox', { name: 'Goals' }).press('Control+Enter');
  await expect(changes).toHaveCount(3);
  expect((await host.call('log', { limit: 1 })).rows[0]?.reason).toBeUndefined();
});

import type { Locator, Page } from '@playwright/test';
import { expect, open, test } from './host';

/** A picture of one pixel. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test.beforeAll(async ({ host }) => {
  await host.workspace('text');
});

test('a picture in a text is shown where it stands, and one that is not kept says so', async ({
  page,
  host,
  faults,
}) => {
  const idea = await host.add('idea', { title: 'A swipe deck' });
  const dot = await host.call('attachment.add', { id: idea.id, base64: DOT, name: 'dot.png' });
  const notes = `![a dot](${dot.digest})\n\n![a gap](sha256:${'0'.repeat(64)})`;
  await host.call('artefact.set', { id: idea.id, fields: { notes } });
  await open(page, host, `#/artefact/${idea.short}`);
  const text = page.locator('[data-field=notes]');
  const image = text.getByRole('img', { name: 'a dot' });
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
  await expect(text).toContainText('[a gap: not shown here]');

  await text.hover();
  await page.getByRole('button', { name: 'Edit Notes' }).click();
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
  // The browser reports the picture that is not there; the page says it in words.
  expect(faults.every((f) => f.includes('404'))).toBe(true);
  faults.length = 0;
});

test('a footnote and a heading are found inside the text, and the page stays', async ({ page, host }) => {
  const long = 'A line.\n\n'.repeat(60);
  const notes = `It tires[^why]. See [goals](#our-goals) or [nothing](#nowhere).\n\n${long}## Our goals\n\nSleep.\n\n[^why]: In six of eight interviews.`;
  const idea = await host.add('idea', { title: 'A footnote', notes });
  await open(page, host, `#/artefact/${idea.short}`);
  const text = page.locator('[data-field=notes]');
  await text.locator('sup a').first().click();
  await expect(text.getByText('In six of eight interviews.')).toBeInViewport();
  await expect(page).toHaveURL(new RegExp(`#/artefact/${idea.short}$`));
  await text.getByRole('link', { name: 'goals' }).click();
  await expect(text.getByRole('heading', { name: 'Our goals' })).toBeInViewport();
  await text.getByRole('link', { name: 'nothing' }).click();
  await expect(page.getByText('There is no such place in this text.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`#/artefact/${idea.short}$`));
});

test('an address that leads to neither the web nor this workspace says so and is not opened', async ({
  page,
  host,
}) => {
  const other = `throughline://${'f'.repeat(32)}/${'0'.repeat(8)}`;
  const notes = `[a file](../docs/plan.md) and [theirs](${other})`;
  const idea = await host.add('idea', { title: 'Addresses', notes });
  await open(page, host, `#/artefact/${idea.short}`);
  await page.getByRole('link', { name: 'a file' }).click();
  await expect(page.getByText('This address is not opened')).toBeVisible();
  await page.getByRole('link', { name: 'theirs' }).click();
  await expect(page.getByText('That artefact belongs to another workspace')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`#/artefact/${idea.short}$`));
});

/** Pastes or drops files on an element, as a person's hand does. */
async function give(
  on: Locator,
  how: 'paste' | 'drop',
  files: { name: string; type: string; base64: string }[],
): Promise<void> {
  await on.evaluate(
    (element, { how, files }) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      const options = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: transfer })
          : new DragEvent('drop', { ...options, dataTransfer: transfer }),
      );
    },
    { how, files },
  );
}
const CSV = { name: 'orders [1].csv', type: 'text/csv', base64: btoa('day,orders\n1,12\n') };

test('files pasted or dropped into a text are attached and named where the cursor is', async ({
  page,
  host,
}) => {
  const idea = await host.add('idea', { title: 'Pasted', notes: 'See  there.' });
  await open(page, host, `#/artefact/${idea.short}`);
  await page.locator('[data-field=notes]').hover();
  await page.getByRole('button', { name: 'Edit Notes' }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeFocused();
  await notes.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 4));
  await give(notes, 'paste', [{ name: 'dot.png', type: 'image/png', base64: DOT }]);
  await expect(notes).toHaveValue(/^See !\[dot\.png\]\(sha256:[0-9a-f]{64}\) there\.$/);
  await expect(page.getByText('1 file attached.')).toBeVisible();
  await notes.press('End');
  await give(notes, 'drop', [CSV]);
  await expect(notes).toHaveValue(/there\.\[orders \\\[1\\\]\.csv\]\(sha256:[0-9a-f]{64}\)$/);
  await notes.press('Control+Enter');
  const text = page.locator('[data-field=notes]');
  const image = text.getByRole('img', { name: 'dot.png' });
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
  const download = page.waitForEvent('download');
  await text.getByRole('link', { name: 'orders [1].csv' }).click();
  expect((await download).suggestedFilename()).toBe('orders [1].csv');
  const held = await host.call('artefact.get', { id: idea.short });
  const names = held.fields.find((f) => f.name === 'attachments')?.value as { name: string }[];
  expect(names.map((f) => f.name).sort()).toEqual(['dot.png', 'orders [1].csv']);
});

test('a file that cannot be taken is told, and the text is kept', async ({ page, host }) => {
  const idea = await host.add('idea', { title: 'Too large' });
  await open(page, host, `#/artefact/${idea.short}`);
  await page.getByRole('button', { name: 'Notes', exact: true }).click();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await notes.fill('Words.');
  const before = await host.position();
  await notes.evaluate((area) => {
    const transfer = new DataTransfer();
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer });
    const large = new File(['x'], 'film.mp4', { type: 'video/mp4' });
    Object.defineProperty(large, 'size', { value: 200 * 1024 * 1024 });
    Object.defineProperty(event, 'clipboardData', { value: { files: [large], types: ['Files'] } });
    area.dispatchEvent(event);
  });
  await expect(page.getByText(/film\.mp4 is too large/)).toBeVisible();
  await notes.evaluate((area) => {
    const gone = new File(['x'], 'gone.txt', { type: 'text/plain' });
    gone.arrayBuffer = () => Promise.reject(new Error('the file is no longer there'));
    const event = new DragEvent('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { files: [gone], types: ['Files'] } });
    area.dispatchEvent(event);
  });
  await expect(page.getByText(/gone\.txt could not be read/)).toBeVisible();
  await expect(notes).toHaveValue('Words.');
  expect(await host.position()).toBe(before);
});

test('files given to a new artefact are kept by its form and attached once it is saved', async ({
  page,
  host,
}) => {
  await host.add('idea', { title: 'One there is' });
  await open(page, host, '#/stage/ideate');
  await page.getByRole('button', { name: 'New idea' }).first().click();
  const form = page.getByRole('dialog', { name: 'New idea' });
  await form.getByRole('textbox', { name: 'Idea' }).fill('With a sketch');
  const more = form.getByRole('button', { name: /More fields/ });
  if (!(await form.getByRole('textbox', { name: 'Notes' }).isVisible())) await more.click();
  const notes = form.getByRole('textbox', { name: 'Notes' });
  await notes.fill('Sketch: ');
  await give(notes, 'paste', [{ name: 'dot.png', type: 'image/png', base64: DOT }]);
  await expect(notes).toHaveValue(/^Sketch: !\[dot\.png\]\(sha256:[0-9a-f]{64}\)$/);
  await give(form.getByRole('textbox', { name: 'Idea' }), 'drop', [CSV, { ...CSV, name: 'other.csv' }]);
  await expect(form.getByText(/attached once this is saved/)).toBeVisible();
  await expect(form.getByText('orders [1].csv')).toBeVisible();
  await form.getByRole('button', { name: 'Take away other.csv' }).click();
  await form.getByRole('button', { name: 'Save Enter' }).click();
  await expect(form).toHaveCount(0);
  const idea = (await host.call('artefact.suggest', { text: 'sketch', kinds: ['idea'], limit: 1 })).rows[0];
  await expect
    .poll(async () => {
      const held = await host.call('artefact.get', { id: idea?.id ?? '' });
      const files = held.fields.find((f) => f.name === 'attachments')?.value as { name: string }[] | null;
      return (files ?? []).map((f) => f.name).sort();
    })
    .toEqual(['dot.png', 'orders [1].csv']);
  await open(page, host, `#/artefact/${idea?.short}`);
  const image = page.locator('[data-field=notes]').getByRole('img', { name: 'dot.png' });
  await expect.poll(() => image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
});

test('a file dropped on a form does not go to the page below, and a form that is left says its files are not kept', async ({
  page,
  host,
}) => {
  const idea = await host.add('idea', { title: 'Below' });
  await open(page, host, `#/artefact/${idea.short}`);
  await newIdea(page);
  const form = page.getByRole('dialog', { name: 'New idea' });
  await form.getByRole('textbox', { name: 'Idea' }).fill('Above');
  await give(form, 'drop', [CSV]);
  await expect(form.getByText('orders [1].csv')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('The file is not kept with it')).toBeVisible();
  const held = await host.call('artefact.get', { id: idea.short });
  expect(held.fields.find((f) => f.name === 'attachments')?.value ?? null).toBeNull();
});

async function newIdea(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search, jump, create or run' }).fill('new idea');
  await page.getByRole('option', { name: 'New idea', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'New idea' })).toBeVisible();
}

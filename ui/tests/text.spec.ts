import { expect, open, test } from './host';

/** A picture of one pixel. */
export const DOT =
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

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, open, test } from './host';
import { seed, type Seeded } from './seed';

let made: Seeded;
const id = (key: string): string => made[key]?.id ?? '';

test.beforeAll(async ({ host }) => {
  await host.workspace('thread');
  made = await seed((name, args) => host.call(name, args));
});

const node = (page: Page, key: string) => page.locator(`[data-testid=thread-map] [data-id="${id(key)}"]`);

/** How many links are drawn with a look. */
const links = (page: Page, look: string): Promise<number> =>
  page
    .locator(`path.${look}`)
    .evaluateAll((all) => all.reduce((n, e) => n + Number((e as SVGElement).dataset['links']), 0));

test('from the model to the quote with the arrow keys alone', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await expect(node(page, 'model')).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(node(page, 'model')).toBeFocused();
  for (const key of ['proto', 'ranker', 'problem', 'insight', 'quote']) {
    await page.keyboard.press('ArrowLeft');
    await expect(node(page, key)).toBeFocused();
  }
  await expect(page.getByRole('complementary', { name: 'What is selected' })).toContainText(
    'I scroll for ten minutes',
  );
  for (const key of ['insight', 'problem', 'ranker', 'proto', 'model']) {
    await page.keyboard.press('ArrowRight');
    await expect(node(page, key)).toBeFocused();
  }
});

test('a thread opens with the words, the artefact and what is live in sight and large enough to read', async ({
  page,
  host,
}) => {
  await open(page, host, `#/thread/${id('model')}`);
  const map = await page.getByTestId('thread-map').boundingBox();
  for (const key of ['quote', 'problem', 'ranker', 'proto', 'model', 'live']) {
    const box = await node(page, key).boundingBox();
    if (!map || !box) throw new Error(`${key} is not drawn`);
    expect(box.x, key).toBeGreaterThanOrEqual(map.x);
    expect(box.x + box.width, key).toBeLessThanOrEqual(map.x + map.width);
    expect(box.y + box.height, key).toBeLessThanOrEqual(map.y + map.height);
    expect(box.height, key).toBeGreaterThan(40);
  }
  // Wherever the map is moved, each lane can be named.
  await page.getByTestId('thread-map').hover({ position: { x: 300, y: 500 } });
  await page.mouse.wheel(900, 0);
  for (const name of ['Empathise', 'Define', 'Ideate', 'Prototype', 'Test', 'Build', 'Live'])
    await expect(page.locator('.heads b', { hasText: name })).toBeInViewport();
});

test('U leads to the words and draws the way, Esc takes it away, Enter opens', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await expect(node(page, 'model')).toBeVisible();
  await page.keyboard.press('u');
  await expect(node(page, 'quote')).toBeFocused();
  await expect(node(page, 'problem')).toHaveClass(/near/);
  await expect(node(page, 'swipe')).toHaveCount(0);
  await expect(node(page, 'data')).not.toHaveClass(/near/);
  expect(await links(page, 'way')).toBe(5);
  await page.keyboard.press('Escape');
  await expect(page.locator('path.way')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#/artefact/${id('quote')}`));
});

test('a selection lights what leads to it and what follows, and fades the rest', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await node(page, 'data').click();
  await expect(node(page, 'data')).toHaveAttribute('aria-current', 'true');
  await expect(node(page, 'model')).toHaveClass(/near/);
  await expect(node(page, 'live')).toHaveClass(/near/);
  await expect(node(page, 'problem')).not.toHaveClass(/near/);
  await expect(node(page, 'problem')).toHaveCSS('opacity', '0.32');
});

test('what belongs to a loop-back is dashed', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('loop')}`);
  await expect(node(page, 'loop')).toBeVisible();
  await expect(page.locator('path.loop').first()).toHaveCSS('stroke-dasharray', '5px, 4px');
});

test('the panel says why it exists, with the dissenting words', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('proto')}`);
  const panel = page.getByRole('complementary', { name: 'What is selected' });
  await expect(panel.getByRole('heading', { name: 'Why it exists' })).toBeVisible();
  await expect(panel).toContainText('Shadow the ranker behind the baseline');
  await expect(panel.locator('q')).toContainText('Show me baskets, not clicks.');
  await node(page, 'model').click();
  await expect(panel).toContainText('9f2c7d44…4444');
});

test('back and forward show one side of the thread', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(node(page, 'live')).toHaveCount(0);
  await expect(node(page, 'quote')).toBeVisible();
  await page.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(node(page, 'live')).toBeVisible();
  await expect(node(page, 'quote')).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(page.getByText('This looks forward only.')).toBeVisible();
});

test('the outline is a tree of the same artefacts, and its keys work', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await expect(node(page, 'model')).toBeVisible();
  const onMap = await page
    .locator('[data-testid=thread-map] [data-id]')
    .evaluateAll((all) => all.map((e) => (e as HTMLElement).dataset['id']));
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: 'What led here' });
  await expect(tree).toBeVisible();
  const inTree = await page
    .locator('[role=treeitem]')
    .evaluateAll((all) => all.map((e) => (e as HTMLElement).dataset['id']));
  expect(new Set([...inTree, id('model')])).toEqual(new Set(onMap));

  await page.keyboard.press('u');
  await expect(tree.locator('[role=treeitem]:focus')).toContainText('I scroll for ten minutes');
  await expect(tree.locator('[role=treeitem]:focus')).toHaveAttribute('aria-level', '5');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(tree.locator('[role=treeitem]:focus')).toContainText('Choice is tiring');
  await page.keyboard.press('ArrowLeft');
  await expect(tree.locator('[role=treeitem]:focus')).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/artefact\//);
});

test('the slider shows what was known, keeps the page from writing, and comes back', async ({
  page,
  host,
}) => {
  await open(page, host, `#/thread/${id('model')}`);
  const slider = page.getByRole('slider', { name: 'Change in the log' });
  await expect(slider).toBeEnabled();
  const last = await host.position();
  await expect(page.getByText(`change ${last} of ${last}`)).toBeVisible();
  const before = made['model']?.position ?? 0;
  await slider.fill(String(before));
  await expect(node(page, 'live')).toHaveCount(0);
  await expect(node(page, 'quote')).toBeVisible();
  await expect(page.getByText(`change ${before} of ${last}`)).toBeVisible();
  await expect(page.getByText('Nothing can be changed here.')).toBeVisible();
  await slider.fill(String(before - 1));
  await expect(page.getByRole('heading', { name: 'It was not there yet' })).toBeVisible();
  await page.getByRole('button', { name: 'so then' }).click();
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(node(page, 'live')).toBeVisible();
  await expect(page.getByText('Nothing can be changed here.')).toHaveCount(0);
});

test('the outline is copied as Markdown, the map is saved as SVG without scripts', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  await expect(node(page, 'model')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Copy outline as Markdown' }).click();
  await expect(page.getByText('The outline is on the clipboard as Markdown.')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^# Thread of MOD-1 ranker/);
  expect(text).toContain('I scroll for ten minutes');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Save map as SVG' }).click();
  const svg = readFileSync(await (await saved).path(), 'utf8');
  expect(svg).toMatch(/^<svg xmlns=/);
  expect(svg).toContain('I scroll for ten');
  expect(svg).not.toMatch(/<script|foreignObject|href=/);
});

test('the map is dragged, scrolled and zoomed', async ({ page, host }) => {
  await open(page, host, `#/thread/${id('model')}`);
  const map = page.getByTestId('thread-map');
  const place = async () => (await node(page, 'model').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const first = await place();
  await map.hover({ position: { x: 300, y: 600 } });
  await page.mouse.down();
  await page.mouse.move(560, 560, { steps: 4 });
  await page.mouse.up();
  const dragged = await place();
  expect(Math.abs(dragged.x - first.x) + Math.abs(dragged.y - first.y)).toBeGreaterThan(20);
  await page.mouse.wheel(0, 60);
  expect((await place()).y).toBeCloseTo(dragged.y - 60, 0);
  await page.getByRole('button', { name: 'Closer' }).click();
  expect((await place()).width).toBeGreaterThan(first.width);
});

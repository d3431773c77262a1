import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, open, test } from './host';

const node = (page: Page, title: string) =>
  page.getByTestId('system-map').locator('[data-id]', { hasText: title });
const panel = (page: Page) => page.getByRole('complementary', { name: 'What is selected' });

test.beforeEach(async ({ host }, info) => {
  await host.workspace(`map-${info.title.replace(/\W+/g, '-')}`);
});

test('an empty map offers the usual parts: those chosen are there at once, and one undo takes them away', async ({
  page,
  host,
}) => {
  await open(page, host, '#/system');
  await expect(page.getByText('Hidden Technical Debt in Machine Learning Systems')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(11);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'Configuration' }).uncheck();
  await page.getByRole('checkbox', { name: 'Analysis tools' }).uncheck();
  const before = await host.position();
  await page.getByRole('button', { name: 'Put 8 parts on the map' }).click();
  await expect(node(page, 'ML code')).toBeVisible();
  expect(await host.position()).toBe(before + 1);
  await expect(page.getByTestId('system-map').locator('[data-id]')).toHaveCount(8);
  await expect(page.getByRole('button', { name: '8 lack an owner or an interaction' })).toBeVisible();
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('No components yet')).toBeVisible();
});

test('by keyboard alone: go, rename in place, connect, say what passes, delete, and take each back', async ({
  page,
  host,
}) => {
  await host.add('component', { title: 'Order events', type: 'data-collection' });
  await host.add('component', { title: 'Ranker', type: 'ml-code' });
  await host.add('component', { title: 'Dashboard', type: 'monitoring' });
  await host.call('link.add', { from: 'CMP-1', type: 'feeds', to: 'CMP-2', fields: { what: 'orders' } });
  await host.call('link.add', { from: 'CMP-2', type: 'feeds', to: 'CMP-3', fields: {} });
  await open(page, host, '#/system/map');
  await expect(node(page, 'Order events')).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'Order events')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'Ranker')).toBeFocused();
  await expect(panel(page)).toContainText('CMP-2');

  await page.keyboard.press('e');
  const name = page.getByRole('textbox', { name: 'New name of Ranker' });
  await expect(name).toBeFocused();
  await page.keyboard.type('Dish ranker');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Dish ranker')).toBeFocused();
  // Left with Esc, nothing is renamed.
  await page.keyboard.press('F2');
  await page.keyboard.type('Nonsense');
  await page.keyboard.press('Escape');
  await expect(node(page, 'Dish ranker')).toBeVisible();

  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Connect' });
  await expect(dialog.getByLabel('Dish ranker feeds')).toBeFocused();
  await dialog.getByLabel('Dish ranker feeds').selectOption('Order events');
  await dialog.getByLabel('What passes').fill('what people were shown');
  const before = await host.position();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(await host.position()).toBe(before + 1);
  await expect(node(page, 'Dish ranker')).toBeFocused();
  await expect(panel(page)).toContainText('what people were shown');

  await panel(page).getByRole('button', { name: 'Say what passes: Feeds Order events' }).press('Enter');
  const words = page.getByRole('dialog', { name: 'Interaction' }).getByLabel('What passes');
  await expect(words).toBeFocused();
  await words.fill('clicks');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('clicks');
  await panel(page).getByRole('button', { name: 'Delete the connection: Feeds Order events' }).press('Enter');
  await expect(panel(page)).not.toContainText('clicks');
  await page.keyboard.press('Control+z');
  await expect(panel(page)).toContainText('clicks');
});

test('a connection is dragged from one component to another, and what passes is typed where it ends', async ({
  page,
  host,
}) => {
  await host.add('component', { title: 'Order events', type: 'data-collection' });
  await host.add('component', { title: 'Ranker', type: 'ml-code' });
  await open(page, host, '#/system');
  const from = await node(page, 'Order events').boundingBox();
  const to = await node(page, 'Ranker').boundingBox();
  if (!from || !to) throw new Error('not drawn');
  await page.mouse.move(from.x + from.width - 1, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width + 40, from.y + 20);
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: 'Connect' });
  await expect(dialog.getByLabel('Order events feeds')).toHaveValue(/.+/);
  await dialog.getByLabel('What passes').fill('orders');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(
    page.getByTestId('system-map').getByRole('button', { name: 'orders', exact: true }),
  ).toBeVisible();
});

test('what a connection was to carry is kept as a draft when the dialog is left', async ({ page, host }) => {
  await host.add('component', { title: 'Order events' });
  await host.add('component', { title: 'Ranker' });
  await open(page, host, '#/system');
  await node(page, 'Order events').click();
  await page.keyboard.press('c');
  await page.getByLabel('What passes').fill('orders of the night');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await panel(page).getByRole('button', { name: 'Connect …' }).click();
  await expect(page.getByLabel('What passes')).toHaveValue('orders of the night');
});

test('owner, type and purpose are set in the panel, each as one change', async ({ page, host }) => {
  await host.add('team', { title: 'Operations' });
  await host.add('component', { title: 'Ranker' });
  await open(page, host, '#/system');
  await expect(panel(page)).toContainText('Nobody looks after it, and it touches no other component.');
  await panel(page).getByRole('combobox', { name: 'Owner' }).fill('Oper');
  await page
    .getByRole('option', { name: /Operations/ })
    .first()
    .click();
  await expect(node(page, 'Ranker')).toContainText('Operations');
  await panel(page).getByLabel('Type', { exact: true }).selectOption('ml-code');
  await expect(node(page, 'Ranker')).toContainText('ML code');
  const before = await host.position();
  await panel(page).getByLabel('What it does for the others').fill('Orders dishes.');
  await panel(page).getByLabel('Name').focus();
  await expect.poll(() => host.position()).toBe(before + 1);
  await panel(page).getByLabel('Name').fill('Dish ranker');
  await page.keyboard.press('Enter');
  await expect(node(page, 'Dish ranker')).toBeVisible();
});

test('what is typed in the panel stays while somebody else changes the map', async ({ page, host }) => {
  const ranker = await host.add('component', { title: 'Ranker' });
  await open(page, host, '#/system');
  const purpose = panel(page).getByLabel('What it does for the others');
  await purpose.fill('Orders dishes by');
  await host.call('artefact.set', { id: ranker.id, fields: { type: 'ml-code' } });
  await expect(node(page, 'Ranker')).toContainText('ML code');
  await expect(panel(page).getByLabel('Type', { exact: true })).toHaveValue('ml-code');
  await expect(purpose).toHaveValue('Orders dishes by');
  // What nobody is typing follows.
  await host.call('artefact.set', { id: ranker.id, fields: { title: 'Dish ranker' } });
  await expect(panel(page).getByLabel('Name')).toHaveValue('Dish ranker');
  await expect(purpose).toHaveValue('Orders dishes by');
});

test('a gap of a component leads to it on the map', async ({ page, host }) => {
  await host.add('component', { title: 'Ranker' });
  await host.add('component', { title: 'Lonely' });
  await host.add('component', { title: 'Screen' });
  await host.call('link.add', { from: 'CMP-1', type: 'feeds', to: 'CMP-3', fields: {} });
  await open(page, host, '#/readiness');
  await page.getByRole('button', { name: 'Complete it' }).first().click();
  await expect(page).toHaveURL(/#\/system\/map\?of=/);
  await expect(node(page, 'Lonely')).toHaveAttribute('aria-current', 'true');
});

test('the outline holds the same, and axe finds nothing in either', async ({ page, host }) => {
  await host.add('component', { title: 'Order events', purpose: 'Writes down.' });
  await host.add('component', { title: 'Ranker' });
  await host.call('link.add', { from: 'CMP-1', type: 'feeds', to: 'CMP-2', fields: { what: 'orders' } });
  await open(page, host, '#/system');
  await expect(node(page, 'Ranker')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Outline' }).click();
  const outline = page.getByRole('list', { name: 'Components, in the order data passes through them' });
  await expect(outline).toContainText('Feeds Ranker with orders.');
  await expect(outline).toContainText('Is fed by Order events with orders.');
  expect(await violations(page)).toEqual([]);
  await outline.getByRole('button', { name: 'Show on the map' }).nth(1).click();
  await expect(node(page, 'Ranker')).toHaveAttribute('aria-current', 'true');
});

test('in the past the map is as it was and cannot be changed', async ({ page, host }) => {
  await host.add('component', { title: 'Order events' });
  const then = await host.position();
  await host.add('component', { title: 'Ranker' });
  await open(page, host, '#/system');
  await expect(node(page, 'Ranker')).toBeVisible();
  await open(page, host, '#/thread/CMP-1');
  const last = await host.position();
  await expect(page.getByText(`change ${last} of ${last}`)).toBeVisible();
  await page.getByRole('slider', { name: 'Change in the log' }).fill(String(then));
  await expect(page.getByText('Nothing can be changed here.')).toBeVisible();
  await page.getByRole('link', { name: 'System map' }).click();
  await expect(node(page, 'Order events')).toBeVisible();
  await expect(node(page, 'Ranker')).toHaveCount(0);
  await expect(panel(page).getByRole('textbox')).toHaveCount(0);
  await expect(panel(page).getByRole('button', { name: 'Connect …' })).toHaveCount(0);
});

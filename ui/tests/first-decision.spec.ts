import type { Locator, Page } from '@playwright/test';
import { expect, Host, test } from './host';

/** What the whole journey may take, typed text apart. */
const MOST = 60;

/** Hands that count: every click, and every key that is pressed and types nothing, each key of a chord for itself. */
class Hands {
  clicks = 0;
  keys = 0;
  constructor(private readonly page: Page) {}

  async click(what: Locator): Promise<void> {
    this.clicks++;
    await what.click();
  }
  async press(keys: string): Promise<void> {
    this.keys += keys.split('+').length;
    await this.page.keyboard.press(keys);
  }
  /** Types where the cursor is, and nowhere else: who sees a cursor types. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
}

// A host of its own: nothing was ever opened there.
const host = new Host();
test.beforeAll(() => host.start());
test.afterAll(() => {
  host.stop();
});

test('a first decision with two options, three stances and a link to evidence, from the first start on', async ({
  page,
}) => {
  const hands = new Hands(page);
  await page.goto(host.url);

  // The start page, with nothing on it yet.
  await hands.click(page.getByRole('textbox', { name: 'Name', exact: true }));
  await hands.type('Dinner team');
  await hands.click(page.getByRole('textbox', { name: 'Your name' }));
  await hands.type('Ines Duarte');
  await hands.click(page.getByRole('textbox', { name: 'First product' }));
  await hands.type('Food delivery app');
  await hands.press('Enter');

  // The overview asks for a person and their words.
  await expect(page.getByRole('textbox', { name: 'Name one user' })).toBeFocused();
  await hands.type('Hungry Hanna');
  await hands.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Paste one quote' })).toBeFocused();
  await hands.type('I scroll for ten minutes and then I order the usual.');
  await hands.press('Tab');
  await hands.press('Enter');
  await expect(page.locator('q', { hasText: 'I scroll for ten minutes' })).toBeVisible();

  // A decision is something to add; its page opens.
  await hands.click(page.getByRole('button', { name: /^Add N$/ }));
  await hands.click(page.getByRole('menuitem', { name: /^Decision/ }));
  const form = page.getByRole('dialog', { name: 'New decision' });
  await expect(form.getByRole('textbox', { name: 'Question' })).toBeFocused();
  // Parts that cannot be yet are not asked for.
  await expect(form.getByRole('combobox', { name: 'Options' })).toHaveCount(0);
  await hands.type('What do we show a hungry person first?');
  await hands.click(form.getByRole('button', { name: 'Save Enter' }));
  await expect(page).toHaveURL(/#\/decision\//);
  await expect(form).toHaveCount(0);

  // Two options, one after the other, without opening the form again.
  await hands.click(page.getByRole('button', { name: 'Add an option' }));
  const option = page.getByRole('dialog', { name: 'Add an option' });
  await expect(option.getByRole('textbox', { name: 'Option', exact: true })).toBeFocused();
  await hands.type('Three dishes');
  await hands.click(option.getByRole('textbox', { name: 'For', exact: true }));
  await hands.type('Nobody scrolls.');
  await hands.click(option.getByRole('button', { name: 'Save, then another' }));
  await expect(page.getByText('OPT-1 recorded.')).toBeVisible();
  await expect(option.getByRole('textbox', { name: 'Option', exact: true })).toHaveValue('');
  await expect(option.getByRole('textbox', { name: 'Option', exact: true })).toBeFocused();
  await hands.type('The whole list');
  await hands.click(option.getByRole('textbox', { name: 'Against', exact: true }));
  await hands.type('She gives up.');
  await hands.click(option.getByRole('button', { name: 'Add', exact: true }));
  await expect(option).toHaveCount(0);

  // Three stances in a row; people nobody has recorded yet are made in place.
  await hands.click(page.getByRole('button', { name: /^Record a stance N/ }));
  const stance = page.getByRole('dialog', { name: 'Record a stance' });
  const who = stance.getByRole('combobox', { name: 'Stakeholder' });
  const take = async (name: string, offer: RegExp, position: string, reason: string) => {
    await expect(who).toBeFocused();
    await hands.type(name);
    await expect(page.getByRole('option', { name: offer })).toBeVisible();
    await hands.press('Enter');
    await expect(stance.getByRole('button', { name: `Take away` })).toBeVisible();
    await hands.click(stance.getByRole('radio', { name: position }).first());
    await hands.press('Tab');
    await hands.type(reason);
  };
  await take('Ines', /Ines Duarte/, 'Consent', 'It is what she asked for.');
  await hands.click(stance.getByRole('button', { name: 'Save, then another' }));
  await take('Omar Haddad', /New stakeholder/, 'Object', 'A second list nobody maintains.');
  await hands.click(stance.getByRole('button', { name: 'Save, then another' }));
  await take('Sara Lind', /New stakeholder/, 'Consent with concern', 'Small kitchens may vanish.');
  await hands.click(stance.getByRole('button', { name: 'Record', exact: true }));
  await expect(stance).toHaveCount(0);

  // What it rests on: the words of the person.
  await hands.click(page.getByRole('button', { name: 'Link grounds' }));
  const grounds = page.getByRole('dialog', { name: /^What DEC-1 rests on/ });
  await expect(grounds.getByRole('combobox')).toBeFocused();
  await hands.type('scroll');
  await expect(page.getByRole('option', { name: /I scroll for ten minutes/ })).toBeVisible();
  await hands.press('Enter');
  await expect(grounds.getByRole('button', { name: 'Take away HLT-1' })).toBeVisible();
  await hands.click(grounds.getByRole('button', { name: 'Link', exact: true }));
  await expect(grounds).toHaveCount(0);

  // And it is decided.
  await hands.click(page.getByRole('button', { name: 'Choose an outcome' }));
  const choose = page.getByRole('dialog', { name: 'Accept with an outcome' });
  await hands.click(choose.getByRole('textbox', { name: 'Rationale' }));
  await hands.type('She decides in a minute.');
  await hands.click(choose.getByRole('button', { name: 'Accept' }));
  await expect(choose).toHaveCount(0);

  const decision = await host.call('decision.get', { id: 'DEC-1' });
  expect(decision.page.card.status).toBe('accepted');
  expect(decision.options.map((o) => o.card.title)).toEqual(['Three dishes', 'The whole list']);
  expect(decision.stances.map((s) => `${s.stakeholder?.title}: ${s.position}, ${s.recorded}`).sort()).toEqual(
    [
      expect.stringMatching(/^Ines Duarte: consent, /),
      expect.stringMatching(/^Omar Haddad: object, recorded by Ines Duarte/),
      expect.stringMatching(/^Sara Lind: consent-with-concern, recorded by Ines Duarte/),
    ],
  );
  expect(decision.rests_on.map((l) => l.other.kind)).toEqual(['highlight']);

  const all = hands.clicks + hands.keys;
  console.log(`The first decision took ${all} interactions: ${hands.clicks} clicks, ${hands.keys} keys.`);
  expect(all).toBeLessThan(MOST);
});

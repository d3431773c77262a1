import { expect, link, open, test } from './host';

test('ideas stand by cluster, by team and along what they build on, with questions beside them', async ({
  page,
  host,
}) => {
  await host.workspace('ideas');
  const team = await host.add('team', { title: 'Operations' });
  const problem = await host.add('problem', { title: 'Choosing takes long', need: 'a', because: 'b' });
  const first = await host.add('idea', { title: 'Show three dishes', cluster: 'Fewer' }, [
    link('proposed-by', team.id),
  ]);
  const second = await host.add('idea', { title: 'Three dishes by weather' }, [link('builds-on', first.id)]);
  await host.call('link.add', {
    from: team.id,
    type: 'disputes',
    to: second.id,
    fields: { reason: 'It needs a GPU.' },
  });
  await host.add('question', { title: 'How might we end the scrolling?' }, [link('asks-about', problem.id)]);
  await open(page, host, '#/stage/ideate/ideas');
  const column = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(column('Fewer').getByRole('link', { name: 'Show three dishes' })).toBeVisible();
  await expect(column('On no pile').getByText(/disputed by Operations/)).toBeVisible();
  await page.getByRole('button', { name: 'By team' }).click();
  await expect(column('Operations').getByRole('link', { name: 'Show three dishes' })).toBeVisible();
  await page.getByRole('button', { name: 'By what they build on' }).click();
  await expect(column('From IDE-1').getByRole('link', { name: 'Three dishes by weather' })).toBeVisible();

  await page.getByRole('button', { name: 'Idea for this' }).click();
  const form = page.getByRole('dialog', { name: 'New idea' });
  await form.getByRole('textbox', { name: 'Idea' }).fill('One button: surprise me');
  await page.keyboard.press('Control+Enter');
  await expect(column('In no chain').getByRole('link', { name: 'One button: surprise me' })).toBeVisible();
  const made = await host.call('artefact.get', { id: 'IDE-3' });
  expect(made.links.some((l) => l.type === 'addresses' && l.other.id === problem.id)).toBe(true);
});

test('teams stand side by side with their numbers, and a conflict over the chosen idea is recorded from here', async ({
  page,
  host,
}) => {
  await host.workspace('objectives');
  await open(page, host, '#/stage/ideate/objectives');
  await expect(page.getByText('No teams yet')).toBeVisible();
  const clicks = await host.add('metric', { title: 'Clicks', unit: '%', direction: 'higher-is-better' });
  const cost = await host.add('metric', { title: 'Serving cost', unit: 'EUR', direction: 'lower-is-better' });
  const product = await host.add('team', { title: 'Product' }, [link('measured-by', clicks.id)]);
  const ops = await host.add('team', { title: 'Operations' }, [link('measured-by', cost.id)]);
  await host.add('team', { title: 'Design' });
  const idea = await host.add('idea', { title: 'Rank by a big model' }, [link('proposed-by', product.id)]);
  const proto = await host.add('prototype', { title: 'Shadow', fidelity: 'shadow' }, [
    link('realises', idea.id),
  ]);
  const trial = await host.add(
    'experiment',
    { 'we-believe': 'More clicks', arms: [{ name: 'control' }, { name: 'model' }], 'sample-size': 1000 },
    [link('tests', proto.id), link('measured-by', clicks.id)],
  );
  const read = (metric: string, fields: Parameters<typeof host.add>[1]) =>
    host.add('measurement', { date: '2026-08-20', ...fields }, [
      link('about', metric),
      link('measured-in', trial.id),
    ]);
  await read(clicks.id, { arm: 'control', n: 1000, successes: 100 });
  await read(clicks.id, { arm: 'model', n: 1000, successes: 200 });
  await read(cost.id, { arm: 'control', mean: '10' });
  await read(cost.id, { arm: 'model', mean: '14' });
  await host.call('link.add', {
    from: ops.id,
    type: 'disputes',
    to: idea.id,
    fields: { reason: 'Nobody can pay for it.' },
  });
  const column = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(column('Product')).toContainText('higher is better');
  await expect(column('Product').getByRole('link', { name: '20.0 %' })).toBeVisible();
  await expect(column('Product')).toContainText('200 of 1,000');
  await expect(column('Product').getByText('better', { exact: true })).toBeVisible();
  await expect(column('Operations')).toContainText('lower is better');
  await expect(column('Operations').getByText('worse', { exact: true })).toBeVisible();
  await expect(column('Operations')).toContainText('in conflict with Product');
  await expect(column('Design')).toContainText('No number of its own');
  const conflicts = column('In conflict').getByRole('listitem');
  await expect(conflicts).toHaveCount(2);
  await expect(conflicts.first()).toContainText('with “model” in EXP-1');
  await expect(conflicts.last().locator('q')).toHaveText('Nobody can pay for it.');
  await expect(column('Trade-offs')).toHaveCount(0);

  await host.add('decision', { title: 'Which?', status: 'accepted', outcome: 'It', rationale: 'So' }, [
    { type: 'decides', other: idea.id, out: true, fields: { outcome: 'chosen' } },
  ]);
  const trade = page.getByRole('listitem', { name: 'Trade-off over IDE-1' });
  await expect(trade).toContainText('trade-off not on record');
  await expect(trade).toContainText('DEC-1 does not say its consequences');
  // By keyboard: N is what this page is for.
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'New decision' });
  await expect(form.getByLabel('Question')).toHaveValue('What do we give up for “Rank by a big model”?');
  await expect(form.getByLabel('Context')).toHaveValue(/Operations disputes IDE-1: “Nobody can pay for it.”/);
  await form.getByLabel('Outcome').fill('Clicks before cost, until spring.');
  await form.getByLabel('Rationale').fill('The budget allows it until then.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.question')).toHaveText('What do we give up for “Rank by a big model”?');
  const decision = await host.call('decision.get', { id: 'DEC-2' });
  expect(decision.rests_on.map((l) => l.other.short)).toContain('IDE-1');

  await host.call('artefact.set', {
    id: 'DEC-2',
    fields: { status: 'accepted', consequences: 'Operations pays 4 EUR more.' },
  });
  for (const team of [product, ops]) {
    const who = await host.add('stakeholder', { title: `Voice of ${team.short}` }, [
      link('member-of', team.id),
    ]);
    await host.add('stance', { position: 'consent' }, [
      link('on', decision.page.card.id),
      link('by', who.id),
    ]);
  }
  await open(page, host, '#/stage/ideate/objectives');
  await expect(trade).toContainText('trade-off on record');
  await expect(trade.getByRole('link', { name: /DEC-2/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Record the trade-off' })).toHaveCount(0);

  await page.goto(`${host.url}/#/people`);
  await page.getByRole('link', { name: 'Who was heard' }).click();
  const voice = page.getByRole('row').filter({ hasText: 'Voice of TEA-1' });
  await expect(voice).toContainText('consents');
  await voice.locator('summary').last().press('Enter');
  await expect(voice.getByRole('link', { name: /DEC-1 Which\?/ })).toBeVisible();
});

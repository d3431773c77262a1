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

import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ArtefactPage, FieldDto, JsonValue } from '../host/api';

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock('../host/host', async (real) => ({ ...(await real<object>()), call }));

const { Editing } = await import('./editing.svelte');
const { HostError } = await import('../host/host');
const { toasts } = await import('../state/toasts.svelte');

const field = (name: string, type: FieldDto['type'] = { is: 'text' }): FieldDto => ({
  name,
  label: name,
  type,
  required: false,
  personal: false,
  matters: false,
  merge: name === 'tags' ? 'set' : 'single',
  hint: '',
});
const table = [field('need'), field('because'), field('tags', { is: 'tags' })];

/** What the host holds. */
let held: Record<string, JsonValue>;
let drafts: Record<string, unknown>;
let set: (fields: Record<string, JsonValue>) => Promise<void>;
let said: string[];

const pageNow = (): ArtefactPage =>
  ({
    card: { id: 'e', short: 'PRB-1', kind: 'problem', title: '', stage: 'define', facts: [], tags: [] },
    fields: table.map((f) => ({ name: f.name, value: held[f.name] ?? null, erased: false })),
    links: [],
  }) as unknown as ArtefactPage;

beforeEach(() => {
  held = { need: 'a', because: 'b' };
  drafts = {};
  said = [];
  set = async (fields) => void Object.assign(held, fields);
  vi.spyOn(toasts, 'complain').mockImplementation((e) => void said.push(String(e)));
  call.mockImplementation(async (name: string, args: Record<string, unknown>) => {
    switch (name) {
      case 'artefact.set':
        await set(args['fields'] as Record<string, JsonValue>);
        delete drafts[String(args['draft'])];
        return { id: 'e', short: 'PRB-1' };
      case 'artefact.get':
        return pageNow();
      case 'draft.save':
        drafts[String(args['key'])] = args['form'];
        return {};
      case 'draft.discard':
        delete drafts[String(args['key'])];
        return {};
      case 'draft.list':
        return { rows: Object.entries(drafts).map(([key, form]) => ({ key, form, saved: '' })) };
      default:
        return {};
    }
  });
});

function begun(...names: string[]) {
  const editing = new Editing();
  editing.take(pageNow(), table);
  for (const f of table) if (names.includes(f.name)) editing.begin(f);
  return editing;
}
const refusal = (...fields: string[]) =>
  new HostError({
    code: 'invalid',
    message: 'Refused.',
    hint: '',
    fields: fields.map((f) => ({ field: f, code: 'bad', sentence: 'No.' })),
  });

describe('a field that is left', () => {
  test('stays open with its words where another field was refused and nothing was saved', async () => {
    const editing = begun('need', 'because');
    set = () => Promise.reject(refusal('need'));
    editing.change('need', 'refused');
    editing.change('because', 'words of an hour');
    expect(await editing.leave('because')).toBe(false);
    expect([...editing.open].sort()).toEqual(['because', 'need']);
    expect(editing.value('because')).toBe('words of an hour');
    expect(editing.value('need')).toBe('refused');
    expect(editing.errors).toEqual({ need: 'No.' });
  });

  test('stays open with its words where the file could not be written', async () => {
    const editing = begun('need');
    set = () =>
      Promise.reject(new HostError({ code: 'io', message: 'The disk is full.', hint: '', fields: [] }));
    editing.change('need', 'words of an hour');
    await editing.leave('need');
    expect(editing.open.has('need')).toBe(true);
    expect(editing.value('need')).toBe('words of an hour');
    expect(said).toHaveLength(1);
    await editing.end();
    expect(JSON.stringify(drafts)).toContain('words of an hour');
  });

  test('closes where it does not differ, whatever became of the others', async () => {
    const editing = begun('need', 'because');
    set = () => Promise.reject(refusal('need'));
    editing.change('need', 'refused');
    await editing.leave('because');
    expect([...editing.open]).toEqual(['need']);
  });

  test('closes once it is saved, also where the host writes the value its own way', async () => {
    const editing = begun('need');
    set = async (fields) => void Object.assign(held, { need: String(fields['need']).trim() });
    editing.change('need', 'sleep ');
    await editing.leave('need');
    expect(editing.open.size).toBe(0);
    expect(editing.value('need')).toBe('sleep');
  });

  test('that nobody typed in does not put back what somebody else changed meanwhile', async () => {
    const editing = begun('need');
    held['need'] = 'theirs';
    editing.take(pageNow(), table);
    await editing.leave('need');
    expect(held['need']).toBe('theirs');
    expect(editing.value('need')).toBe('theirs');
  });
});

test('choosing among values that met saves nothing but the choice, and loses nothing that is typed', async () => {
  const editing = begun('need');
  editing.change('need', 'words of an hour');
  await editing.resolve('because', 'theirs');
  expect(held).toEqual({ need: 'a', because: 'theirs' });
  expect(editing.mood).toBe('typing');
  editing.flush();
  await vi.waitFor(() => expect(JSON.stringify(drafts)).toContain('words of an hour'));
  await editing.leave('need');
  expect(held['need']).toBe('words of an hour');
});

test('what is sealed from two places at once is one change, and stays called saved', async () => {
  const editing = begun('need');
  let changes = 0;
  set = async (fields) => {
    changes += 1;
    Object.assign(held, fields);
  };
  editing.change('need', 'first');
  await Promise.all([editing.leave('need'), editing.leaveAll()]);
  expect(changes).toBe(1);
  expect(editing.mood).toBe('saved');
});

describe('typing while a change is being saved', () => {
  test('stays, is not called saved, and is kept as a draft', async () => {
    const editing = begun('need');
    set = async (fields) => {
      editing.change('need', 'first, and more');
      await new Promise((done) => setTimeout(done, 400));
      Object.assign(held, fields);
    };
    editing.change('need', 'first');
    await editing.seal();
    expect(editing.mood).toBe('typing');
    expect(editing.value('need')).toBe('first, and more');
    editing.flush();
    await vi.waitFor(() => expect(JSON.stringify(drafts)).toContain('first, and more'));
    set = async (fields) => void Object.assign(held, fields);
    await editing.leave('need');
    expect(held['need']).toBe('first, and more');
    expect(drafts).toEqual({});
  });

  test('leaves no draft behind where in the end nothing differs', async () => {
    const editing = begun('need');
    let late = false;
    set = async (fields) => {
      if (!late) {
        late = true;
        editing.change('need', 'first, and more');
        editing.flush();
        await new Promise((done) => setTimeout(done, 20));
        editing.change('need', 'first');
      }
      Object.assign(held, fields);
    };
    const discard = call.getMockImplementation();
    call.mockImplementation(async (name: string, args: Record<string, unknown>) => {
      const kept = { ...drafts };
      const answer: unknown = await discard?.(name, args);
      // The draft reaches the host after the change was sealed there.
      if (name === 'artefact.set') Object.assign(drafts, kept, { 'edit:e': 'late' });
      return answer;
    });
    editing.change('need', 'first');
    await editing.seal();
    expect(editing.mood).toBe('saved');
    expect(drafts).toEqual({});
  });
});

describe('tags typed inside a text', () => {
  test('come back with the text they were typed in', async () => {
    held['tags'] = ['old'];
    const editing = begun('need');
    editing.change('need', 'a #dinner ');
    editing.tag('need', 'dinner');
    expect(editing.value('tags')).toEqual(['old', 'dinner']);
    const back = editing.cancel('need');
    expect(editing.value('tags')).toEqual(['old']);
    back?.();
    expect(editing.value('need')).toBe('a #dinner ');
    expect(editing.value('tags')).toEqual(['old', 'dinner']);
    await editing.leave('need');
    expect(held['tags']).toEqual(['old', 'dinner']);
  });
});

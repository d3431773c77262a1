/** What a refresh of watched stores brought, in words, and the refresh at start. */
import type { ImportDto, RefreshDto, RefreshedDto } from '../host/api';
import { asHostError, call } from '../host/host';
import { toasts } from '../state/toasts.svelte';
import { workspace } from '../state/workspace.svelte';

const counted = (n: number, one: string): string =>
  `${n.toLocaleString('en-GB')} ${one}${n === 1 ? '' : 's'}`;

/** "12 artefacts added, 3 changed". */
export function broughtWords(import_: ImportDto): string {
  const parts = [
    import_.added > 0 ? `${counted(import_.added, 'artefact')} added` : '',
    import_.changed > 0 ? `${import_.changed.toLocaleString('en-GB')} changed` : '',
    import_.links > 0 ? `${counted(import_.links, 'link')} made` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : 'nothing new';
}

/** One sentence for a toast; undefined where nothing came and nothing failed. */
export function refreshWords(done: RefreshDto): string | undefined {
  const news = done.rows.filter((r) => r.import?.position !== undefined);
  const failed = done.rows.filter((r) => r.error !== undefined);
  if (news.length === 0 && failed.length === 0) return undefined;
  const told = news.map((r: RefreshedDto) => `${r.title}: ${r.import ? broughtWords(r.import) : ''}`);
  const lost = failed.map((r) => `${r.title} could not be read`);
  return `${[...told, ...lost].join('; ')}.`;
}

const refreshed = new Set<string>();

/** Refreshes in the background where the person asked for it, once per workspace and window. */
export async function refreshAtStart(id: string): Promise<void> {
  if (refreshed.has(id)) return;
  refreshed.add(id);
  try {
    const list = await call('watch.list', {});
    if (!list.at_start || list.rows.length === 0) return;
    const done = await call('watch.refresh', { job: `refresh-${id}` });
    const text = refreshWords(done);
    if (text === undefined) return;
    toasts.show({
      tone: done.failed > 0 ? 'bad' : 'good',
      text,
      link: { label: 'Watched stores', href: '#/versions/watched' },
    });
    await workspace.refresh();
  } catch (error) {
    // A workspace that was closed meanwhile is no fault of the person.
    if (asHostError(error).code !== 'no-workspace') toasts.complain(error);
  }
}

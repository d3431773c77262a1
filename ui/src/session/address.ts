/** Where the room of a session is: an address of its own, so that a window that comes back finds it. */

/** The list of sessions. */
export const SESSIONS = '#/stage/ideate/session';

/** The room of one. */
export function roomHref(id: string): string {
  return `${SESSIONS}?room=${encodeURIComponent(id)}`;
}

/** The session whose room an address names, if it names one. */
export function roomOf(hash: string): string | undefined {
  const [path, query] = hash.split('?', 2);
  if (path !== SESSIONS || query === undefined) return undefined;
  return new URLSearchParams(query).get('room') || undefined;
}

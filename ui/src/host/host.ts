/**
 * The one place that talks to the host: through the bridge of the desktop window, or by HTTP where
 * the page is served by the host the browser tests use.
 */
import { convertFileSrc, invoke, isTauri } from '@tauri-apps/api/core';
import type { ApiError, Commands, FieldErrorDto } from './api';

/** The name of a command. */
export type CommandName = keyof Commands;

/** A refused or failed call, as the host words it. Pages switch on `code`, never on text. */
export class HostError extends Error {
  override name = 'HostError';
  /** What the page switches on, kebab-case. */
  readonly code: string;
  /** What to do next. */
  readonly hint: string;
  /** The field, id, file or line it is about. */
  readonly subject: string | undefined;
  /** Field by field, where a form was refused. */
  readonly fields: FieldErrorDto[];

  constructor(error: ApiError) {
    super(error.message);
    this.code = error.code;
    this.hint = error.hint;
    this.subject = error.subject;
    this.fields = error.fields ?? [];
  }
}

function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** A form that the page refuses itself, because of one field; worded as the host would. */
export function refused(field: string, sentence: string): HostError {
  return new HostError({
    code: 'invalid',
    message: sentence,
    hint: 'Nothing was recorded. Correct what is named and save again.',
    fields: [{ field, code: 'required', sentence }],
  });
}

/** Turns whatever a call was rejected with into a `HostError`. */
export function asHostError(value: unknown): HostError {
  if (value instanceof HostError) return value;
  if (isApiError(value)) return new HostError(value);
  const text = value instanceof Error ? value.message : String(value);
  return new HostError({
    code: 'host-unreachable',
    message: `The application did not answer: ${text}. Nothing was changed.`,
    hint: 'Try again. If it stays so, close the window and open it again; what you typed is kept as a draft.',
  });
}

/** Asks for the passphrase of a locked key; answers whether the key is open now. */
let unlock: (() => Promise<boolean>) | undefined;

/** Says how a locked key is opened. */
export function whenLocked(open: () => Promise<boolean>): void {
  unlock = open;
}

/**
 * Calls a command. Arguments left out take the host's defaults. Where the key that would sign is locked, its
 * passphrase is asked for, and the call made again: what was refused recorded nothing.
 * @throws {HostError}
 */
export async function call<K extends CommandName>(
  name: K,
  args: Partial<Commands[K]['args']> = {},
): Promise<Commands[K]['result']> {
  try {
    return await once(name, args);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'key-locked' || !unlock || name.startsWith('keys.'))
      throw error;
    if (!(await unlock())) throw error;
    return once(name, args);
  }
}

async function once<K extends CommandName>(
  name: K,
  args: Partial<Commands[K]['args']> = {},
): Promise<Commands[K]['result']> {
  try {
    if (isTauri()) return await invoke<Commands[K]['result']>('call', { name, args });
    const response = await fetch('/call', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, args }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw answer;
    return answer as Commands[K]['result'];
  } catch (error) {
    throw asHostError(error);
  }
}

/** Where the page finds the bytes of an attachment, read-only. */
export function attachmentUrl(digest: string, name: string, media: string): string {
  const query = `?name=${encodeURIComponent(name)}&media=${encodeURIComponent(media)}`;
  if (isTauri()) return convertFileSrc(digest, 'throughline-attachment') + query;
  return `/attachment/${encodeURIComponent(digest)}${query}`;
}

import { HostError } from '../host/host';

/** Largest file that is attached, in bytes; the host refuses more. */
const MOST = 100 * 1024 * 1024;

/**
 * The bytes of a file, as they are now.
 * @throws {HostError} in words, where it is too large or cannot be read.
 */
export async function bytesOf(file: File): Promise<ArrayBuffer> {
  const name = nameOf(file);
  if (file.size > MOST) {
    throw new HostError({
      code: 'too-large',
      message: `${name} is too large: files of up to 100 MiB are attached. It was not attached; your text is kept.`,
      hint: 'Keep it elsewhere, and write down where.',
    });
  }
  try {
    return await file.arrayBuffer();
  } catch (error) {
    throw new HostError({
      code: 'unreadable',
      message: `${name} could not be read: ${error instanceof Error ? error.message : String(error)}. It was not attached; your text is kept.`,
      hint: 'Folders are not attached. If it is a file, see whether it is still there.',
    });
  }
}

/** Bytes in base64. */
export function base64(bytes: ArrayBuffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.readAsDataURL(new Blob([bytes]));
  });
}

/** What a file is called; something pasted may have no name. */
export function nameOf(file: File): string {
  return file.name || 'pasted';
}

/** What a file is attached with, beside the artefact. */
export async function attachArgs(
  file: File,
  bytes: ArrayBuffer,
): Promise<{ base64: string; name: string; media?: string }> {
  return {
    base64: await base64(bytes),
    name: nameOf(file),
    ...(file.type ? { media: file.type } : {}),
  };
}

/** An attachment named in a text: a picture where it stands, another file as a link. */
export function named(name: string, media: string, digest: string): string {
  const words = name.replace(/[\\[\]]/g, '\\$&');
  return `${isShownImage(media) ? '!' : ''}[${words}](${digest})`;
}

/**
 * Files of a paste or a drop. Text copied out of an office program brings a picture of itself along: in a field, the
 * text is meant.
 */
export function filesOf(event: ClipboardEvent | DragEvent): File[] {
  const data = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
  if (!data || data.files.length === 0) return [];
  const typing = event.target instanceof Element && event.target.closest('input, textarea') !== null;
  if ('clipboardData' in event && typing && data.types.includes('text/plain')) return [];
  return [...data.files];
}

/** Whether an image is shown where it stands. SVG can carry scripts and is only saved. */
export function isShownImage(media: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'].includes(media);
}

/** Whether a file is shown as text. */
export function isShownText(media: string, name: string): boolean {
  if (
    media.startsWith('text/') ||
    ['application/json', 'application/yaml', 'application/toml', 'application/x-ndjson'].includes(media)
  )
    return true;
  return /\.(md|txt|csv|tsv|json|jsonl|ya?ml|toml|py|sql|r|log)$/i.test(name);
}

/** Text out of base64: UTF-8, with a mark where it is not. */
export function textOf(encoded: string): string {
  const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
  return new TextDecoder('utf-8').decode(bytes);
}

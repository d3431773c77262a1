/** Bytes of a file in base64. */
export function base64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.readAsDataURL(file);
  });
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

import type { SourceKind } from '../../../mapping/table.ts';

/** All that a link keeps. */
export interface Kept {
  kind: SourceKind;
  record: string;
  rule: string;
}

/** Characters that a link may unfold to. */
const MOST = 1_000_000;

/** The fragment of a link, without `#`: it never leaves the browser. Deflated, in base64url. */
export async function writeFragment(kept: Kept): Promise<string> {
  const text = new Blob([JSON.stringify([kept.kind, kept.record, kept.rule])]);
  const bytes = await readAll(text.stream().pipeThrough(new CompressionStream('deflate-raw')));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `p=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** What a fragment keeps; undefined where it is none of ours. */
export async function readFragment(fragment: string): Promise<Kept | undefined> {
  const coded = /^#?p=([\w-]+)$/.exec(fragment)?.[1];
  if (coded === undefined) return undefined;
  try {
    const binary = atob(coded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const value: unknown = JSON.parse(new TextDecoder().decode(await readAll(stream)));
    const [kind, record, rule] = Array.isArray(value) ? (value as unknown[]) : [];
    if ((kind !== 'openedx' && kind !== 'xapi') || typeof record !== 'string' || typeof rule !== 'string') {
      return undefined;
    }
    return { kind, record, rule };
  } catch {
    return undefined;
  }
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST) {
      await reader.cancel();
      throw new RangeError('a link does not hold that much');
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/ingest/body/read-body.ts';

const limits = { bodyBytes: 1000 };
const text = '{"name":"play_video","host":"lms.example.edu – Zürich"}';

const post = (body: BodyInit | Uint8Array, encoding?: string): Request =>
  new Request('http://adapter/v1/tracking-logs', {
    method: 'POST',
    // A Buffer is a Uint8Array over an ArrayBuffer; lib.dom wants to be told.
    body: body as BodyInit,
    headers: encoding === undefined ? {} : { 'Content-Encoding': encoding },
  });

const read = async (body: BodyInit | Uint8Array, encoding?: string): Promise<string> => {
  const result = await readBody(post(body, encoding), limits);
  return result.ok ? result.text : `${result.status} ${result.code} ${result.message}`;
};

describe('a body is read', () => {
  test.each([
    ['plain', text, undefined],
    ['plain with Content-Encoding identity', text, 'identity'],
    ['gzip', gzipSync(text), 'gzip'],
    ['gzip by its older name', gzipSync(text), 'x-gzip'],
    ['gzip in capitals', gzipSync(text), 'GZIP'],
    ['zlib', deflateSync(text), 'deflate'],
    ['raw deflate', deflateRawSync(text), 'deflate'],
    ['a gzip file without Content-Encoding', gzipSync(text), undefined],
    ['a gzip file sent with Content-Encoding gzip', gzipSync(gzipSync(text)), 'gzip'],
    ['two codings', gzipSync(deflateSync(text)), 'deflate, gzip'],
    ['gzip members one after another', Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]), 'gzip'],
    ['plain, though a proxy left Content-Encoding gzip', text, 'gzip'],
    ['UTF-8 with a byte order mark', `\uFEFF${text}`, undefined],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le'), undefined],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), undefined],
  ])('%s', async (_, body, encoding) => {
    expect(await read(body, encoding)).toBe(text);
  });
});

describe('a body whose length is said', () => {
  const sized = async (body: string, length: string): Promise<string> => {
    const request = new Request('http://adapter/', { method: 'POST', body, headers: { 'Content-Length': length } });
    const result = await readBody(request, limits);
    return result.ok ? result.text : result.code;
  };

  test('is read as one whose length is not', async () => {
    expect(await sized(text, String(Buffer.byteLength(text)))).toBe(text);
  });

  test('is refused above the limit, and also where it is longer than was said', async () => {
    expect(await sized('x', '1001')).toBe('BODY_TOO_LARGE');
    expect(await sized('x'.repeat(1001), '1000')).toBe('BODY_TOO_LARGE');
    expect(await sized('x'.repeat(1001), 'many')).toBe('BODY_TOO_LARGE');
  });

  test('that ends before is told', async () => {
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('the connection is gone')) });
    const headers = { 'Content-Length': '100' };
    const request = new Request('http://adapter/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    expect(await readBody(request, limits)).toMatchObject({ ok: false, status: 400, code: 'BODY_CUT' });
  });
});

describe('a body is refused', () => {
  const tooLarge =
    '413 BODY_TOO_LARGE the body is larger than 1000 bytes (MAX_BODY_BYTES, counted after decompression): send smaller batches';
  const corrupt = '400 CORRUPT_COMPRESSION the body is not valid gzip, or it was cut: send it again, whole';

  test.each([
    ['nothing', '', undefined, '400 EMPTY_BODY the body is empty: send at least one record'],
    ['more than the limit', 'x'.repeat(1001), undefined, tooLarge],
    ['gzip that inflates beyond the limit', gzipSync('x'.repeat(1001)), 'gzip', tooLarge],
    ['a gzip file in gzip that inflates beyond the limit', gzipSync(gzipSync('x'.repeat(100_000))), 'gzip', tooLarge],
    ['zlib that inflates beyond the limit', deflateSync('x'.repeat(1001)), 'deflate', tooLarge],
    ['cut gzip', gzipSync(text).subarray(0, 30), 'gzip', corrupt],
    ['broken gzip', gzipSync(text).fill(0xff, 12, 20), undefined, corrupt],
    [
      'gzip five times',
      [1, 2, 3, 4, 5].reduce<Uint8Array>((bytes) => gzipSync(bytes), Buffer.from(text)),
      'gzip',
      '400 CORRUPT_COMPRESSION the body is gzip within gzip within gzip: compress it once',
    ],
    [
      'text as deflate',
      'no deflate',
      'deflate',
      '400 CORRUPT_COMPRESSION the body is not valid deflate, or it was cut: send it again, whole',
    ],
    [
      'zstd',
      'x',
      'zstd',
      '415 UNSUPPORTED_ENCODING Content-Encoding zstd is not read here: send gzip, deflate or no Content-Encoding',
    ],
    [
      'snappy',
      'x',
      'snappy',
      '415 UNSUPPORTED_ENCODING Content-Encoding snappy is not read here: send gzip, deflate or no Content-Encoding',
    ],
    [
      'Brotli below gzip',
      'x',
      'br, gzip',
      '415 UNSUPPORTED_ENCODING Content-Encoding br is not read here: send gzip, deflate or no Content-Encoding',
    ],
    [
      'zstd by its first bytes',
      Buffer.from('28b52ffd2000', 'hex'),
      undefined,
      '415 UNSUPPORTED_FORMAT the body is zstd, which is not read here: compress with gzip or not at all',
    ],
    [
      'msgpack',
      Buffer.from('92d7005f0e9c0781a46e616d65', 'hex'),
      undefined,
      '415 UNSUPPORTED_FORMAT the body is msgpack, which is not read here: set the output format to JSON (Fluent Bit: Format json)',
    ],
  ])('%s', async (_, body, encoding, refusal) => {
    expect(await read(body, encoding)).toBe(refusal);
  });

  test('a stream without end is read up to the limit only', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(100));
      },
    });
    const request = new Request('http://adapter/', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
    expect(await readBody(request, limits)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(pulled).toBeLessThan(20);
  });

  test('a body whose connection breaks is asked for again', async () => {
    const broken = new ReadableStream({
      pull: (controller) => {
        controller.error(new Error('reset'));
      },
    });
    const request = new Request('http://adapter/', { method: 'POST', body: broken, duplex: 'half' } as RequestInit);
    expect(await readBody(request, limits)).toEqual({
      ok: false,
      status: 400,
      code: 'BODY_CUT',
      message: 'the connection ended before the body did: send it again',
    });
  });
});

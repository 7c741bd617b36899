import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chunked, rawRequest } from './xapi-replay.ts';

/** Where a sender sends to: `host` as in the Host header, and the Authorization that it shows. */
export interface Target {
  host: string;
  authorization: string;
}

/** What belongs to a statement and travels beside it. */
export interface Content {
  type: string;
  bytes: Buffer;
}

/** As an attachment of a statement declares it. */
export function attachmentOf({ type, bytes }: Content): Record<string, unknown> {
  return {
    usageType: 'http://id.tincanapi.com/attachment/supporting_media',
    display: { en: 'notes' },
    contentType: type,
    length: bytes.length,
    sha2: hash(bytes),
  };
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Python's `json.dumps`: spaces behind `,` and `:`, nothing beyond ASCII. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return ascii(JSON.stringify(value));
  return `{${Object.entries(value)
    .map(([key, inner]) => `${pythonJson(key)}: ${pythonJson(inner)}`)
    .join(', ')}}`;
}

function ascii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** TinCanPython, which event-routing-backends sends with, over Python's http.client: batches go to `statements?`. */
export function tinCanPythonPost(to: Target, statements: unknown[], base = '/xapi/'): Buffer {
  return tinCanPython(to, `POST ${base}statements?`, pythonJson(statements));
}

/** The same for one statement that has an id. */
export function tinCanPythonPut(to: Target, statement: { id: string }): Buffer {
  return tinCanPython(to, `PUT /xapi/statements?statementId=${statement.id}`, pythonJson(statement));
}

function tinCanPython({ host, authorization }: Target, line: string, body: string): Buffer {
  return rawRequest(
    [
      `${line} HTTP/1.1`,
      `Host: ${host}`,
      'Accept-Encoding: identity',
      `Content-Length: ${body.length}`,
      'X-Experience-API-Version: 1.0.3',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
    ],
    body,
  );
}

function axios({ host, authorization }: Target, type: string, length: string): string[] {
  return [
    'POST /xapi/statements HTTP/1.1',
    'Accept: application/json, text/plain, */*',
    `Content-Type: ${type}`,
    `Authorization: ${authorization}`,
    'X-Experience-API-Version: 1.0.3',
    'User-Agent: axios/0.21.4',
    length,
    `Host: ${host}`,
    'Connection: close',
  ];
}

/** Statement forwarding of Learning Locker: one statement. */
export function learningLocker(to: Target, statement: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(statement));
  return rawRequest(axios(to, 'application/json', `Content-Length: ${body.length}`), body);
}

/**
 * The same with `sendAttachments`: a stream, its boundary always the same, a line break before the first one, no space in the
 * headers of parts, and a Content-Length of the first part that counts characters, not bytes.
 */
export function learningLockerMultipart(to: Target, statement: unknown, contents: readonly Content[]): Buffer {
  const boundary = '\r\n--zzzlearninglockerzzz';
  const json = JSON.stringify(statement);
  const parts = [
    Buffer.from(
      `${boundary}\r\nContent-Type:application/json; charset=UTF-8\r\nContent-Length:${json.length}\r\n\r\n${json}`,
    ),
    ...contents.flatMap(({ type, bytes }) => [
      Buffer.from(
        `${boundary}\r\nContent-Type:${type}\r\nContent-Length:${bytes.length}\r\n` +
          `Content-Transfer-Encoding:binary\r\nX-Experience-API-Hash:${hash(bytes)}\r\n\r\n`,
      ),
      bytes,
    ]),
    Buffer.from(`${boundary}--\r\n`),
  ];
  const type = 'multipart/mixed; charset=UTF-8; boundary=zzzlearninglockerzzz';
  return rawRequest(axios(to, type, 'Transfer-Encoding: chunked'), chunked(Buffer.concat(parts)));
}

/** LRSPipe: always multipart, a stream, names of header fields in lower case, nothing behind the last boundary. */
export function lrsPipe({ host, authorization }: Target, statements: unknown[], contents: readonly Content[]): Buffer {
  const boundary = 'q7x0k2m9d4w1z8c3v6b5n0a7s2f9g4h1j8l3p6o5i0u7y2t9r4e1w8q3x6z5c0v7';
  const parts = [
    Buffer.from(`--${boundary}\r\nContent-Type:application/json\r\n\r\n${JSON.stringify(statements)}`),
    ...contents.flatMap(({ type, bytes }) => [
      Buffer.from(
        `\r\n--${boundary}\r\nContent-Type:${type}\r\nContent-Transfer-Encoding:binary\r\n` +
          `X-Experience-API-Hash:${hash(bytes)}\r\n\r\n`,
      ),
      bytes,
    ]),
    Buffer.from(`\r\n--${boundary}--`),
  ];
  return rawRequest(
    [
      'POST /xapi/statements HTTP/1.1',
      'x-experience-api-version: 1.0.3',
      `content-type: multipart/mixed; boundary=${boundary}`,
      `authorization: ${authorization}`,
      'accept-encoding: gzip, deflate',
      'Transfer-Encoding: chunked',
      `Host: ${host}`,
      'Connection: Keep-Alive',
      'User-Agent: Apache-HttpAsyncClient/4.1.4 (Java/11.0.16)',
    ],
    chunked(Buffer.concat(parts), 4096),
  );
}

/** Forwarding of Ralph over httpx, to the address as it is configured, also by PUT; older releases name no version. */
export function ralph(
  { host, authorization }: Target,
  method: 'POST' | 'PUT',
  body: unknown,
  version?: string,
): Buffer {
  const json = pythonJson(body);
  return rawRequest(
    [
      `${method} /xapi/statements/ HTTP/1.1`,
      `Host: ${host}`,
      'Accept: */*',
      'Accept-Encoding: gzip, deflate',
      'Connection: keep-alive',
      'User-Agent: python-httpx/0.24.1',
      ...(version === undefined ? [] : [`X-Experience-API-Version: ${version}`]),
      `Content-Length: ${json.length}`,
      'Content-Type: application/json',
      `Authorization: ${authorization}`,
    ],
    json,
  );
}

/** Moodle's logstore_xapi over PHP's curl: `json_encode` escapes slashes, and curl announces long bodies. */
export function moodle({ host, authorization }: Target, statements: unknown[]): Buffer {
  const json = ascii(JSON.stringify(statements)).replaceAll('/', '\\/');
  return rawRequest(
    [
      'POST /xapi/statements HTTP/1.1',
      `Host: ${host}`,
      'User-Agent: MoodleBot/4.5 (+https://moodle.example.edu)',
      'Accept: */*',
      `Authorization: ${authorization}`,
      'X-Experience-API-Version: 1.0.3',
      'Content-Type: application/json',
      `Content-Length: ${json.length}`,
      'Expect: 100-continue',
    ],
    json,
  );
}

/** A page of another site in Chrome: the request that asks for leave. */
export function preflight(host: string, method: 'POST' | 'PUT'): Buffer {
  return rawRequest([
    'OPTIONS /xapi/statements HTTP/1.1',
    `Host: ${host}`,
    'Connection: keep-alive',
    'Accept: */*',
    `Access-Control-Request-Method: ${method}`,
    'Access-Control-Request-Headers: authorization,content-type,x-experience-api-version',
    'Origin: https://content.example.org',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    'Sec-Fetch-Mode: cors',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Dest: empty',
    'Referer: https://content.example.org/',
    'Accept-Encoding: gzip, deflate, br',
    'Accept-Language: en-US,en;q=0.9',
  ]);
}

/** The browser's xAPIWrapper of ADL, behind it: launch parameters stand in the query. */
export function xapiWrapperInBrowser({ host, authorization }: Target, statement: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(statement));
  return rawRequest(
    [
      'POST /xapi/statements?tool=Storyline&grouping=https%3A%2F%2Fcontent.example.org%2Fcourse HTTP/1.1',
      `Host: ${host}`,
      'Connection: keep-alive',
      `Content-Length: ${body.length}`,
      'X-Experience-API-Version: 1.0.3',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'Accept: */*',
      'Origin: https://content.example.org',
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      'Referer: https://content.example.org/',
      'Accept-Encoding: gzip, deflate, br',
      'Accept-Language: en-US,en;q=0.9',
    ],
    body,
  );
}

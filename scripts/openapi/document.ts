import { version } from '../../src/status/version.ts';
import { administrationPaths } from './administration.ts';
import { consoleCookie, consolePaths } from './console.ts';
import { inboxPaths } from './inbox.ts';
import type { Schema } from './json-schema.ts';
import { commonResponses, openPaths } from './open.ts';
import type { Answered } from './responses.ts';
import { componentSchemas } from './schemas.ts';
import { sendingPaths } from './sending.ts';
import { shareAnswers, type SharedPaths } from './share-answers.ts';
import { xapiPaths } from './xapi.ts';

/** The document, as far as programs of this project look into it. */
export interface OpenApi {
  openapi: string;
  info: Readonly<Record<string, unknown>>;
  tags: readonly { name: string; description: string }[];
  servers: readonly { url: string }[];
  paths: SharedPaths;
  components: {
    schemas: Readonly<Record<string, Schema>>;
    responses: Readonly<Record<string, Answered>>;
    securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

const tags = [
  { name: 'sending', description: 'For sources: tracking events.' },
  { name: 'xapi', description: 'For sources: xAPI statements. Nothing can be read back.' },
  { name: 'administration', description: 'For the administrator and monitoring.' },
  { name: 'open', description: 'For anyone.' },
  { name: 'inbox', description: 'The built-in Caliper endpoint; 404 where it is off.' },
  {
    name: 'console',
    description: 'Pages for people. They may change with any version: programs take the other addresses.',
  },
];

const description = `Takes Open edX tracking events and xAPI statements, makes Caliper events of them, pseudonymous and signed, and delivers them.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. An address that is not here answers 404 \`NOT_FOUND\`, another method 405 \`METHOD_NOT_ALLOWED\` with \`Allow\`; what GET answers, HEAD does, without the body. 503 is temporary and comes with \`Retry-After\`: nothing is lost by repeating. While the settings are wrong every address but this document's answers 503 \`CONFIGURATION\`.

No answer holds a user name, e-mail address, user id, IP address or session.`;

/** The OpenAPI document of the adapter (OpenAPI 3.1). */
export function openApi(): OpenApi {
  const { paths, responses } = shareAnswers({
    ...{ ...sendingPaths, ...xapiPaths, ...administrationPaths, ...openPaths, ...inboxPaths },
    ...consolePaths(),
  });
  return {
    openapi: '3.1.1',
    info: {
      title: 'caliper-edge',
      version,
      summary: 'From Open edX tracking events and xAPI statements to Caliper events.',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: {
      schemas: componentSchemas(),
      responses: { ...responses, ...commonResponses },
      securitySchemes: {
        sourceBearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The key of the source, or a JWT (RFC 7519) of the issuer that is set for it.',
        },
        sourceBasic: {
          type: 'http',
          scheme: 'basic',
          description: 'The name of the source as user, its key as password.',
        },
        admin: { type: 'http', scheme: 'bearer', description: 'The secret ADMIN_TOKEN.' },
        consoleSession: {
          type: 'apiKey',
          in: 'cookie',
          name: consoleCookie,
          description: 'Set by the login of the console.',
        },
        inboxToken: { type: 'http', scheme: 'bearer', description: 'The secret INBOX_TOKEN.' },
      },
    },
  };
}

/** As it is written to schema/openapi.json. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(), undefined, 1)}\n`;
}

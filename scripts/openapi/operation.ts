import type { Schema } from './json-schema.ts';
import type { Responses } from './responses.ts';

/** A parameter of the path, the query or the header. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description: string;
  schema: Schema;
  example?: unknown;
}

/** What a request carries. */
export interface RequestBody {
  required: boolean;
  description?: string;
  content: Readonly<
    Record<string, { schema: Schema; examples?: Readonly<Record<string, { summary?: string; value: unknown }>> }>
  >;
}

/** Names of the ways to say who asks. */
export type Security = 'sourceBearer' | 'sourceBasic' | 'admin' | 'consoleSession' | 'inboxToken';

/** One operation of the document. */
export interface Operation {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  /** Any of them; none: anyone. */
  security: readonly Readonly<Partial<Record<Security, readonly []>>>[];
  parameters?: readonly Parameter[];
  requestBody?: RequestBody;
  responses: Responses;
}

export type Method = 'get' | 'head' | 'post' | 'put' | 'delete' | 'options';

/** Operations by path and method. */
export type Paths = Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;

export const anyone: Operation['security'] = [];
export const asSource: Operation['security'] = [{ sourceBearer: [] }, { sourceBasic: [] }];
export const asAdmin: Operation['security'] = [{ admin: [] }];
export const asConsole: Operation['security'] = [{ consoleSession: [] }];
export const asSender: Operation['security'] = [{ inboxToken: [] }];

import { Outbox } from '../../src/outbox/outbox.ts';
import { testConfig } from './config.ts';
import { peopleConfig } from './people-config.ts';

export { ExternalIds } from '../../src/external-ids/store.ts';
export { Inbox } from '../../src/inbox/inbox.ts';

export class TestOutbox extends Outbox {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env, testConfig);
  }
}

/** Some of its destinations have pseudonyms of their own. */
export class PeopleOutbox extends Outbox {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env, peopleConfig);
  }
}

export default {
  fetch(): Response {
    return new Response(null, { status: 404 });
  },
};

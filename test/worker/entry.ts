import { Outbox } from '../../src/outbox/outbox.ts';
import { testConfig } from './config.ts';

export { Inbox } from '../../src/inbox/inbox.ts';

export class TestOutbox extends Outbox {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env, testConfig);
  }
}

export default {
  fetch(): Response {
    return new Response(null, { status: 404 });
  },
};

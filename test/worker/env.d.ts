import type { ExternalIds } from '../../src/external-ids/store.ts';
import type { Inbox } from '../../src/inbox/inbox.ts';
import type { PeopleOutbox, TestOutbox } from './entry.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      OUTBOX: DurableObjectNamespace<TestOutbox>;
      INBOX: DurableObjectNamespace<Inbox>;
      EXTERNAL_IDS: DurableObjectNamespace<ExternalIds>;
      PEOPLE: DurableObjectNamespace<PeopleOutbox>;
    }
  }
}

import type { Inbox } from '../../src/inbox/inbox.ts';
import type { TestOutbox } from './entry.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      OUTBOX: DurableObjectNamespace<TestOutbox>;
      INBOX: DurableObjectNamespace<Inbox>;
    }
  }
}

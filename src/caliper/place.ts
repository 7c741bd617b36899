import { jsonPath } from './fault.ts';
import type { Fault, FaultCode } from './fault.ts';

/** Sections of the specification that several checks cite. */
export const sections = {
  context: 'Serialization: JSON-LD Context',
  identifiers: 'Serialization: Identifiers',
  types: 'Serialization: Types and Type Coercion',
  envelope: 'Sensor API: Envelope',
} as const;

/**
 * Where a walk through a document is, and what was found wrong. The path is a stack that grows to the depth of the
 * document once; text is made of it only for a fault.
 */
export class Place {
  readonly faults: Fault[] = [];
  readonly steps: (string | number)[] = [];

  at(step: string | number, check: () => void): void {
    this.steps.push(step);
    check();
    this.steps.pop();
  }

  fault(code: FaultCode, message: string, section: string): void {
    this.faults.push({ path: jsonPath(this.steps), code, message, section });
  }

  faultAt(step: string, code: FaultCode, message: string, section: string): void {
    this.steps.push(step);
    this.fault(code, message, section);
    this.steps.pop();
  }

  /** "`duration` must be `expected`". */
  mustBe(code: FaultCode, expected: string, section: string): void {
    this.fault(code, `${this.here()} must be ${expected}`, section);
  }

  nullValue(section: string): void {
    this.fault('NULL_VALUE', `${this.here()} is null; leave the property out`, section);
  }

  missing(key: string, owner: string, section: string): void {
    this.faultAt(key, 'MISSING_PROPERTY', `${owner} must have ${key}`, section);
  }

  unknownProperty(key: string, owner: string, section: string): void {
    const message = `${owner} has no property ${key}; what Caliper does not define goes under extensions`;
    this.fault('UNKNOWN_PROPERTY', message, section);
  }

  /** The property that the walk is at, for messages. */
  private here(): string {
    const last = this.steps.findLastIndex((step) => typeof step === 'string');
    if (last < 0) return 'The document';
    return last === this.steps.length - 1 ? String(this.steps[last]) : `An item of ${this.steps[last]}`;
  }
}

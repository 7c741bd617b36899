import { parentPort, workerData } from 'node:worker_threads';
import { translateJob } from './translate-job.ts';
import type { TranslateSettings } from './translate-job.ts';
import type { Piece } from './pieces.ts';

// A thread of translate-pool.ts: takes a piece, gives what came out of it.

const run = translateJob(workerData as TranslateSettings); // what the pool sends
parentPort?.on('message', (piece: Pick<Piece, 'bytes' | 'line'>) => {
  const translated = run(piece);
  const { buffer, byteOffset, byteLength } = translated.events;
  // Small buffers share memory with others and cannot be handed over.
  const whole = byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
  parentPort?.postMessage(translated, whole ? [buffer] : []);
});

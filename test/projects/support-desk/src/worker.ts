import { Worker } from 'bullmq';
import { resolveTicket } from './agent.js';
import { answer } from './answer.js';
import { summarise } from './summary.js';
import { triage } from './triage.js';

const jobs = { answer, resolve: resolveTicket, summarise, triage };

/** One queue for everything; the job's name says what to do with its data. */
export const worker = new Worker('tickets', (job) => jobs[job.name as keyof typeof jobs](job.data), {
  connection: { url: process.env.REDIS_URL ?? 'redis://localhost:6379' },
  concurrency: 8,
});

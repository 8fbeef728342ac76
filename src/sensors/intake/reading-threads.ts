// Threads that open workbooks and PDFs: each may take 768 MB, so that few run at one time, whoever asks.
import { Gate } from '#kit/index.ts';

const MOST_AT_ONCE = 2;

/** The room for them; more files wait their turn. */
export const readingThreads = new Gate(MOST_AT_ONCE);

// What is written when nothing can be written any more.
import { expect, test } from 'vitest';
import { ZipWriter } from './zip-writer.ts';

test('where an archive cannot be written on, nothing more is read for it, and that is over when it is said', async () => {
  let read = 0;
  let isOver = false;
  async function* content() {
    try {
      for (; read < 200; read++) yield Buffer.from(Array.from({ length: 1 << 16 }, () => Math.random() * 256));
    } finally {
      isOver = true;
    }
  }
  const zip = new ZipWriter(() => Promise.reject(new Error('the disk is full')), new Date('2026-11-27T10:00:00Z'));
  await expect(zip.add('a', content())).rejects.toThrow('the disk is full');
  expect(isOver).toBe(true);
  expect(read).toBeLessThan(100);
});

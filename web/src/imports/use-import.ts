// Looking at a file, and taking it in.
import { useMutation } from '@tanstack/react-query';
import { previewImport, startImport } from '../api/imports.ts';

/** Sends the file to be looked at; nothing is stored. */
export function usePreview() {
  return useMutation({ mutationFn: previewImport });
}

interface ImportInput {
  readonly file: File;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly onSent: (sent: number, whole: number) => void;
}

/** Takes the file in with the agreed columns. */
export function useStartImport() {
  return useMutation({ mutationFn: ({ file, mapping, onSent }: ImportInput) => startImport(file, mapping, onSent) });
}

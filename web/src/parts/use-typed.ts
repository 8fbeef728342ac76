// A text field whose value takes effect when the person stops typing.
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

/** What is in the field now, and how to change it; `settle` is called after a pause, and not for values from outside. */
export function useTyped(value: string, settle: (value: string) => void): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const settled = useRef(settle);
  settled.current = settle;

  useEffect(() => setTyped(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(next: string): void {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => settled.current(next.trim()), PAUSE_MS);
  }

  return [typed, type];
}

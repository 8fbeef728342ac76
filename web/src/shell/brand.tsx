// The mark: a dial whose needle stands in the amber, as on a dosimeter.
import { text } from '../text/index.ts';
import classes from './shell.module.css';

/** Mark and name. */
export function Brand({ large = false }: { readonly large?: boolean }) {
  const size = large ? 44 : 28;
  return (
    <span className={classes['brand']} data-large={large || undefined}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0f6379" />
        <path d="M8 21.5a8 8 0 1 1 16 0" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
        <path d="m16 21.5 4.2-6" stroke="#ffc857" strokeWidth="2.6" strokeLinecap="round" />
        <circle cx="16" cy="21.5" r="2.2" fill="#ffc857" />
      </svg>
      <span>{text.product}</span>
    </span>
  );
}

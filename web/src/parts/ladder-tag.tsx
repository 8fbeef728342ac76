// Rungs, severities and states as labels that carry their meaning in words.
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconChevronsDown,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconDoor,
  IconDoorExit,
  IconEqual,
  IconFlame,
  IconHelp,
  IconLoader,
  IconLock,
  IconPlayerStop,
  IconScissors,
  IconShieldCheck,
} from '@tabler/icons-react';
import { rungTone, severityTone, type Tone } from '#charts/index.ts';
import { RUNG_MEANING, type Severity } from '#contracts/index.ts';
import { text } from '../text/index.ts';
import { Tag } from './tag.tsx';

const TONE_ICONS: Readonly<Record<Tone, Icon>> = {
  unknown: IconHelp,
  quiet: IconCircleDashed,
  info: IconLock,
  safe: IconShieldCheck,
  watch: IconDoor,
  warn: IconDoor,
  danger: IconDoorExit,
  extreme: IconFlame,
};

/** What a rung means, in the words that every page and report uses. */
export function rungMeaning(rung: string | null): string {
  if (rung === null) return text.ladder.neverObserved;
  return new Map<string, string>(Object.entries(RUNG_MEANING)).get(rung) ?? rung;
}

/** A rung of the exposure ladder; `words` adds its meaning. */
export function RungTag({ rung, words = false }: { readonly rung: string | null; readonly words?: boolean }) {
  const tone = rungTone(rung);
  const code = rung ?? text.ladder.unknown;
  const meaning = rungMeaning(rung);
  return (
    <Tag tone={tone} icon={TONE_ICONS[tone]} title={meaning}>
      {words && rung !== null ? `${code} · ${meaning}` : code}
    </Tag>
  );
}

const SEVERITY_ICONS: Readonly<Record<Severity, Icon>> = {
  none: IconCircleCheck,
  low: IconChevronsDown,
  medium: IconEqual,
  high: IconAlertTriangle,
  critical: IconFlame,
};

/** A severity in words, with a count when given. */
export function SeverityTag({ severity, note }: { readonly severity: Severity; readonly note?: string }) {
  return (
    <Tag tone={severityTone(severity)} icon={SEVERITY_ICONS[severity]}>
      {text.severity[severity]}
      {note ? ` · ${note}` : ''}
    </Tag>
  );
}

type FindingState = keyof typeof text.findingState;

const FINDING_STATES: Readonly<Record<FindingState, readonly [Tone, Icon]>> = {
  confirmed: ['quiet', IconCircleCheck],
  potential: ['unknown', IconHelp],
  'not affected': ['safe', IconShieldCheck],
  fixed: ['safe', IconCircleCheck],
  unknown: ['unknown', IconHelp],
};

/** The state of a finding. */
export function FindingStateTag({ state }: { readonly state: FindingState }) {
  const [tone, icon] = FINDING_STATES[state];
  return (
    <Tag tone={tone} icon={icon}>
      {text.findingState[state]}
    </Tag>
  );
}

type ScanState = keyof typeof text.scanState;

const SCAN_STATES: Readonly<Record<ScanState, readonly [Tone, Icon]>> = {
  running: ['info', IconLoader],
  finished: ['safe', IconCircleCheck],
  cancelled: ['quiet', IconPlayerStop],
  cut: ['watch', IconScissors],
  failed: ['danger', IconCircleX],
};

/** The state of a scan. */
export function ScanStateTag({ state }: { readonly state: ScanState }) {
  const [tone, icon] = SCAN_STATES[state];
  return (
    <Tag tone={tone} icon={icon}>
      {text.scanState[state]}
    </Tag>
  );
}

/** A device that is out of service. */
export function RetiredTag() {
  return (
    <Tag tone="quiet" icon={IconBan}>
      {text.device.retired}
    </Tag>
  );
}

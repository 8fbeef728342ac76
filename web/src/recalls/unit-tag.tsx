// Whether this unit is on the list of a recall, in words.
import { type Icon, IconAlertTriangle, IconHelp, IconShieldCheck } from '@tabler/icons-react';
import type { Tone } from '#charts/index.ts';
import type { Recall } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const LOOKS: Readonly<Record<Recall['unit'], readonly [Tone, Icon]>> = {
  'on it': ['danger', IconAlertTriangle],
  'not on it': ['safe', IconShieldCheck],
  'list not readable': ['unknown', IconHelp],
  'serial unknown': ['unknown', IconHelp],
};

/** The tag. */
export function UnitTag({ unit }: { readonly unit: Recall['unit'] }) {
  const [tone, icon] = LOOKS[unit];
  return (
    <Tag tone={tone} icon={icon}>
      {text.recalls.units[unit]}
    </Tag>
  );
}

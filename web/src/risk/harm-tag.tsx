// Where harm falls on the matrix, in words; color and icon only repeat them.
import { type Icon, IconAlertTriangle, IconCircleCheck, IconEye, IconHelpCircle } from '@tabler/icons-react';
import type { Tone } from '#charts/index.ts';
import type { Acceptability, HarmPlacement } from '#contracts/index.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';
import { type BandNames, useBands } from './use-bands.ts';

const LOOKS: Readonly<Record<Acceptability, readonly [Tone, Icon]>> = {
  acceptable: ['safe', IconCircleCheck],
  investigate: ['watch', IconEye],
  'not acceptable': ['danger', IconAlertTriangle],
};

/** Whether it may be. */
export function AcceptabilityTag({ of }: { readonly of: Acceptability | null }) {
  if (of === null)
    return (
      <Tag tone="unknown" icon={IconHelpCircle} title={text.risk.notRated}>
        {text.common.notKnown}
      </Tag>
    );
  const [tone, icon] = LOOKS[of];
  return (
    <Tag tone={tone} icon={icon} title={text.risk.acceptabilityWhy[of]}>
      {text.risk.acceptability[of]}
    </Tag>
  );
}

/** Severity and probability in words. */
export function placementText({ severity, band }: HarmPlacement, bands: BandNames): string {
  const how = text.risk.severities[severity];
  return band === null ? text.risk.placementUnknown(how) : text.risk.placement(how, bands[band]);
}

/** The judgement with severity and probability below it. */
export function HarmTag({ of }: { readonly of: HarmPlacement }) {
  const bands = useBands();
  if (!of.reachesPerson) return <span className="quiet">{text.risk.scenarios.noHarm}</span>;
  return (
    <span className={classes['harm']}>
      <AcceptabilityTag of={of.acceptability} />
      <span className="quiet">{placementText(of, bands)}</span>
    </span>
  );
}
